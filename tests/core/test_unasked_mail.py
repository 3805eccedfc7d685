"""Who refused is never written to again, nobody gets two reminders in a week or five messages of one exchange."""

import datetime
import re

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.utils import timezone

from core import retention
from core.mail import unasked
from core.mail.queue import drain, send
from core.mail.refusals import MailRefusal, is_refused, refuse
from core.mail.rendering import render
from core.mail.unasked import Held, LastReminder, MessageCount, send_unasked
from core.models import OutgoingMail
from core.visitor_requests.models import VisitorRequest
from outcomes.models import NoteOutcome

pytestmark = pytest.mark.django_db

ADDRESS = "mairie@boe.invalid"


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    for kind in ("txt", "html"):
        words = '{% extends "mail/unasked.' + kind + '" %}{% block body %}Bonjour{% endblock %}'
        words += "{% block whence %}Votre adresse vient de l’annuaire.{% endblock %}"
        (folder / f"essai.{kind}").write_text(words, encoding="utf-8")
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], tmp_path]}]


def wrote(to=ADDRESS, *, about="question-1", side="owner", is_reminder=False):
    return send_unasked(
        to=to,
        subject="Une question",
        template="essai",
        context={},
        side=side,
        exchanges=[about],
        is_reminder=is_reminder,
    )


def refusal_path(text: str) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/courriels/refuser/\S+/)", text)[1]


def test_a_mailbox_refuses_for_ever_by_one_click_that_scanners_do_not_make(visitor, settings):
    wrote()
    drain()
    [message] = mail.outbox
    path = refusal_path(message.body)
    assert "de l’annuaire" in message.body
    assert path in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    assert ADDRESS not in path
    assert "boe" not in path
    assert "Ne plus recevoir" in visitor.get(path).content.decode()
    assert not is_refused(ADDRESS)
    assert "pour toujours" in visitor.post(path).content.decode()
    assert "déjà" in visitor.get(path).content.decode()
    assert "déjà" in visitor.post(path).content.decode()
    assert visitor.get(path[:-6] + "/").status_code == 404
    # Every way to write to the same box, whatever it is about, and when SECRET_KEY was replaced.
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert wrote("MAIRIE+projets@Boe.invalid", about="tell-4", side="author") is Held.REFUSED
    assert not OutgoingMail.objects.waiting().exists()
    assert MessageCount.objects.count() == 1
    # What somebody asks for still comes.
    send(to=ADDRESS, subject="Confirmez", template="essai", context={"refusal_url": "x"})
    assert OutgoingMail.objects.waiting().exists()


def typed(key: str) -> None:
    """What a form does with an address, whoever fills it in."""
    NoteOutcome.objects.submit(submission_key=key * 32, email=ADDRESS, numbers="1")
    drain()


def test_who_never_filled_in_a_form_refuses_from_the_mail_that_asks(visitor):
    typed("1")
    [message] = mail.outbox
    path = refusal_path(message.body)
    assert path in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    visitor.get(path)  # as a mail program that prefetches does
    visitor.head(path)
    typed("2")
    assert len(mail.outbox) == 2
    NoteOutcome.objects.submit(submission_key="3" * 32, email=ADDRESS, numbers="1")
    visitor.post(path)
    drain()  # what waited when it refused
    typed("4")
    assert len(mail.outbox) == 2


def test_each_mail_to_an_address_that_anybody_may_have_typed_says_how_to_refuse():
    names = {
        model.confirmation_mail for model in apps.get_models() if issubclass(model, VisitorRequest)
    }
    assert len(names) > 8
    for name in (*names, "contribution_later"):
        parts = render(
            name, {"url": "https://a.invalid/", "refusal_url": "https://refuse.invalid/"}
        )
        assert "https://refuse.invalid/" in parts.text, name
        assert "https://refuse.invalid/" in parts.html, name


def test_a_link_works_when_it_is_years_old(visitor):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=3000)):
        path = refusal_path(wrote().text)
    assert "pour toujours" in visitor.post(path).content.decode()


def test_what_was_refused_before_it_left_does_not_leave(visitor):
    waiting = wrote()
    visitor.post(refusal_path(waiting.text))
    assert drain() == 0
    assert mail.outbox == []
    waiting.refresh_from_db()
    assert waiting.given_up_at
    assert (waiting.to, waiting.refusal_url) == ("", "")


def test_one_reminder_a_week_whatever_it_is_about():
    now = timezone.now()
    assert isinstance(wrote(is_reminder=True), OutgoingMail)
    assert wrote(about="tell-9", is_reminder=True) is Held.THIS_WEEK
    assert wrote("Mairie@BOE.invalid", about="tell-9", is_reminder=True) is Held.THIS_WEEK
    # Nothing is counted of what was held, and what is no reminder goes.
    assert MessageCount.objects.filter(exchange="tell-9").count() == 0
    assert isinstance(wrote(about="tell-9"), OutgoingMail)
    assert isinstance(wrote("autre@boe.invalid", about="tell-9", is_reminder=True), OutgoingMail)
    when = unasked.next_reminder(ADDRESS)
    assert abs(when - now - datetime.timedelta(days=7)) < datetime.timedelta(minutes=1)
    with time_machine.travel(now + datetime.timedelta(days=7, minutes=1)):
        assert isinstance(wrote(is_reminder=True), OutgoingMail)
        assert wrote(is_reminder=True) is Held.THIS_WEEK


def test_four_messages_a_side_of_an_exchange():
    for _ in range(4):
        assert isinstance(wrote(), OutgoingMail)
    assert wrote() is Held.ENOUGH
    assert wrote("autre@boe.invalid") is Held.ENOUGH
    assert isinstance(wrote(side="asker"), OutgoingMail)
    assert isinstance(wrote(about="question-2"), OutgoingMail)


def test_nothing_is_counted_of_what_was_rolled_back():
    with transaction.atomic():
        wrote(is_reminder=True)
        transaction.set_rollback(True)
    assert not MessageCount.objects.exists()
    assert isinstance(wrote(is_reminder=True), OutgoingMail)


def test_what_is_kept_holds_no_address_and_goes_in_time():
    wrote(is_reminder=True)
    refuse("0" * 64)
    later = timezone.now() + datetime.timedelta(days=unasked.COUNT_KEPT.days + 1)
    retention.forget_all(later)
    assert not LastReminder.objects.exists()
    assert not MessageCount.objects.exists()
    assert MailRefusal.objects.exists()
