"""No message is lost, none is sent by two workers, and none stays once it has left."""

import datetime
import smtplib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.mail.queue import KEPT_TRYING, LONGEST_WAIT, TRACE_KEPT, attempt, drain, send
from tests.factories import editor

pytestmark = pytest.mark.django_db

TEXT = """{% extends "mail/base.txt" %}
{% block body %}Bonjour,

{{ name }} : {{ url }}{% endblock body %}"""
HTML = """{% extends "mail/base.html" %}
{% block body %}<h1>Bonjour</h1><p>{{ name }}</p>
{% include "mail/link.html" with label="Confirmer" %}{% endblock body %}"""
URL = "https://essaim.invalid/confirmer/a:b?x=1&y=2"


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "essai.txt").write_text(TEXT, encoding="utf-8")
    (folder / "essai.html").write_text(HTML, encoding="utf-8")
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], tmp_path]}]


class Down(BaseEmailBackend):
    """A mail server that cannot be reached."""

    error: Exception = ConnectionRefusedError(111, "Connection refused")

    def send_messages(self, messages):
        raise self.error


class NoSuchAddress(Down):
    error = smtplib.SMTPRecipientsRefused(
        {"a@exemple.invalid": (550, b"a@exemple.invalid unknown")}
    )


def written(**fields) -> OutgoingMail:
    values = {
        "to": "a@exemple.invalid",
        "subject": "Objet",
        "template": "essai",
        "context": {"name": "L'école d'Agen", "url": URL},
        **fields,
    }
    return send(**values)


def down(settings, backend="Down"):
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"


def test_a_message_leaves_right_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = written(to="elu@commune.invalid")
        assert mail.outbox == []
    [message] = mail.outbox
    assert message.to == ["elu@commune.invalid"]
    row.refresh_from_db()
    assert row.sent_at


def test_nothing_is_sent_for_what_was_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


def test_both_parts_say_the_same(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written(context={"name": "Fontenay-le-Comte <b> & l'école", "url": URL})
    [message] = mail.outbox
    [html] = [part.content for part in message.alternatives]
    assert "Fontenay-le-Comte <b> & l’école" in message.body
    assert URL in message.body
    assert "Fontenay-le-Comte &lt;b&gt; &amp; l’école" in html
    assert html.lower().startswith('<!doctype html><html lang="fr">')
    assert 'href="https://essaim.invalid/confirmer/a:b?x=1&amp;y=2" style="' in html
    assert "prefers-color-scheme: dark" in html


def test_a_subject_is_one_line(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written(subject="Votre projet\r\nBcc: tous@exemple.invalid " + "x" * 10_000)
    [message] = mail.outbox
    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None
    assert len(message.subject) == 255


def test_once_sent_neither_recipient_nor_words_are_kept(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = written()
    row.refresh_from_db()
    assert (row.to, row.subject, row.text, row.html) == ("", "", "", "")
    assert (row.template, row.attempts) == ("essai", 1)


def test_a_server_that_is_down_costs_a_wait(settings, django_capture_on_commit_callbacks):
    down(settings)
    with time_machine.travel("2026-11-24 10:00", tick=False) as clock:
        with django_capture_on_commit_callbacks(execute=True):
            row = written()
        waits = []
        for _ in range(12):
            row.refresh_from_db()
            waits.append(row.next_try - timezone.now())
            clock.move_to(row.next_try)
            drain()
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert row.last_error == "ConnectionRefusedError Connection refused"
    assert row.to == "a@exemple.invalid"


def test_what_failed_leaves_with_the_worker(settings, django_capture_on_commit_callbacks):
    backend = settings.EMAIL_BACKEND
    down(settings)
    with django_capture_on_commit_callbacks(execute=True):
        row = written()
    settings.EMAIL_BACKEND = backend
    call_command("due")
    assert mail.outbox == []  # its next try is in a minute
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        call_command("due")
        call_command("due")
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert row.attempts == 2
    assert row.last_error == ""


def test_what_nobody_waits_for_is_left_to_the_worker(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written(at_once=False)
    assert mail.outbox == []
    assert drain() == 1


def test_an_unknown_address_is_asked_seldom_and_not_repeated(settings):
    down(settings, "NoSuchAddress")
    row = written()
    attempt(row)
    row.refresh_from_db()
    assert row.last_error == "SMTPRecipientsRefused 550"
    assert row.next_try - timezone.now() > LONGEST_WAIT - datetime.timedelta(minutes=1)


def test_a_round_ends_at_a_server_that_cannot_be_reached(settings):
    down(settings)
    for _ in range(3):
        written(at_once=False)
    drain()
    assert OutgoingMail.objects.filter(attempts=1).count() == 1
    assert OutgoingMail.objects.due().count() == 2


def test_after_three_days_it_is_given_up_and_erased(settings):
    down(settings)
    row = written()
    with time_machine.travel(timezone.now() + KEPT_TRYING):
        drain()
        row.refresh_from_db()
        assert row.given_up_at
        assert (row.to, row.text) == ("", "")
        assert row.last_error
        assert not OutgoingMail.objects.due().exists()


def test_traces_go_after_a_month_and_what_waits_stays(settings):
    sent = written()
    attempt(sent)
    down(settings)
    with time_machine.travel(timezone.now() + TRACE_KEPT + datetime.timedelta(days=1)):
        waiting = written()
        call_command("due")
    assert list(OutgoingMail.objects.all()) == [waiting]


def test_two_workers_do_not_send_the_same_message():
    row = written()
    first, second = OutgoingMail.objects.get(pk=row.pk), OutgoingMail.objects.get(pk=row.pk)
    until = timezone.now() + datetime.timedelta(minutes=5)
    assert first.claim(until)
    assert not second.claim(until)
    assert drain() == 0
    # A worker that died holds its row for five minutes.
    with time_machine.travel(until + datetime.timedelta(seconds=1)):
        assert drain() == 1


class KilledAtGoodBye(BaseEmailBackend):
    """The server took the message; the worker dies before the connection is closed."""

    def send_messages(self, messages):
        mail.outbox.extend(messages)
        return len(messages)

    def close(self):
        raise KeyboardInterrupt


def test_what_the_server_took_is_noted_before_good_bye(settings):
    row = written(at_once=False)
    down(settings, "KilledAtGoodBye")
    with pytest.raises(KeyboardInterrupt):
        drain()
    row.refresh_from_db()
    assert row.sent_at
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10)):
        assert drain() == 0
    assert len(mail.outbox) == 1


class KilledBeforeTheServer(BaseEmailBackend):
    def open(self):
        raise KeyboardInterrupt


def test_a_dead_worker_holds_its_message_a_minute_and_its_name_stays(settings):
    row, backend = written(at_once=False), settings.EMAIL_BACKEND
    down(settings, "KilledBeforeTheServer")
    with pytest.raises(KeyboardInterrupt):
        drain()
    settings.EMAIL_BACKEND = backend
    assert drain() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1, seconds=1)):
        assert drain() == 1
    [message] = mail.outbox
    assert message.extra_headers["Message-ID"].startswith(f"<{row.message_id}@")


@pytest.fixture
def on_disk(tmp_path):
    """Threads started meanwhile use a database on disk: SQLite in memory refuses to wait."""
    options = connections.settings["default"]
    if connection.vendor != "sqlite":
        yield in_thread
        return
    name, options["NAME"] = options["NAME"], str(tmp_path / "essai.sqlite3")

    def create():
        with connection.schema_editor() as editor:
            editor.create_model(OutgoingMail)

    try:
        in_thread(create)
        yield in_thread
    finally:
        options["NAME"] = name


def in_thread(*calls):
    """Run these at once, each with a connection of its own."""

    def run(call):
        try:
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        for done in [pool.submit(run, call) for call in calls]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_message_once(on_disk):
    recipients = [f"{number:02}@exemple.invalid" for number in range(20)]
    on_disk(lambda: [written(to=to, at_once=False) for to in recipients])
    start = threading.Barrier(4)
    on_disk(*[lambda: (start.wait(), drain())] * 4)
    assert sorted(message.to[0] for message in mail.outbox) == recipients


class Sink:
    """What a mail server receives."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def sink(settings):
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield sink
    controller.stop()


def test_what_a_mail_server_receives(sink, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = written(to="elu@commune.invalid", subject="Confirmez « l'école »")
    [envelope] = sink.received
    assert envelope.rcpt_tos == ["elu@commune.invalid"]
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "Confirmez « l'école »"
    assert message["Message-ID"] == f"<{row.message_id}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "L’école d’Agen\u00a0:" in message.get_body(("plain",)).get_content()


def test_a_server_that_stops_half_way_loses_nothing(settings, sink):
    row = written(at_once=False)
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1  # nobody listens there
    assert drain() == 0
    settings.EMAIL_PORT = port
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        assert drain() == 1
    assert len(sink.received) == 1
    row.refresh_from_db()
    assert row.sent_at


# --- What administrators see of it ----------------------------------------------------------------------


def test_an_administrator_sees_what_waits_and_why(admin_client, settings):
    down(settings)
    mail_row = written(to="elue@boe.invalid", subject="Confirmez votre proposition")
    attempt(mail_row)
    html = admin_client.get("/admin/reports/courriels/").content.decode()
    for words in (
        "elue@boe.invalid",
        "Confirmez votre proposition",
        "ConnectionRefusedError",
        "Renvoyer",
    ):
        assert words in html


def test_one_click_tries_again_at_once(admin_client, settings):
    down(settings)
    row = written(to="elue@boe.invalid")
    attempt(row)
    url = f"/admin/reports/courriels/{row.pk}/renvoyer/"
    assert "Rien n’est perdu" in admin_client.post(url, follow=True).content.decode()
    row.refresh_from_db()
    assert row.attempts == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    html = admin_client.post(url, follow=True).content.decode()
    assert "Le courriel est parti" in html
    assert [one.to for one in mail.outbox] == [["elue@boe.invalid"]]
    # And nothing says any more to whom.
    assert "elue@boe.invalid" not in html
    assert "parti entre-temps" in admin_client.post(url, follow=True).content.decode()
    assert len(mail.outbox) == 1


def test_the_mail_queue_is_for_administrators_alone(client, admin_client):
    row = written()
    path = f"/admin/reports/courriels/{row.pk}/renvoyer/"
    assert admin_client.get(path).status_code == 405
    client.force_login(editor())
    assert "Courriels" not in client.get("/admin/").content.decode()
    for response in (client.get("/admin/reports/courriels/"), client.post(path)):
        assert response.status_code == 302
        assert response.url.startswith("/admin/")
    row.refresh_from_db()
    assert row.attempts == 0
