"""« Essayez avec … »: a word that no record contains, and the likely word that some do.

Spellings are compared without accents or case. One edit (a letter more, less, other, or two swapped)
up to seven letters, two beyond, where the first letter is then right; the most frequent candidate wins.
"""

from collections.abc import Iterable
from itertools import groupby, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.text import analysis

SHORTEST = 4  # a shorter word is nearly always one edit away from another


ENDING = 3
SURE = 6  # letters from which on another word is rarely so near


def is_slip(word: str, other: str) -> bool:
    """A short word is another one's slip only by its letters in another order or doubled: « mail » is not « mai »."""
    one, two = analysis.plain(word), analysis.plain(other)
    if len(one) > SHORTEST:
        # « collection » is another word than « collectif »: two edits that are all in the ending.
        shared = takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False))
        same = len(list(shared))
        rests = one[same:], two[same:]
        return max(map(len, rests)) > ENDING or OSA.distance(*rests) < 2
    return sorted(one) == sorted(two) or _undoubled(one) == _undoubled(two)


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


def allowed_edits(word: str) -> int:
    return 1 if len(word) <= 7 else 2


class Vocabulary:
    """Words of the index, as typed, with the number of records that hold each."""

    def __init__(self, words: Iterable[tuple[str, int]]):
        # spelling without accents -> (its most frequent form, records)
        self._forms: dict[str, tuple[str, int]] = {}
        for word, count in words:
            plain = analysis.plain(word)
            if plain not in self._forms or self._forms[plain][1] < count:
                self._forms[plain] = (word, count)
        self._by_length: dict[int, list[str]] = {}
        for plain in self._forms:
            self._by_length.setdefault(len(plain), []).append(plain)

    def beginning(self, prefix: str) -> list[tuple[str, int]]:
        """(word as typed, records) of those that open so without accents, most records first, then a to z."""
        plain = analysis.plain(prefix)
        found = [pair for word, pair in self._forms.items() if word.startswith(plain)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def near(self, word: str) -> list[tuple[str, int]]:
        """(word as typed, records) of those spelt almost like it: most records, nearest, a to z."""
        plain = analysis.plain(word)
        if len(plain) < SHORTEST or len(plain) > analysis.LONGEST:
            return []
        edits = allowed_edits(plain)
        found = []
        for length in range(len(plain) - edits, len(plain) + edits + 1):
            candidates = self._by_length.get(length, ())
            for other, distance, _ in process.extract(
                plain, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                # Few mistake the first letter and another one; Lucene does not look for them either.
                if distance == 1 or (distance and other[0] == plain[0]):
                    form, count = self._forms[other]
                    found.append((-count, distance, form))
        return [(form, -negative) for negative, _, form in sorted(found)]


SHORTEST_PART = 3  # letters of each half of a compound
_VERB_ENDINGS = ("aient", "ent", "ons", "ait", "ez")


def splits(word: str) -> list[str]:
    """« opendata » as two words, wherever it may be cut."""
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return [f"{word[:at]} {word[at:]}" for at in cuts if len(word) <= analysis.LONGEST]


def infinitive(word: str) -> str:
    """« téléchargent » -> « télécharger »; "" for a word that is no form of a verb in -er. A guess: « agent » has
    one too, to be looked up."""
    for ending in _VERB_ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= SHORTEST:
            return f"{root}er"
    return ""
