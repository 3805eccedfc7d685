"""How long is waited for, and who waits for whom."""

import threading

import pytest

from search.engines import time_budget
from search.engines.base import EngineUnavailable, RebuildInProgress
from search.engines.locks import locks_for


def test_what_a_request_has_spent_counts():
    assert time_budget.left(1.8) == 1.8
    time_budget._started()
    try:
        with time_budget.spending():
            threading.Event().wait(0.05)
        assert 1.0 < time_budget.left(1.8) <= 1.75
        assert time_budget.left(0.01) == 0
    finally:
        time_budget._finished()
    assert time_budget.left(1.8) == 1.8


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
