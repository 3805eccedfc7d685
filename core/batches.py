from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """As `itertools.batched`, which Python has from 3.12 on."""
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch
