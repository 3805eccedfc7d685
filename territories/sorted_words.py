"""Which rows hold a word, or one that begins so: a sorted list, cut by bisection."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate, groupby
from operator import itemgetter

_BEYOND = "\x7f"  # after every letter and digit


class SortedWords:
    def __init__(self, pairs: Iterable[tuple[str, int]]):
        """pairs: (a word of ASCII letters and digits, number of a row)."""
        ordered = sorted(pairs)
        self._rows = array("I", [row for _, row in ordered])
        counted = [(word, sum(1 for _ in some)) for word, some in groupby(ordered, itemgetter(0))]
        self._words = [word for word, _ in counted]
        # Of the rows of the word of that rank, the first; one more at the end.
        self._firsts = [0, *accumulate(count for _, count in counted)]

    def beginning(self, begun: str) -> list[int]:
        """Rows of words that begin so, each once, in their order."""
        first, last = self._span(begun)
        return sorted(set(self._rows[first:last]))

    def count(self, begun: str) -> int:
        """How many rows, those of several such words counted as often."""
        first, last = self._span(begun)
        return last - first

    def _span(self, begun: str) -> tuple[int, int]:
        start = bisect_left(self._words, begun)
        end = bisect_left(self._words, begun + _BEYOND, lo=start)
        return self._firsts[start], self._firsts[end]
