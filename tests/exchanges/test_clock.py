"""Days 7, 14, 21 and 28 of a question that nobody answers; mails that fail; thousands that wait."""

import datetime
import time
import uuid

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from bench.limits import QUERIES
from core import retention
from core.mail.models import OutgoingMail
from core.mail.refusals import mailbox_keys, refuse
from exchanges import answering, clock, on_sheet, states
from exchanges.models import Answer, OwnerAddress, Question, QuestionEvent
from exchanges.states import By, Kind
from tests.exchanges.questions import (
    ASKER,
    CONTACT,
    HALL,
    ask,
    mails_to,
    owner_path,
    reply,
    sheet,
    tick,
)
from tests.factories import published
from tests.failing_mail import NO_MAILBOX, OUR_RELAY, given_up

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(question) -> list[str]:
    return [event.kind for event in question.events.all()]


def test_a_question_that_nobody_answers(visitor):
    close = published(answers_questions=True, title="Un projet voisin")
    about = sheet(contact_email=CONTACT, main_theme=close.main_theme)
    question = ask(visitor, about)
    for day, to_contact, to_hall, to_asker in (
        (0, 1, 0, 1),
        (6.9, 1, 0, 1),
        (7.1, 2, 0, 1),
        (14.2, 3, 1, 1),
        (21.3, 3, 1, 1),
        (28.4, 3, 1, 2),
        (60, 3, 1, 2),
    ):
        tick(day)
        assert len(mails_to(CONTACT)) == to_contact, day
        assert len(mails_to(HALL)) == to_hall, day
        assert len(mails_to(ASKER)) == to_asker, day
    assert kinds(question) == [
        *(Kind.CONFIRMED, Kind.SENT, Kind.REMINDED, Kind.REMINDED_TWICE),
        *(Kind.WITH_EDITORS, Kind.TOLD),
    ]
    assert "Un projet voisin" in mails_to(ASKER)[-1].body
    page = visitor.get(about.url).content.decode()
    assert "Pas de nouvelles" in page
    # It is never too late.
    assert reply(visitor, owner_path(CONTACT), question).status_code == 302
    assert "Pas de nouvelles" not in visitor.get(about.url).content.decode()


def test_the_sheet_says_no_silence_of_who_was_not_warned(visitor):
    about = sheet(hall="")
    ask(visitor, about)
    tick()
    tick(29)
    assert Question.objects.get().state == Kind.TOLD
    assert "Pas de nouvelles" not in visitor.get(about.url).content.decode()


def test_one_reminder_a_week_for_all_that_waits_at_one_mailbox(visitor):
    about, other = sheet(), None
    other = published(authority=about.authority)
    ask(visitor, about)
    tick()
    # Another sheet, the same town hall: not twice in a day.
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        ask(visitor, other, courriel="autre@exemple.invalid")
        tick()
    assert len(mails_to(HALL)) == 1
    tick(1.1)
    assert len(mails_to(HALL)) == 2
    tick(7.1)
    assert len(mails_to(HALL)) == 3
    tick(8.3)  # the second one's turn: its week is not over
    assert len(mails_to(HALL)) == 3
    tick(14.2)
    reminders = [one for one in mails_to(HALL) if one.subject.startswith("Rappel")]
    assert len(reminders) == 2
    assert "2 questions" in reminders[1].subject


def test_nobody_is_written_to_twice_by_two_rounds(visitor):
    ask(visitor, sheet())
    tick()
    tick()
    tick(7.1)
    tick(7.1)
    assert len(mails_to(HALL)) == 2


def test_an_address_that_bounces_dies_and_the_question_goes_on(visitor):
    about = sheet(contact_email=CONTACT)
    question = ask(visitor, about)
    tick()
    path = owner_path(CONTACT)
    given_up(OutgoingMail.objects.filter(template="question_sent").latest("pk"), NO_MAILBOX)
    tick()
    tick()
    assert kinds(question)[2:] == [Kind.BOUNCED, Kind.SENT]
    assert len(mails_to(HALL)) == 1
    assert visitor.get(path).status_code == 410


def test_a_mail_that_never_left_goes_to_the_editors_who_may_send_it_again(visitor):
    about = sheet(contact_email=CONTACT)
    first = ask(visitor, about)
    tick()
    alike = ask(visitor, about, courriel="second@boe.invalid")
    tick()
    path = owner_path(CONTACT)
    given_up(OutgoingMail.objects.get(template="question_sent"), OUR_RELAY)
    tick()
    # Nobody was asked by the one mail that spoke for both; its address lives.
    assert {first.state, alike.state} == {Kind.WITH_EDITORS}
    assert visitor.get(path).status_code == 200
    assert answering.hand_over(first, CONTACT, by=By.EDITOR)
    tick(1.1)
    assert first.state == Kind.SENT
    # A reminder that is lost asks nobody less: the next one follows.
    tick(8.2)
    given_up(OutgoingMail.objects.filter(template="question_sent").latest("pk"), OUR_RELAY)
    tick(8.3)
    assert first.state == Kind.REMINDED


def test_a_mailbox_that_refused_gets_nothing_and_the_question_goes_on(visitor):
    refuse(mailbox_keys(CONTACT)[0])
    about = sheet(contact_email=CONTACT)
    ask(visitor, about)
    tick()
    assert mails_to(CONTACT) == []
    assert len(mails_to(HALL)) == 1
    refuse(mailbox_keys(HALL)[0])
    tick(7.1)
    tick(7.2)
    assert Question.objects.get().state == Kind.WITH_EDITORS
    assert len(mails_to(HALL)) == 1


def test_a_week_is_kept_for_the_asker_too(visitor):
    for fact in ("costs", "again"):
        about = sheet(hall=f"{fact}@baugy.invalid")
        question = ask(visitor, about, fait=fact)
        tick()
        reply(visitor, owner_path(f"{fact}@baugy.invalid"), question)
    tick()
    before = len(mails_to(ASKER))
    tick(31)
    assert len(mails_to(ASKER)) == before + 1
    tick(36)
    assert len(mails_to(ASKER)) == before + 1
    tick(38.2)
    assert len(mails_to(ASKER)) == before + 2


def test_words_go_after_a_year_and_durations_stay(visitor):
    about = sheet()
    question = ask(visitor, about)
    tick()
    reply(visitor, owner_path(), question, publiable="non")
    late = timezone.now() + datetime.timedelta(days=366)
    with time_machine.travel(late):
        retention.forget_all(late)
        question.refresh_from_db()
        assert (question.text, question.email, question.function) == ("", "", "")
        assert Answer.objects.get().text == ""
        assert not OwnerAddress.objects.exclude(email="").exists()
        page = visitor.get(question.asker_url.removeprefix("http://127.0.0.1:8000"))
        assert "effacé" in page.content.decode()
    assert on_sheet.answer_days(on_sheet.Q())


def many(count: int, about, *, state=Kind.SENT, due=30) -> None:
    now = timezone.now()
    authority = about.authority
    address = OwnerAddress.objects.for_mailbox(authority, "loin@exemple.invalid", "contact")
    Question.objects.bulk_create(
        Question(
            sheet=about,
            submission_key=uuid.uuid4().hex,
            email=f"n{n}@exemple.invalid",
            confirmed_at=now,
            fact="costs",
            group="costs",
        )
        for n in range(count)
    )
    events = []
    for pk in Question.objects.values_list("pk", flat=True):
        for position, kind in enumerate((Kind.CONFIRMED, state), start=1):
            events.append(
                QuestionEvent(
                    question_id=pk,
                    position=position,
                    kind=kind,
                    by=By.CLOCK,
                    recipient=address,
                    # What was due of the first is past.
                    due_at=now + datetime.timedelta(days=due if position == 2 else -1),
                )
            )
    QuestionEvent.objects.bulk_create(events, batch_size=2_000)


def test_ten_thousand_open_and_nothing_due_take_less_than_a_second():
    many(10_000, sheet())
    started = time.perf_counter()
    clock.run()
    retention.forget_all()
    spent = time.perf_counter() - started
    print(f"due with 10,000 open exchanges: {spent * 1000:.0f} ms")
    assert spent < 1
    assert mail.outbox == []


def test_a_sheet_makes_as_many_statements_whatever_the_number_of_questions(
    visitor, django_assert_max_num_queries
):
    about = sheet()
    for text in ("Une réponse", "Une autre"):
        Answer.objects.create(
            sheet=about,
            fact="costs",
            text=text,
            owner_agreed=True,
            asker_agreed=True,
            accepted_at=timezone.now(),
        )
    many(2_000, about)
    visitor.get(about.url)
    with django_assert_max_num_queries(QUERIES["sheet"]):
        page = visitor.get(about.url).content.decode()
    assert "Une autre" in page


def test_how_fast_an_authority_answers_is_told_from_three_on(visitor):
    about = sheet()
    now = timezone.now()
    for number in range(3):
        question = Question.objects.create(
            sheet=about,
            submission_key=str(number),
            confirmed_at=now - datetime.timedelta(days=10),
            fact="costs",
            group="costs",
        )
        for position, kind in enumerate((Kind.CONFIRMED, Kind.SENT, Kind.ANSWERED), start=1):
            QuestionEvent.objects.create(
                question=question,
                position=position,
                kind=kind,
                by=By.OWNER,
                at=now - datetime.timedelta(days=10 - [0, 0, 4][position - 1]),
            )
        words = visitor.get(about.url).content.decode().replace("\xa0", " ")
        assert ("répond en 4 jours (médiane, 3 questions en un an)" in words) == (number == 2)


def test_every_state_has_a_next_step_or_is_an_end():
    for state in states.STATES:
        assert state in states.WORDS
        ends = state in states.FINAL
        assert ends or state in states.WAIT, state
        assert ends or state in states.TO_SEND or state in states.NEXT, state
    assert connection.vendor
