"""When a sheet is asked about, and what follows when nobody answers; mails that fail; thousands that wait."""

import time

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.limits import QUERIES
from catalogue.choices import Kind as Nature
from catalogue.choices import Status
from catalogue.models import OwnerConfirmation, ProjectPage
from confirmations import answering, clock, rhythm
from confirmations.models import Check, CheckEvent
from confirmations.states import By, Kind
from core import retention
from core.mail.refusals import mailbox_keys, refuse
from core.models import OutgoingMail
from exchanges.models import OwnerAddress
from exchanges.models.owners import Whence
from territories.other_names import TownHall
from tests.confirmations.checks import (
    CONTACT,
    HALL,
    VALIDATED,
    YEAR,
    at,
    current,
    kinds,
    owner_path,
    say,
    tick,
)
from tests.exchanges.questions import mails_to, sheet
from tests.factories import AuthorityFactory, published
from tests.failing_mail import OUR_RELAY, given_up
from tests.mail_reports import pipe, report

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = clock.BETWEEN_MAILS


def read(visitor, about, days: float = 0) -> str:
    with at(days):
        return visitor.get(about.url).content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("status", "nature", "months"),
    [
        (Status.ONGOING, Nature.PROJECT, 6),
        (Status.IN_SERVICE, Nature.EXPERIMENT, 6),
        (Status.IN_SERVICE, Nature.PROJECT, 12),
        ("", Nature.PROJECT, 12),
        (Status.FINISHED, Nature.EXPERIMENT, 24),
        (Status.ABANDONED, Nature.PROJECT, 24),
    ],
)
def test_what_changes_fast_is_asked_about_sooner(status, nature, months):
    assert rhythm.months(ProjectPage(status=status, kind=nature)) == months


def test_a_sheet_whose_authority_never_answers(visitor):
    about = sheet(contact_email=CONTACT)
    for day, to_contact, to_hall in (
        (0, 0, 0),
        (YEAR - 2, 0, 0),
        (YEAR, 1, 0),
        (YEAR + 9.9, 1, 0),
        (YEAR + 10.1, 2, 1),
        (YEAR + 30.2, 2, 1),
        (YEAR + 60.3, 2, 1),
        (YEAR + 300, 2, 1),
        # The next year, once more.
        (2 * YEAR, 3, 1),
    ):
        tick(day)
        tick(day)
        assert (len(mails_to(CONTACT)), len(mails_to(HALL))) == (to_contact, to_hall), day
        says = "Sans nouvelles de la collectivité depuis" in read(visitor, about, day)
        assert says == (day > YEAR + 30), day
    assert kinds(about) == [
        *(Kind.PLANNED, Kind.ASKED, Kind.REMINDED, Kind.SILENT, Kind.TO_CALL, Kind.CLOSED),
        *(Kind.PLANNED, Kind.ASKED),
    ]
    about.refresh_from_db()
    assert about.live
    # It is never too late.
    with at(2 * YEAR + 1):
        assert say(visitor, about, "vrai").status_code == 302
    assert "Sans nouvelles" not in read(visitor, about, 2 * YEAR + 1)


def test_one_message_for_all_sheets_of_an_authority_and_those_due_within_a_month(visitor):
    about = sheet(contact_email=CONTACT)
    with at(20):
        other = published(authority=about.authority, contact_email="culture@baugy.invalid")
        clock.run()
    tick(YEAR)
    assert len(mail.outbox) == 1
    [message] = mails_to(CONTACT)
    assert "Vos 2 fiches" in message.subject
    assert about.title in message.body
    assert other.title in message.body
    tick(YEAR + 9)
    assert len(mail.outbox) == 1
    # Who knows the other sheet learns of it with the reminder.
    tick(YEAR + 10.1)
    assert other.title in mails_to("culture@baugy.invalid")[0].body
    assert about.title not in mails_to("culture@baugy.invalid")[0].body


def test_whoever_answers_for_some_of_its_sheets_waits_for_no_one_else_of_the_authority(visitor):
    about = sheet(contact_email=CONTACT)
    other = published(authority=about.authority)
    tick()
    tick(YEAR)
    with at(YEAR + 1):
        say(visitor, other, "confier", adresse="culture@baugy.invalid")
    tick(YEAR + 1)
    with at(YEAR + 2):
        say(visitor, about, "vrai")
        say(visitor, other, "vrai", "culture@baugy.invalid")
    mail.outbox.clear()
    # A year later both are due on one morning: two people, one message each.
    tick(2 * YEAR + 3)
    assert [len(mails_to(to)) for to in (CONTACT, "culture@baugy.invalid")] == [1, 1]
    tick(2 * YEAR + 4)
    assert len(mail.outbox) == 2


def test_a_documentary_sheet_without_contact_goes_to_the_editors(visitor):
    about, ours = sheet(), sheet(**VALIDATED, hall="mairie@baugy.invalid")
    tick()
    tick(YEAR)
    assert kinds(about)[-1] == Kind.WITH_EDITORS
    assert mails_to(HALL) == []
    assert kinds(ours)[-1] == Kind.ASKED
    # Somebody to ask is found meanwhile.
    with at(YEAR + 5):
        about.contact_email = CONTACT
        about.save_revision().publish()
        clock.run()
    assert kinds(about)[-1] == Kind.ASKED


def test_an_address_that_bounces_dies_and_the_next_one_is_asked(visitor, monkeypatch):
    about = sheet(contact_email=CONTACT, **VALIDATED)
    tick()
    tick(YEAR)
    path = owner_path()
    [sent] = mails_to(CONTACT)
    pipe(monkeypatch, report(sent.extra_headers["Message-ID"].strip("<>").partition("@")[0]))
    tick(YEAR + 3)
    assert kinds(about)[1:] == [Kind.ASKED, Kind.BOUNCED, Kind.ASKED]
    assert len(mails_to(HALL)) == 1
    assert visitor.get(path).status_code == 410


def test_a_mail_that_never_left_is_asked_again_and_is_no_silence(visitor):
    about = sheet(contact_email=CONTACT, **VALIDATED)
    tick()
    tick(YEAR)
    path = owner_path()
    given_up(OutgoingMail.objects.latest("pk"), OUR_RELAY)
    tick(YEAR + 3)
    assert kinds(about)[1:] == [Kind.ASKED, Kind.WITH_EDITORS]
    assert visitor.get(path).status_code == 200
    tick(YEAR + 11)  # nobody is reminded of what nobody got
    assert len(mails_to(CONTACT)) == 1
    tick(YEAR + 34)
    assert kinds(about)[1:] == [Kind.ASKED, Kind.WITH_EDITORS, Kind.ASKED]
    assert len(mails_to(CONTACT)) == 2


def test_what_editors_send_again_at_once_does_not_wait_for_the_lost_one(visitor):
    about = sheet(contact_email=CONTACT, **VALIDATED)
    tick()
    tick(YEAR)
    given_up(OutgoingMail.objects.latest("pk"), OUR_RELAY)
    tick(YEAR + 3)
    with at(YEAR + 4):
        assert answering.hand_over(current(about), CONTACT, by=By.EDITOR)
        clock.run()
    assert kinds(about)[-1] == Kind.ASKED


def test_a_mailbox_that_refused_gets_nothing(visitor):
    refuse(mailbox_keys(CONTACT)[0])
    refuse(mailbox_keys(HALL)[0])
    about = sheet(contact_email=CONTACT, **VALIDATED)
    tick()
    tick(YEAR)
    tick(YEAR)
    assert mail.outbox == []
    assert kinds(about)[-1] == Kind.WITH_EDITORS


def test_a_confirmation_by_hand_another_state_or_a_hidden_sheet_move_the_day(visitor):
    told, faster, hidden = (sheet(contact_email=f"{n}@baugy.invalid") for n in "abc")
    tick()
    with at(200):
        OwnerConfirmation.objects.create(sheet=told, confirmed_on=timezone.localdate())
        faster.status = Status.ONGOING
        faster.save_revision().publish()
        hidden.unpublish()
    tick(201)
    assert len(mails_to("b@baugy.invalid")) == 1
    tick(YEAR)
    assert mails_to("a@baugy.invalid") == []
    assert mails_to("c@baugy.invalid") == []
    tick(200 + YEAR)
    assert len(mails_to("a@baugy.invalid")) == 1


def test_nobody_is_reminded_of_a_sheet_that_is_not_online_any_more(visitor):
    about = sheet(contact_email=CONTACT)
    tick()
    tick(YEAR)
    about.unpublish()
    tick(YEAR + 10.1)
    tick(YEAR + 70)
    assert len(mail.outbox) == 1
    assert kinds(about)[-1] == Kind.ASKED
    with at(YEAR + 80):
        about.save_revision().publish()
    tick(YEAR + 101)
    assert kinds(about)[-1] == Kind.REMINDED


def test_nobody_gets_two_reminders_in_a_week_or_two_messages_in_a_month(visitor):
    about = sheet(contact_email=CONTACT)
    elsewhere = published(contact_email="DSI+autre@baugy.invalid")
    tick()
    tick(YEAR)
    # The same person for two authorities.
    assert len(mail.outbox) == 1
    tick(YEAR + 10.1)
    tick(YEAR + 30.2)
    sent = [one.subject for one in mail.outbox if one.to[0].casefold().startswith("dsi")]
    assert [one.startswith("Rappel") for one in sent] == [False, True, False]
    assert elsewhere.title in sent[2] or about.title in sent[2]


def test_a_signal_brings_the_day_but_no_more_than_once_in_three_months(visitor):
    about = sheet(contact_email=CONTACT)
    tick()
    Check.objects.signal(about, "Une source ne s’ouvre plus", By.READER)
    Check.objects.signal(about, "Encore", By.READER)
    tick(0.1)
    assert kinds(about) == [Kind.PLANNED, Kind.SIGNALLED, Kind.REMARKED, Kind.ASKED]
    with at(1):
        say(visitor, about, "vrai")
    with at(40):
        Check.objects.signal(about, "Une source ne s’ouvre plus", By.READER)
    tick(80)
    assert len(mails_to(CONTACT)) == 1
    tick(91)
    assert len(mails_to(CONTACT)) == 2


def many(count: int) -> None:
    now = timezone.now()
    about = sheet(contact_email=CONTACT)
    OwnerAddress.objects.for_mailbox(about.authority, CONTACT, Whence.CONTACT)
    Check.objects.bulk_create(
        Check(sheet=about, number=number, known_on=now.date()) for number in range(1, count + 1)
    )
    CheckEvent.objects.bulk_create(
        [
            CheckEvent(
                sheet_check_id=pk,
                position=position,
                kind=kind,
                by=By.CLOCK,
                # What was due of the first is past.
                due_at=now + (position - 1.5) * MONTH,
            )
            for pk in Check.objects.values_list("pk", flat=True)
            for position, kind in enumerate((Kind.PLANNED, Kind.ASKED), start=1)
        ],
        batch_size=2_000,
    )


def test_ten_thousand_open_and_nothing_due_take_less_than_a_second(visitor):
    many(10_000)
    started = time.perf_counter()
    clock.run()
    retention.forget_all()
    spent = time.perf_counter() - started
    print(f"due with 10,000 open checks: {spent * 1000:.0f} ms")
    assert spent < 1
    assert mail.outbox == []


def test_a_sheet_makes_as_many_statements_whatever_happened_to_it(
    visitor, django_assert_max_num_queries
):
    many(100)
    about = ProjectPage.objects.get()
    visitor.get(about.url)
    with django_assert_max_num_queries(QUERIES["sheet"]):
        assert "La signaler" in visitor.get(about.url).content.decode()


def test_the_page_of_an_authority_makes_as_many_statements_whatever_its_sheets(visitor):
    authority = AuthorityFactory()
    TownHall.objects.create(authority=authority, email=HALL)
    published(authority=authority, contact_email=CONTACT)
    tick()
    tick(YEAR)
    path, counted = owner_path(), []
    for _ in range(2):
        with at(YEAR), CaptureQueriesContext(connection) as statements:
            assert "/verifier/" in visitor.get(path).content.decode()
        counted.append(len(statements))
        for _ in range(3):
            published(authority=authority)
        clock.run()
    assert counted[1] <= counted[0]


def test_the_day_of_a_check_is_never_printed(visitor):
    about = sheet(contact_email=CONTACT)
    OwnerConfirmation.objects.create(sheet=about, confirmed_on="2026-03-04")
    tick()
    page = read(visitor, about)
    assert "4 mars 2026" in page
    due = current(about).last_event.due_at
    for text in (page, read(visitor, about, YEAR)):
        assert f"{due:%d/%m/%Y}" not in text
        assert "rochaine" not in text


def test_words_go_after_a_year(visitor):
    about = sheet(contact_email=CONTACT)
    tick()
    tick(YEAR)
    with at(YEAR + 1):
        say(visitor, about, "corriger", results_text="Fini.", fonction="DSI")
    late = timezone.now() + 25 * MONTH
    with time_machine.travel(late):
        retention.forget_all(late)
    event = CheckEvent.objects.get(kind=Kind.CORRECTED)
    assert event.said_by == ""
    assert not OwnerAddress.objects.exclude(email="").exists()
