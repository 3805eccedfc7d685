"""The editors' synonyms, read once per process and generation, and the list that comes with Essaim."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from core import kinds
from core.generations import PerGeneration
from search.models import Synonym
from search.text.synonyms import SynonymTable

FILE = settings.BASE_DIR / "data" / "synonyms.csv"
DIFFICULTIES = FILE.with_name("difficulties.csv")


def _table() -> SynonymTable:
    rows = list(Synonym.objects.all())
    words = {one.value: one.words for one in kinds.difficulties()}
    return SynonymTable(
        (row.parts() for row in rows if not row.difficulty),
        ((row.parts(), words[row.difficulty]) for row in rows if row.difficulty in words),
    )


_cache = PerGeneration(_table)


def synonyms(generation: object) -> SynonymTable:
    """generation: `IndexState.current().words`, which grows when a synonym changes."""
    return _cache.get(generation)


def load_synonyms() -> int:
    """Add the rows of data/synonyms.csv that are not there yet; how many. Never overwrites."""
    return _load(("", row) for row in _rows(FILE))


def load_difficulties() -> int:
    """The same of data/difficulties.csv: a type of difficulty, then the sentences that lead to it."""
    return _load((row[0], row[1:]) for row in _rows(DIFFICULTIES))


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            if cells := [cell.strip() for cell in row if cell.strip()]:
                yield cells


def _load(rows: Iterable[tuple[str, list[str]]]) -> int:
    known = set(Synonym.objects.values_list("wordings", flat=True))
    added = 0
    for difficulty, cells in rows:
        wordings = " = ".join(cells)
        if wordings not in known:
            synonym = Synonym(wordings=wordings, difficulty=difficulty)
            synonym.full_clean()
            synonym.save()
            added += 1
    return added
