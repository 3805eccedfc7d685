"""Three years of checks: four addresses in ten bounce, the mail server fails now and then, the worker dies. Nobody is
asked twice in thirty days, every due date is met, and nothing is left in between.

Here ten sheets over a year and a half; `manage.py bench_loops` makes a thousand sheets of four hundred authorities over
three years: what that printed is in docs/operations.md.
"""

import contextlib
import datetime
import os
import random
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
import time_machine
from django.db.models import Min
from django.utils import timezone

from catalogue.choices import Status
from catalogue.models import ProjectPage
from confirmations import answering, clock, rhythm, states
from confirmations.models import Check, CheckEvent
from confirmations.states import By, Kind
from core.mail.models import OutgoingMail
from core.mail.queue import drain
from core.mail.unasked import BETWEEN_REMINDERS, MOST_MESSAGES, MessageCount
from territories.other_names import TownHall
from tests.confirmations.checks import VALIDATED
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory
from tests.failing_mail import DEAD, FailingMail, Killed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(3_000)]

SHEETS = int(os.environ.get("TRIAL_SIZE", "10"))
OWNERS = SHEETS * 2 // 5
STEP = datetime.timedelta(hours=6 if SHEETS > 100 else 72)  # at least, from one round to the next
IS_LARGE = SHEETS > 100
DAYS = 3 * 365 if IS_LARGE else 500
DEATHS = 0.002 if IS_LARGE else 0.03  # of a worker, at each event
REMINDER = "Rappel"
# What an owner who reads the message says, in so many cases of a hundred; the others say nothing.
SAYS = {Kind.TRUE: 50, Kind.CORRECTED: 12, Kind.STOPPED: 3, Kind.NO_MORE: 2, Kind.NOT_ME: 3}
AT_A_TIME = max(SHEETS // 100, 1)  # what the editors do between two rounds


def make() -> None:
    dice = random.Random(1)
    theme = ThemeFactory()
    authorities = []
    for number in range(OWNERS):
        authority = AuthorityFactory(code=f"X{number}")
        authorities.append(authority)
        if number % 4:
            kind = DEAD if dice.random() < 0.4 else "mairie"
            TownHall.objects.create(authority=authority, email=f"{kind}.{number}@exemple.invalid")
    for number in range(SHEETS):
        authority = authorities[number % OWNERS]
        kind = DEAD if dice.random() < 0.4 else "dsi"
        contact = f"{kind}{authority.pk}@exemple.invalid" if dice.random() < 0.8 else ""
        SheetFactory(
            authority=authority,
            main_theme=theme,
            contact_email=contact,
            **dice.choice(({}, VALIDATED)),
            status=dice.choice(list(Status)),
        )


def a_round(dice, monkeypatch) -> None:
    real = Check.note

    def note(self, *args, **kwargs):
        if dice.random() < DEATHS:
            FailingMail.deaths += 1
            raise Killed
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Check, "note", note)
        # What failed is tried again, and a worker that died begins anew.
        for minutes in (0, 2, 10, 30):
            deaths = FailingMail.deaths
            moment = timezone.now() + datetime.timedelta(minutes=minutes)
            with time_machine.travel(moment, tick=False), contextlib.suppress(Killed):
                clock.run()
                while drain():
                    pass
            if deaths == FailingMail.deaths and not OutgoingMail.objects.waiting().exists():
                break


def next_moment(now: datetime.datetime) -> datetime.datetime:
    """When something is due; in the minutes between, nothing would happen."""
    due = CheckEvent.objects.current().aggregate(at=Min("due_at"))["at"]
    tried = OutgoingMail.objects.waiting().aggregate(at=Min("next_try"))["at"]
    for_editors = Check.objects.with_state().filter(current__in=states.FOR_EDITORS).exists()
    week = now + datetime.timedelta(days=7 if for_editors else 30)
    return max(min(filter(None, (due, tried, week))), now + STEP)


def owners_answer(dice, heard: set) -> None:
    """Each message is read once; two owners in ten open no mail."""
    waiting = Check.objects.open().filter(current__in=(Kind.ASKED, Kind.REMINDED))
    for check in waiting.select_related("sheet__authority").prefetch_related("events__recipient"):
        event = check.last_event
        recipient = event.recipient
        if event.pk in heard or recipient is None or recipient.email.startswith(DEAD):
            continue
        heard.add(event.pk)
        [said] = dice.choices([*SAYS, None], weights=[*SAYS.values(), 100 - sum(SAYS.values())])
        fields = {"by": By.OWNER, "said_by": "", "recipient": recipient}
        if said == Kind.TRUE:
            answering.still_true(check, **fields)
        elif said in states.TO_CORRECT:
            answering.correct(check, {"results_text": "Mieux."}, kind=said, **fields)
        elif said == Kind.NO_MORE:
            answering.no_more(check, recipient=recipient)
        elif said == Kind.NOT_ME:
            answering.replaced(recipient, f"autre{event.pk}@exemple.invalid")


def editors_act() -> None:
    found = Check.objects.with_state().filter(current__in=states.FOR_EDITORS)
    for check in found.select_related("sheet__authority").order_by("known_on", "pk")[:AT_A_TIME]:
        if check.current in states.TO_CORRECT:
            answering.done(check, By.EDITOR)
        elif check.current == Kind.WITH_EDITORS:
            answering.reread(check, None)


def test_three_years(settings, monkeypatch):
    settings.SEARCH_DRAIN = "worker"  # nobody searches here
    FailingMail.begin(settings, fails=0.05)
    dice, heard = random.Random(5), set()
    make()
    now = timezone.now()
    end = now + datetime.timedelta(days=DAYS)
    while now < end:
        with time_machine.travel(now, tick=False):
            a_round(dice, monkeypatch)
            owners_answer(dice, heard)
            editors_act()
            now = next_moment(now)
    _judge()


def _judge() -> None:
    # Nothing in between: every sheet is published, and has one check that is open.
    assert ProjectPage.objects.live().count() == SHEETS
    by_sheet = Counter(Check.objects.open().values_list("sheet", flat=True))
    assert len(by_sheet) == SHEETS
    assert set(by_sheet.values()) == {1}
    late, again = _lateness()
    # On its day, or with what was due before; later only where its mailbox was written to within a month.
    on_time = sum(one <= STEP + datetime.timedelta(days=1) for one in late)
    assert on_time >= 0.97 * len(late)
    assert max(late) <= clock.BETWEEN_MAILS + 2 * STEP
    assert min(late) >= -clock.BETWEEN_MAILS
    # Who did not answer is asked once more when the authority may be written to.
    assert max(again, default=STEP) <= clock.BETWEEN_MAILS + 2 * STEP
    counts = MessageCount.objects.values_list("count", flat=True)
    assert max(counts) <= MOST_MESSAGES
    # A server that had a message twice was told by its Message-ID; no other message was written twice.
    written, twice = FailingMail.messages()
    assert twice <= FailingMail.deaths
    asked, reminded = defaultdict(list), defaultdict(list)
    for when, to, subject in sorted(written):
        (reminded if subject.startswith(REMINDER) else asked)[to].append(when)
    # Written so far apart; a server that was down brings two closer by as long as it was.
    down = datetime.timedelta(days=1) + STEP
    for messages, apart in ((asked, clock.BETWEEN_MAILS), (reminded, BETWEEN_REMINDERS)):
        for to, times in messages.items():
            for first, second in pairwise(times):
                assert second - first > apart - down, (to, first, second)
    by_state = Counter(Check.objects.open().values_list("current", flat=True))
    answers = CheckEvent.objects.filter(by=By.OWNER, kind__in=states.ANSWERED).count()
    print(
        f"{SHEETS} sheets of {OWNERS} authorities, {DAYS} days: {Check.objects.count()} checks, {len(written)} messages "
        f"({sum(map(len, reminded.values()))} reminders), {answers} answers, {FailingMail.deaths} deaths of the worker, "
        f"{twice} sent twice under one Message-ID; closest two requests to one mailbox {_closest(asked)} days, reminders "
        f"{_closest(reminded)}; {on_time} of {len(late)} on time, the latest {max(late).days} days after, the earliest {-min(late).days} before; states at the end: "
        + ", ".join(f"{Kind(state).label} {count}" for state, count in by_state.most_common())
    )


def _lateness() -> tuple[list[datetime.timedelta], list[datetime.timedelta]]:
    """Of each check: from the day that its rhythm gave to when the clock acted; of those that follow one that nobody
    answered, from when they began."""
    late, again = [], []
    for check in Check.objects.select_related("sheet").prefetch_related("events"):
        events = list(check.events.all())
        acted = [one for one in events if one.kind in (Kind.ASKED, Kind.WITH_EDITORS)]
        if acted:
            due = rhythm.due_at(check.sheet, check.known_on)
            if due < check.opened_at:
                again.append(acted[0].at - check.opened_at)
            else:
                late.append(acted[0].at - due)
    return late, again


def _closest(written: dict) -> float:
    gaps = [b - a for times in written.values() for a, b in pairwise(times)]
    return round(min(gaps, default=datetime.timedelta()).total_seconds() / 86_400, 1)
