"""Many alerts and many new sheets over two weeks, one mail in five failing, a worker that dies in the middle of what it
does, and a second one beside it: each sheet told exactly once to each alert that it answers.

`manage.py bench_loops alerts --size 10000` makes ten thousand alerts and five hundred sheets of it, nearly all of one day, and
says what the clock cost.
"""

import datetime
import os
import random
import time
from collections import Counter

import pytest
import time_machine
from django.utils import timezone

from alerts import clock
from alerts.models import Alert, Arrival
from core.mail.queue import drain
from core.models import OutgoingMail
from search.index import outbox
from tests.factories import AuthorityFactory, ThemeFactory, published
from tests.failing_mail import FailingMail, Killed

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3_000)]

COUNT = int(os.environ.get("TRIAL_SIZE", "40"))
SHEETS = max(COUNT // 20, 8)
LATER = 4  # of them, three days after the others
DIES = max(COUNT // 2, 10)  # once in so many chances: a few times in a round of any size
SYLLABLES = [a + b for a in "bdfgklmnprtv" for b in "aeiou"]
WORDS = [f"{one}{SYLLABLES[n * 7 % 60]}ston{one}" for n, one in enumerate(SYLLABLES)][: COUNT // 5]
HOURS = (0, 3, 14)  # when the worker comes by


class Arrived(FailingMail):
    bodies: dict = {}
    spent: Counter = Counter()  # day -> seconds of CPU in the clock

    def send_messages(self, messages):
        [one] = messages
        self.bodies[one.extra_headers["Message-ID"]] = one.body
        return super().send_messages(messages)


def test_each_pair_told_exactly_once(settings, monkeypatch):
    dice = random.Random(11)
    themes = [ThemeFactory(name=f"Sujet {letter}") for letter in "abcde"]
    for theme in themes:
        published(main_theme=theme, title="Là depuis longtemps")
    AuthorityFactory(code="47031", name="Boé", tncc=0)
    outbox.rebuild()
    clock.run()
    alerts, wanted = _alerts(dice, themes), {}
    begin = timezone.localtime().replace(hour=7, minute=0)
    Arrived.begin(settings, fails=0.2)
    settings.EMAIL_BACKEND = f"{__name__}.Arrived"
    Arrived.bodies, Arrived.spent = {}, Counter()
    real = clock.mails.send_news

    def send_news(*args, **kwargs):
        Arrived.die(dice, DIES)
        mail = real(*args, **kwargs)
        Arrived.die(dice, DIES)  # what was written goes with it
        return mail

    monkeypatch.setattr(clock.mails, "send_news", send_news)
    for day in range(12):
        if come := {0: SHEETS - LATER, 3: LATER}.get(day):
            with time_machine.travel(begin + datetime.timedelta(days=day), tick=False):
                wanted |= _sheets(dice, themes, come)
        for hour in HOURS:
            at = begin + datetime.timedelta(days=day, hours=hour)
            with time_machine.travel(at, tick=False):
                _until_done(_worker)
    _judge(alerts, wanted)


def _alerts(dice, themes) -> dict:
    """{(mailbox, title of the search): (words, theme)}."""
    found, rows = {}, []
    for number in range(COUNT):
        word = dice.choice(WORDS)
        theme = dice.choice([None, None, *themes])
        email = f"n{number * 2 // 3}@exemple.invalid"  # every second one follows two searches
        title = f"« {word} »" + (f", {theme.name}" if theme else "")
        if (email, title) in found:
            continue
        found[email, title] = (word, theme and theme.pk)
        query = f"/projets/?q={word}" + (f"&theme={theme.slug}" if theme else "")
        rows.append(
            Alert(
                submission_key=f"{number:032}",
                email=email,
                query=query,
                territory="47031" if number % 2 else "",
                confirmed_at=timezone.now(),
                asked_at=timezone.now(),
                last_seen=Arrival.objects.newest(),
                box=f"{number * 2 // 3:064}",
            )
        )
    Alert.objects.bulk_create(rows, batch_size=500)
    return found


def _sheets(dice, themes, count: int) -> dict:
    """{title: (words, theme)}, published and met by the clock."""
    made, body = {}, AuthorityFactory()
    for _ in range(count):
        words, theme = dice.sample(WORDS, 2), dice.choice(themes)
        title = f"{words[0]} et {words[1]}, {len(Arrival.objects.all()) + len(made)}"
        published(title=title, main_theme=theme, authority=body)
        made[title] = (set(words), theme.pk)
    outbox.drain()
    clock.run()
    return made


def _until_done(act) -> None:
    """Who died begins again, from what is written."""
    while True:
        try:
            return act()
        except Killed:
            continue


def _worker() -> None:
    began = time.process_time()
    try:
        clock.run()
        clock.run()
    finally:
        Arrived.spent[timezone.localdate()] += time.process_time() - began
    while OutgoingMail.objects.due().exists():
        drain()


def _judge(alerts: dict, sheets: dict) -> None:
    expected = {
        (email, title, sheet)
        for (email, title), (word, theme) in alerts.items()
        for sheet, (words, of_theme) in sheets.items()
        if word in words and theme in (None, of_theme)
    }
    titles = {title for _, title in alerts}
    _, twice = Arrived.messages()
    assert twice <= Arrived.deaths
    told: Counter = Counter()
    numbers = {number: to for _, to, _, number in Arrived.arrived}
    for number, to in numbers.items():
        section = ""
        for line in Arrived.bodies[number].splitlines():
            text = line.replace("\u202f", " ").replace("\u00a0", " ")
            if text in titles:
                section = text
            elif text.startswith("- "):
                told[to, section, text[2:].partition(" (")[0]] += 1
    assert told.keys() == expected
    assert set(told.values()) == {1}
    assert not OutgoingMail.objects.waiting().exists()
    print(
        f"{len(alerts)} alerts, {len(sheets)} new sheets, {len(expected)} pairs told once in {len(numbers)} messages, "
        f"{Arrived.deaths} deaths, {twice} sent twice under one Message-ID; "
        f"{Arrived.spent.total():.1f} s of CPU in the clock over twelve days, {max(Arrived.spent.values()):.1f} on the longest"
    )
