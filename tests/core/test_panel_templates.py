"""Our templates of panels say what Wagtail's say: the same form drawn with both, errors and locked fields included."""

import random
import re
from pathlib import Path

import pytest
import wagtail.admin
from django.conf import settings
from django.test import RequestFactory
from django.test.utils import override_settings
from django.urls import reverse

from catalogue.models import ProjectCost, ProjectPage, ProjectSource
from core.page_form import PageForm
from core.panels import EmptyRow
from tests.factories import draft, editor

pytestmark = pytest.mark.django_db

OURS = Path(settings.BASE_DIR) / "templates/wagtailadmin/panels"
THEIRS = Path(wagtail.admin.__file__).parent / "templates"


def drawn(sheet, user, data, locked) -> str:
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = user
    handler = ProjectPage.get_edit_handler()
    form: PageForm = handler.get_form_class()(data, instance=sheet, for_user=user)
    if locked:
        form._keep_comments_alone()
    if data is not None:
        assert not form.is_valid()
    EmptyRow.written.clear()
    random.seed(1)  # the keys of blocks of rich text
    html = handler.get_bound_panel(
        instance=sheet, request=request, form=form, prefix="panel"
    ).render_form_content()
    return re.sub(r"\s+", "\n", re.sub(r"\s*(<[^>]*>)\s*", r"\n\1\n", html)).replace('" >', '">')


@pytest.mark.parametrize("state", ["shown", "refused", "locked"])
def test_they_draw_what_those_of_wagtail_draw(state):
    assert {one.name for one in OURS.iterdir()} <= {
        one.name for one in (THEIRS / "wagtailadmin/panels").iterdir()
    }
    costs = [ProjectCost(label="Un coût", amount=1)]
    sheet = draft(sources=[ProjectSource(title="Une source")], costs=costs)
    data = {"title": "", "sources-TOTAL_FORMS": "1"} if state == "refused" else None
    asked = sheet, editor(), data, state == "locked"
    ours = drawn(*asked)
    [engine] = settings.TEMPLATES
    with override_settings(TEMPLATES=[engine | {"DIRS": [THEIRS, *engine["DIRS"]]}]):
        theirs = drawn(*asked)
    assert "w-field__input" in ours
    assert ours == theirs
