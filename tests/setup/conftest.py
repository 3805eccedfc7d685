import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, Page

from core.models import LoadedContent
from setup.accounts import CONTRIBUTORS, EDITORS, ORGANISERS


@pytest.fixture(autouse=True)
def bare(request):
    """As after the migrations: no page but Wagtail's welcome, no group of ours."""
    if not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("db")
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    Page.get_first_root_node().add_child(instance=Page(title="Bienvenue", slug="home"))
    Group.objects.filter(name__in=[CONTRIBUTORS, EDITORS, ORGANISERS]).delete()
    Collection.objects.filter(depth__gt=1).delete()
    LoadedContent.objects.all().delete()
