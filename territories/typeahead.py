"""Territories while something else is typed: names with a word that opens so, from memory.

`lookup` scans the table, some 8 ms: too much for each key of a search for something else. Here the names are one
text, the most populated first, read once per process and generation of the words about the index: some 0.7 MB.
"""

import itertools
from collections.abc import Iterator

from django.db.models import F

from core.generations import PerGeneration

from . import names
from .lookup import MAX_LENGTH, find
from .models import Authority


class Typeahead:
    """Lines of " boe|4321": the name as it is looked up, then its primary key."""

    def __init__(self):
        known = Authority.objects.current().order_by(F("population").desc(nulls_last=True), "code")
        self._text = "\n" + "".join(
            f"{lookup.partition('|')[0]}|{key}\n"
            for key, lookup in known.values_list("pk", "lookup").iterator()
        )

    def find(self, text: str, limit: int) -> list[Authority]:
        """Names that are the text, else those that open with it, else those with such a word; at most `limit`."""
        typed = " ".join(names.words(text[:MAX_LENGTH]))
        if not typed:
            return []
        if typed[0].isdigit():
            return find(typed, limit)  # postcodes and codes are not in memory
        opening = self._keys(f"\n {typed}|", limit) + self._keys(f"\n {typed}", limit)
        keys = list(dict.fromkeys(opening))[:limit] or self._keys(f" {typed}", limit)
        found = Authority.objects.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _keys(self, wanted: str, limit: int) -> list[int]:
        return list(itertools.islice(self._matches(wanted), limit))

    def _matches(self, wanted: str) -> Iterator[int]:
        at = self._text.find(wanted)
        while at >= 0:
            end = self._text.index("\n", at + 1)
            yield int(self._text[self._text.rindex("|", at, end) + 1 : end])
            at = self._text.find(wanted, end)


cache = PerGeneration(Typeahead)
