"""Key words given to many files at once, as the list of files posts them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from core.models import Attachment, Picture

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["document", "picture"])
def file(request):
    if request.param == "document":
        content = ContentFile(b"un texte", name="note.txt")
        return Attachment.objects.create(title="Note", file=content)
    return Picture.objects.create(title="Image", file=get_test_image_file(), description="Un essai")


def address(file) -> str:
    return f"/admin/bulk/core/{file._meta.model_name}/add_tags/?id={file.pk}"


def test_they_are_given(admin_client, file):
    answer = admin_client.post(address(file), {"tags": "eau, « petite ville »"})
    assert answer.status_code == 302
    assert set(file.tags.names()) == {"eau", "« petite ville »"}


@pytest.mark.parametrize("tags", ["eau\x00", "e" * 101, ""])
def test_what_cannot_be_kept_is_refused_by_its_field(admin_client, file, tags):
    answer = admin_client.post(address(file), {"tags": tags})
    assert answer.status_code == 200
    assert answer.context["form"].errors["tags"]
    assert not file.tags.exists()
