"""What is down is left alone for longer and longer, and tried by one caller at a time."""

import pytest

from core import breaker


class Down(Exception):
    pass


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_opens_after_a_failure_tries_alone_and_closes():
    clock = Clock()
    one = breaker.Breaker(Down, clock=clock)
    assert one.enter() is False
    one.failed("silence")
    with pytest.raises(Down, match="silence"):
        one.enter()
    clock.now += breaker.FIRST_PAUSE
    assert one.enter() is True
    with pytest.raises(Down):
        one.enter()  # another request while the first tries
    one.succeeded()
    assert one.enter() is False


def test_pauses_grow_up_to_a_bound():
    clock = Clock()
    one = breaker.Breaker(Down, clock=clock)
    for pause in (2, 4, 8, 16, 30, 30):
        one.failed("silence")
        clock.now += pause - 0.1
        with pytest.raises(Down):
            one.enter()
        clock.now += 0.1
        assert one.enter()
