"""A document reads the same on a sheet and on an event."""

import pytest
from django.template.loader import render_to_string

from catalogue.models import ProjectAttachment
from core.documents import document_row
from core.models import Attachment
from events.models import EventDocument

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "kind"), [(EventDocument, "presentation"), (ProjectAttachment, "")]
)
def test_a_document_says_its_format_size_and_licence(model, kind):
    document = Attachment(
        pk=7, title="Plan : été", file="documents/plan.pdf", file_size=120_400, licence="LO 2.0"
    )
    row = document_row(model(document=document, kind=kind))
    html = render_to_string("components/documents.html", {"documents": [row]})
    assert row.url in html
    assert "PDF, 120\u00a0ko, LO 2.0" in html
    assert ("Présentation, PDF" in html) == bool(kind)
