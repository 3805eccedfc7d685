"""Wordings that mean the same to a visitor, applied to the query: "GRC" also finds what speaks of
"gestion de la relation citoyen". Nothing of it is in the index, so a change shows at once.
"""

from collections.abc import Iterable

from search import analysis

# A wording in a row of positions: (0, "gestion"), (3, "relation"), (4, "citoyen").
Phrase = tuple[tuple[int, str], ...]


def phrase(text: str) -> Phrase:
    """The terms of a text with their positions, the first at 0."""
    found = [(token.position, token.term) for token in analysis.spans(text)]
    return tuple((position - found[0][0], term) for position, term in found)


class SynonymTable:
    """Groups of equivalent wordings, looked up by the terms of a query."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()):
        # first term -> [(its terms, the group)], longest first
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Phrase, ...]]]] = {}
        for group in groups:
            phrases = tuple(dict.fromkeys(found for text in group if (found := phrase(text))))
            for one in phrases:
                terms = tuple(term for _, term in one)
                self._by_first.setdefault(terms[0], []).append((terms, phrases))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def match(self, terms: list[str], start: int) -> tuple[int, tuple[Phrase, ...]]:
        """Number of terms from `start` on that make a known wording, and its other wordings.

        (0, ()) when none does. The longest wording wins; one that is in two groups gets both.
        """
        length, others = 0, {}
        for wording, phrases in self._by_first.get(terms[start], ()):
            if length and len(wording) < length:
                break
            if tuple(terms[start : start + len(wording)]) == wording:
                length = len(wording)
                others |= {one: None for one in phrases if tuple(t for _, t in one) != wording}
        return length, tuple(others)


NO_SYNONYMS = SynonymTable()
