"""Who left an address about a date is told once what changes of it, and not of what does not concern them."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.mail.queue import drain
from events import change_notices
from events.models import AnnouncedDate, EventProject, Interest, Proposal
from tests.events.visitors import call, soon, stage
from tests.factories import AuthorityFactory, catalogue_page, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A stage about which two people left an address, one of them twice."""
    catalogue_page()
    event, boe = stage(format="presentiel"), AuthorityFactory()
    for sheet, email in ((published(), "elue@boe.invalid"), (published(), "maire@boe.invalid")):
        EventProject.objects.create(page=event, sheet=sheet)
        interest = Interest.objects.submit(
            submission_key="", event=event, sheet=sheet, email=email, authority=boe, message=""
        )
        assert interest.confirm()
    proposal = Proposal.objects.submit(
        submission_key="p",
        call=call(event),
        authority=boe,
        title="Un guichet",
        email="Elue@boe.invalid",
    )
    assert proposal.confirm()
    waiting = Interest.objects.submit(
        submission_key="",
        event=event,
        sheet=sheet,
        email="jamais@boe.invalid",
        authority=boe,
        message="",
    )
    assert waiting.confirmed_at is None
    OutgoingMail.objects.all().delete()
    return event


def publish(event, **fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()


def told() -> list[str]:
    """To whom, by a round of the worker."""
    mail.outbox.clear()
    call_command("due")
    drain()
    return sorted(message.to[0] for message in mail.outbox if "Vous avez laissé" in message.body)


ALL = ["elue@boe.invalid", "maire@boe.invalid"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"change": "annule", "change_reason": "Neige"}, "Cet événement est annulé.\n\nNeige"),
        ({"start": soon(45)}, "La date change."),
        ({"end": soon(31)}, "La date change."),
        ({"change": "reporte", "first_announced": soon(), "change_reason": "Neige"}, "est reporté"),
        ({"format": "distanciel"}, "« En ligne », au lieu de « Sur place »"),
    ],
)
def test_told_once(event, fields, words):
    assert told() == []
    publish(event, **fields)
    assert told() == ALL
    [body, html] = [mail.outbox[0].body, mail.outbox[0].alternatives[0][0]]
    assert words.replace(" ", "") in body.replace("\u00a0", "").replace(" ", "")
    assert "/interets/retirer/" in body
    assert event.title in html
    assert told() == []


@pytest.mark.parametrize(
    "fields", [{"title": "Un autre titre"}, {"venue": "Salle des fêtes"}, {"start_time": "09:30"}]
)
def test_what_is_no_such_change_writes_to_nobody(event, fields):
    publish(event, **fields)
    assert told() == []


def test_a_draft_is_not_told_until_it_is_published(event):
    event.start = soon(45)
    event.save_revision()
    assert told() == []
    event.get_latest_revision().publish()
    assert told() == ALL


def test_a_month_that_becomes_a_day_is_no_move():
    before = {"change": "", "start": "2027-03", "end": "", "format": ""}
    assert change_notices.changes_between(before, before | {"start": "2027-03-09"}) == set()
    assert change_notices.changes_between(before, before | {"start": "2027-04-09"}) == {"moved"}
    assert change_notices.changes_between(before, before | {"format": "hybride"}) == set()
    cancelled = before | {"change": "annule"}
    assert change_notices.changes_between(cancelled, before) == {"restored"}


def test_a_past_event_that_is_mended_writes_to_nobody(event):
    assert told() == []
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        publish(event, format="hybride")
        assert told() == []
    assert AnnouncedDate.objects.get().format == "hybride"


def test_a_worker_that_dies_half_way_leaves_it_to_the_next(event, monkeypatch):
    publish(event, start=soon(45))
    send, sent = change_notices.send, []

    def dies(**values):
        if sent:
            raise KeyboardInterrupt
        sent.append(send(**values))

    monkeypatch.setattr(change_notices, "send", dies)
    with pytest.raises(KeyboardInterrupt):
        change_notices.tell_changes()
    assert not OutgoingMail.objects.exists()
    monkeypatch.undo()
    assert told() == ALL


def test_an_address_from_before_changes_were_told_is_not_written_to_for_the_past(event):
    AnnouncedDate.objects.all().delete()
    assert told() == []
    publish(event, start=soon(45))
    assert told() == ALL
