"""How long calls take."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Milliseconds per call: of the clock, and that this process computed. On a busy machine the second says more."""

    name: str
    p50: float
    p95: float
    cpu50: float
    cpu95: float

    @classmethod
    def of(cls, name: str, spent: list[tuple[float, float]]) -> "Timing":
        """spent: seconds of the clock and of CPU, call by call."""
        clock, cpu = ([1_000 * one for one in times] for times in zip(*spent, strict=True))
        return cls(name, *_middle_and_high(clock), *_middle_and_high(cpu))


def _middle_and_high(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def timed(name: str, call: Callable, arguments: list) -> Timing:
    """Each argument once, after a short warm-up."""
    for argument in arguments[:20]:
        call(argument)
    return Timing.of(name, [seconds(call, argument) for argument in arguments])


def seconds(call: Callable, argument) -> tuple[float, float]:
    """Seconds of the clock and of CPU."""
    start, computed = time.perf_counter(), time.process_time()
    call(argument)
    return time.perf_counter() - start, time.process_time() - computed
