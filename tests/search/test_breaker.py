"""How long is waited for, and how often it is tried again."""

import threading

import pytest

from search.engines import breaker
from search.engines.base import EngineUnavailable, RebuildInProgress
from search.engines.locks import locks_for


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_opens_after_a_failure_tries_alone_and_closes():
    clock = Clock()
    one = breaker.Breaker(clock)
    assert one.enter() is False
    one.failed("silence")
    with pytest.raises(EngineUnavailable, match="silence"):
        one.enter()
    clock.now += breaker.FIRST_PAUSE
    assert one.enter() is True
    with pytest.raises(EngineUnavailable):
        one.enter()  # another request while the first tries
    one.succeeded()
    assert one.enter() is False


def test_pauses_grow_up_to_a_bound():
    clock = Clock()
    one = breaker.Breaker(clock)
    for pause in (2, 4, 8, 16, 30, 30):
        one.failed("silence")
        clock.now += pause - 0.1
        with pytest.raises(EngineUnavailable):
            one.enter()
        clock.now += 0.1
        assert one.enter()


def test_what_a_request_has_spent_counts():
    assert breaker.left(1.8) == 1.8
    breaker._started()
    try:
        with breaker.spending():
            threading.Event().wait(0.05)
        assert 1.0 < breaker.left(1.8) <= 1.75
        assert breaker.left(0.01) == 0
    finally:
        breaker._finished()
    assert breaker.left(1.8) == 1.8


@pytest.mark.django_db(transaction=True)
def test_locks_of_this_database(tmp_path):
    """Files with SQLite, advisory locks with PostgreSQL: one writer, one rebuild, over all threads."""
    one, other = (locks_for("essaim-lock-test", tmp_path) for _ in range(2))
    outcome = []

    def elsewhere():
        from django.db import connection

        try:
            for lock, refusal in (
                (other.rebuilding, RebuildInProgress),
                (other.writing, EngineUnavailable),
            ):
                try:
                    with lock():
                        outcome.append("held")
                except refusal:
                    outcome.append("refused")
        finally:
            connection.close()

    def run():
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join(20)

    with one.rebuilding(), one.writing():
        run()
    run()
    assert outcome == ["refused", "refused", "held", "held"]
