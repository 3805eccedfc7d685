"""« Publier le compte rendu »: what cannot be taken is told at its field, and nothing typed is lost."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from core.models import Attachment
from events.models import EventPage
from tests.events.factories import organiser, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-24T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def send(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(organiser())
    event = published(start="2026-11-20")

    def post(report, **files):
        data = {
            "report": report,
            "replay_url": "https://video.invalid/x",
            "documents-TOTAL_FORMS": 1,
            "documents-INITIAL_FORMS": 0,
            "documents-0-title": "Le support",
            "documents-0-kind": "presentation",
        }
        url = reverse("events_desk:report", args=[event.pk])
        return client.post(url, data | {f"documents-0-{name}": files[name] for name in files})

    return post


def file(name: str, size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + b"x" * size)


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [("a.exe", 10, "exe"), ("sans-extension", 10, "pdf"), ("a.pdf", 21 * 1024 * 1024, "20,0")],
)
def test_a_file_that_is_not_taken_is_told_at_its_field(send, name, size, told):
    response = send(rich_text("<p>Quarante personnes.</p>"), file=file(name, size))
    assert response.status_code == 200
    [error] = response.context["uploads"].errors[0]["file"]
    assert told in error
    html = response.content.decode()
    assert "Quarante personnes" in html
    assert "https://video.invalid/x" in html
    assert "Le support" in html
    assert not Attachment.objects.exists()
    assert EventPage.objects.get().report == ""


@pytest.mark.parametrize("report", ["Quarante personnes", "[]", "3", '{"blocks": 1}', "{"])
def test_a_report_that_is_no_text_of_the_editor_is_kept_and_told(send, report):
    response = send(report)
    assert response.status_code == 200
    assert "report" in response.context["form"].errors
    assert re.search(r"\w*", report)[0] in response.content.decode()
    assert EventPage.objects.get().report == ""


def test_without_a_report_the_replay_is_enough(send):
    assert send("").status_code == 302
    assert EventPage.objects.get().replay_url == "https://video.invalid/x"


def test_a_good_file_goes_online_with_its_report(send):
    name = f"{'a' * 250}.PDF"
    assert send(rich_text("<p>Bien.</p>"), file=file(name), title="").status_code == 302
    assert Attachment.objects.get().title == "a" * 250
    assert "Bien." in EventPage.objects.get().report
