"""Rounds over time: bounded, polite, never alarmed by one failure or by a network of ours that is down."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from bench.stubborn_web import StubbornWeb
from confirmations.models import Check, CheckEvent
from confirmations.states import Kind
from links import gathering, rounds
from links.checking import Checker
from links.models import Link
from links.signals import died
from links.verdicts import Outcome, Verdict
from tests.factories import SheetFactory

from .conftest import BOUNDS, HURRIED
from .test_gathering import source

pytestmark = pytest.mark.django_db


def link(name: str, **fields) -> Link:
    host = f"{name}.example"
    return Link.objects.create(
        address=f"http://{host}/page/{Link.objects.count()}", host=host, **fields
    )


def after(days: float):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=True)


def run(web: StubbornWeb, **bounds) -> int:
    return rounds.check_due(Checker(web.network, BOUNDS), **bounds)


def test_dead_after_three_failures_over_days_and_told_once(web):
    link("works-1")
    one = link("missing-1", worked_at=timezone.now())
    told = []

    def hear(uses, **kwargs):
        told.append(uses)

    died.connect(hear)
    try:
        for days, failures, is_dead in [
            (0, 1, False),
            (1.1, 2, False),
            (3.2, 3, True),
            (11, 4, True),
        ]:
            with after(days):
                run(web)
            one.refresh_from_db()
            assert (one.failures, one.dead_since is not None) == (failures, is_dead)
    finally:
        died.disconnect(hear)
    assert len(told) == 1
    assert one.worked_at  # the last time it was seen open stays


def test_many_failures_of_one_day_are_no_death():
    one = link("missing-1")
    now = timezone.now()
    for hour in range(10):
        assert not one.learn(Outcome(Verdict.SILENT), now + datetime.timedelta(hours=hour))
    assert one.dead_since is None


def test_what_opens_again_lives_again():
    one = link("works-1")
    now = timezone.now()
    for days in (0, 1, 3):
        one.learn(Outcome(Verdict.MISSING), now + datetime.timedelta(days=days))
    assert one.dead_since
    one.learn(Outcome(Verdict.WORKS), now + datetime.timedelta(days=10))
    assert (one.failures, one.dead_since, one.failing_since) == (0, None, None)


def test_what_cannot_be_told_counts_for_nothing():
    one = link("closed-1")
    now = timezone.now()
    one.learn(Outcome(Verdict.MISSING), now)
    for days in range(1, 9):
        one.learn(Outcome(Verdict.UNSURE), now + datetime.timedelta(days=days))
    assert (one.failures, one.dead_since) == (1, None)


def test_a_round_is_bounded_and_asks_each_host_a_few_times(web):
    for _ in range(5):
        link("works-1")
    for number in range(5):
        link(f"file-{number}")
    assert run(web, at_most=6) == 6
    assert web.asked["works-1.example", "HEAD"] <= rounds.A_HOST
    assert run(web, at_most=100) == 4  # the two hosts that are left, and no host is held up
    assert run(web) == 0
    assert not Link.objects.filter(checked_at=None)


def test_what_does_not_begin_in_time_is_due_again(web):
    for number in range(rounds.THREADS + 4):
        link(f"stall-{number}")
    link(
        "works-1", worked_at=timezone.now(), next_check=timezone.now() + datetime.timedelta(days=9)
    )
    assert rounds.check_due(Checker(web.network, HURRIED), seconds=0.05) == rounds.THREADS
    assert Link.objects.filter(checked_at=None, next_check__lte=timezone.now()).count() == 4


def test_addresses_of_one_slow_host_do_not_wait_for_each_other(web):
    """Each has the time of a check; who does not begin in the round's is due again."""
    for _ in range(rounds.A_HOST):
        link("stall-1")
    link("works-1")
    run(web, seconds=0.05)
    left = Link.objects.filter(checked_at=None)
    assert [one.host for one in left] == ["stall-1.example"] * (rounds.A_HOST - 1)
    assert all(one.next_check <= timezone.now() for one in left)


class Broken(Checker):
    """A defect of ours."""

    def check(self, address):
        raise RuntimeError("a defect")


def test_who_is_asked_is_claimed_first_and_a_defect_is_no_verdict(caplog):
    one = link("works-1")
    assert rounds.check_due(Broken()) == 0
    one.refresh_from_db()
    assert one.checked_at is None
    assert one.next_check > timezone.now() + datetime.timedelta(minutes=50)
    assert "a defect" in caplog.text


def test_a_machine_without_network_buries_nothing(web, caplog):
    for number in range(3):
        link(f"noname-{number}")
    witness = link("noname-9", worked_at=timezone.now())
    Link.objects.filter(pk=witness.pk).update(
        next_check=timezone.now() + datetime.timedelta(days=9)
    )
    run(web)
    assert not Link.objects.exclude(checked_at=None)
    assert "nothing is noted" in caplog.text


@pytest.mark.parametrize("address", ["ftp://works-2.example/a", "http://10.0.0.1/"])
def test_what_needs_no_network_is_no_proof_of_one(web, address):
    Link.objects.create(address=address, host="")
    one = link("noname-1")
    run(web)
    one.refresh_from_db()
    assert one.checked_at is None


def test_one_witness_that_is_down_too_is_not_enough(web):
    one, later = link("noname-1"), timezone.now() + datetime.timedelta(days=9)
    for place, name in enumerate(("noname-8", "works-8", "works-9")):
        link(name, worked_at=timezone.now() - datetime.timedelta(hours=place), next_check=later)
    run(web)
    one.refresh_from_db()
    assert one.verdict == Verdict.NO_NAME


def test_the_witness_says_that_the_network_is_there(web):
    one = link("noname-1")
    link(
        "works-9", worked_at=timezone.now(), next_check=timezone.now() + datetime.timedelta(days=9)
    )
    run(web)
    one.refresh_from_db()
    assert (one.verdict, one.failures) == (Verdict.NO_NAME, 1)


def test_a_dead_address_of_a_sheet_brings_its_check_sooner(web):
    sheet = SheetFactory(sources=[source("http://missing-1.example/bulletin")])
    Check.objects.plan(sheet, timezone.localdate())
    gathering.gather_everything()
    Link.objects.exclude(host="missing-1.example").delete()
    for days in (0, 1.1, 3.2):
        with after(days):
            run(web)
    event = CheckEvent.objects.filter(sheet_check__sheet=sheet).latest("position")
    assert event.kind == Kind.SIGNALLED
    assert "missing-1.example" in event.text


def test_due_calls_nobody_unless_it_is_told_to():
    SheetFactory()
    call_command("due")
    assert not Link.objects.exists()


def test_statements_of_a_round(web, django_assert_max_num_queries):
    for number in range(8):
        link(f"file-{number}")
    with django_assert_max_num_queries(8):
        assert run(web) == 8
