"""The editors' synonyms, read once per process and generation, and the list that comes with Essaim."""

import csv
from threading import Lock

from django.conf import settings

from search.models import Synonym
from search.synonyms import SynonymTable

FILE = settings.BASE_DIR / "data" / "synonyms.csv"


class _Cache:
    def __init__(self):
        self._lock = Lock()
        self._generation: object = None
        self._table = SynonymTable()

    def get(self, generation: object) -> SynonymTable:
        with self._lock:
            if generation != self._generation:
                self._table = SynonymTable(row.parts() for row in Synonym.objects.all())
                self._generation = generation
            return self._table


_cache = _Cache()


def synonyms(generation: object) -> SynonymTable:
    """generation: `IndexState.current()`, which grows when a synonym changes."""
    return _cache.get(generation)


def load_synonyms() -> int:
    """Add the rows of data/synonyms.csv that are not there yet; how many. Never overwrites."""
    known = set(Synonym.objects.values_list("wordings", flat=True))
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [
            " = ".join(cell.strip() for cell in row if cell.strip()) for row in csv.reader(lines)
        ]
    added = 0
    for wordings in rows:
        if wordings and wordings not in known:
            synonym = Synonym(wordings=wordings)
            synonym.full_clean()
            synonym.save()
            added += 1
    return added
