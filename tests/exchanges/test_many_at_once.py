"""Many questions over nine weeks, one mail in five failing, addresses that bounce, a worker that dies now and then:
none lost, none doubled, nobody written to more than four times, no two reminders in a week.

`manage.py bench_loops` makes a thousand of it; what that printed is in docs/operations.md.
"""

import datetime
import os
import random
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from core.mail.queue import drain
from core.mail.unasked import BETWEEN_REMINDERS, MOST_MESSAGES, MessageCount
from core.models import OutgoingMail
from exchanges import answering, clock, states
from exchanges.models import Question
from exchanges.states import Kind
from territories.other_names import TownHall
from tests.factories import AuthorityFactory, published
from tests.failing_mail import DEAD, FailingMail, Killed

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = int(os.environ.get("TRIAL_SIZE", "30"))
FACTS = ("costs", "means_text", "again", "reproducibility")
EVERY = datetime.timedelta(hours=12)


def round_of_the_worker(dice, monkeypatch) -> None:
    """May die between two steps of the clock, too: what it did not finish is rolled back."""
    real = Question.note

    def note(self, *args, **kwargs):
        FailingMail.die(dice, 200)
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Question, "note", note)
        while True:
            try:
                clock.run()
                # Each minute, until what failed has its next try ahead.
                while OutgoingMail.objects.due().exists():
                    drain()
                break
            except Killed:
                continue  # systemd starts it again


def asked(sheet, number: int) -> Question:
    fact = FACTS[number % len(FACTS)]
    question = Question.objects.create(
        sheet=sheet,
        submission_key=str(number),
        email=f"{DEAD if number % 11 == 0 else 'n'}{number}@exemple.invalid",
        fact=fact,
        group=fact,
        text=f"Question {number}",
    )
    question.refresh_from_db()
    assert question.confirm()
    return question


def test_none_lost_none_doubled_nobody_written_to_too_often(settings, monkeypatch):
    FailingMail.begin(settings, fails=0.2)
    dice = random.Random(5)
    sheets = []
    for number in range(max(COUNT // 5, 6)):
        authority = AuthorityFactory()
        kind = DEAD if number % 5 == 0 else "mairie"
        if number % 7:
            TownHall.objects.create(authority=authority, email=f"{kind}{number}@exemple.invalid")
        contact = f"dsi{number}@exemple.invalid" if number % 3 == 0 else ""
        sheets.append(published(authority=authority, contact_email=contact))
    begin = timezone.now()
    questions = []
    for step in range(126):
        with time_machine.travel(begin + step * EVERY, tick=False):
            if step < 6:
                for number in range(step * COUNT // 6, (step + 1) * COUNT // 6):
                    questions.append(asked(sheets[number % len(sheets)], number))
            round_of_the_worker(dice, monkeypatch)
            open_ones = Question.objects.with_state().filter(current__in=(Kind.SENT, Kind.REMINDED))
            for one in open_ones.select_related("sheet__authority"):
                if dice.random() < 0.01:
                    recipient = one.events.exclude(recipient=None).last().recipient
                    answering.answer(
                        one, text="Oui.", said_by="", owner_agreed=False, recipient=recipient
                    )
    _judge(questions)


def _judge(questions) -> None:
    by_state = Counter(Question.objects.with_state().values_list("current", flat=True))
    assert Question.objects.count() == len(questions)
    # In the end each was answered, or its author was told that it was not: an address that dies late starts anew.
    done = {Kind.TOLD, *states.ANSWERED}
    late = {state: count for state, count in by_state.items() if state not in done}
    assert not set(late) & (states.TO_SEND | {Kind.SENT})
    counts = MessageCount.objects.values_list("exchange", "side", "count")
    assert max(count for *_, count in counts) <= MOST_MESSAGES
    # A server that had a message twice was told by its Message-ID; no other message was written twice.
    written, twice = FailingMail.messages()
    assert twice <= FailingMail.deaths
    reminders = defaultdict(list)
    for when, to, subject in written:
        if subject.startswith(("Rappel", "Cela vous")):
            reminders[to].append(when)
    # Written a week apart; a server that was down brings two closer by as long as it was.
    for to, times in reminders.items():
        times.sort()
        for first, second in pairwise(times):
            assert second - first > BETWEEN_REMINDERS - datetime.timedelta(days=3), to
    told = [to for _, to, subject in written if subject.startswith("Pas encore de réponse")]
    assert not [to for to, times in Counter(told).items() if times > 1]
    print(
        f"{len(questions)} questions, {len(written)} messages, {FailingMail.deaths} deaths of the worker, "
        f"{twice} sent twice under one Message-ID; states: "
        + ", ".join(f"{Kind(state).label} {count}" for state, count in by_state.most_common())
    )
