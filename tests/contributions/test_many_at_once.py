"""Many stories over six weeks, one mail in five failing, addresses that nobody has, editors and a worker that die in the
middle of what they do: none lost, none doubled, each end told once, nobody written to more than four times.

`manage.py bench_loops` makes a thousand of it; what that printed is in docs/operations.md.
"""

import datetime
import os
import random
from collections import Counter

import pytest
import time_machine
from django.utils import timezone

from catalogue.models import ProjectPage
from contributions import exchange, states
from contributions.models import Contribution
from contributions.states import Kind
from core.mail.queue import drain
from core.mail.unasked import MOST_MESSAGES, MessageCount
from core.models import OutgoingMail
from tests.conftest import VisitorClient
from tests.factories import AuthorityFactory, ThemeFactory, UserFactory, published
from tests.failing_mail import DEAD, FailingMail, Killed

from .authors import told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(3_000)]

COUNT = int(os.environ.get("TRIAL_SIZE", "10"))
DAYS = 42
# Of a day, when the worker is looked at: a mail is tried again for three days.
HOURS = (0, 1, 6, 14)


def test_none_lost_none_doubled_each_end_told_once(settings, monkeypatch):
    published()  # the tree
    AuthorityFactory(code="47031", name="Boé")
    first = told(VisitorClient(enforce_csrf_checks=True))
    FailingMail.begin(settings, fails=0.2)
    dice, editor, theme = random.Random(7), UserFactory(), ThemeFactory()
    real = Contribution.advance

    def advance(self, *args, **kwargs):
        FailingMail.die(dice, 100)
        noted = real(self, *args, **kwargs)
        FailingMail.die(dice, 100)  # what was written goes with it
        return noted

    monkeypatch.setattr(Contribution, "advance", advance)
    begin = timezone.now()
    for day in range(DAYS):
        with time_machine.travel(begin + datetime.timedelta(days=day), tick=False):
            if day < 10:
                for number in range(day * COUNT // 10, (day + 1) * COUNT // 10):
                    _until_done(_confirmed, _copy(first, number))
            for story in list(Contribution.objects.confirmed().with_state()):
                _until_done(_act, story, dice.random(), editor, theme)
        for hour in HOURS:
            with time_machine.travel(begin + datetime.timedelta(days=day, hours=hour), tick=False):
                _until_done(_worker)
    _judge()


def _until_done(act, *args) -> None:
    """Who died begins again, from what is written."""
    while True:
        try:
            return act(*args)
        except Killed:
            continue


def _copy(first: Contribution, number: int) -> Contribution:
    answers = first.answers | {"titre": {"title": f"Un guichet n° {number}"}}
    story = Contribution.objects.create(
        submission_key=f"{number:032}",
        begun_by=f"{number:032}",
        authority=first.authority,
        answers=answers,
        email=f"{DEAD if number % 9 == 0 else 'n'}{number}@exemple.invalid",
    )
    story.refresh_from_db()
    return story


def _confirmed(story: Contribution) -> None:
    story.confirm()


def _act(story: Contribution, chance: float, editor, theme) -> None:
    """What an editor or an author does with it today, if anything: each may do it a second time."""
    state = story.current_state()
    if state == Kind.CONFIRMED and chance < 0.3:
        exchange.take(story, editor)
    elif state == Kind.CONFIRMED and chance < 0.35:
        exchange.decline(story, "Ce n’est pas du numérique.", editor)
    elif state == Kind.ASKED and chance < 0.4:
        exchange.answer(story, "La région, pour moitié.")
    elif state in (Kind.REVIEW, Kind.ANSWERED):
        if chance < 0.2:
            exchange.ask(story, "Qui l’a payé ?", editor)
        elif chance < 0.3:
            exchange.decline(story, "Sans suite.", editor)
        elif chance < 0.5:
            _publish(story, theme)


def _publish(story: Contribution, theme) -> None:
    draft = Contribution.objects.get(pk=story.pk).sheet.get_latest_revision_as_object()
    draft.summary, draft.kind, draft.main_theme = "En deux phrases.", "projet", theme
    draft.objectives = "<p>Moins de trajets.</p>"
    draft.save_revision().publish()


def _worker() -> None:
    exchange.tell_published()
    while OutgoingMail.objects.due().exists():
        drain()


def _judge() -> None:
    stories = list(Contribution.objects.confirmed().with_state())
    assert len(stories) == COUNT + 1
    by_state = Counter(story.current_state() for story in stories)
    # One sheet of each that was taken, published or not; told as soon as it is online.
    taken = [story.sheet_id for story in stories if story.sheet_id]
    assert len(taken) == len(set(taken)) == ProjectPage.objects.filter(origin="proposee").count()
    assert not [one for one in stories if one.sheet and one.sheet.live and not _is_over(one)]
    counts = MessageCount.objects.values_list("count", flat=True)
    assert max(counts) <= MOST_MESSAGES
    written, twice = FailingMail.messages()
    assert twice <= FailingMail.deaths
    ends = Counter(
        to for _, to, subject in written if subject.startswith(("Votre projet", "Votre récit"))
    )
    for story in stories:
        if _is_over(story) and story.email.startswith("n"):
            assert ends[story.email] == 1, story
    print(
        f"{COUNT} stories, {len(written)} messages, {FailingMail.deaths} deaths, {twice} sent twice under one "
        "Message-ID; states: "
        + ", ".join(f"{Kind(state).label} {count}" for state, count in by_state.most_common())
    )


def _is_over(story: Contribution) -> bool:
    return story.current_state() in states.OVER
