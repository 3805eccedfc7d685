"""Wordings that mean the same to a visitor, applied to the query: "GRC" also finds what speaks of
"gestion de la relation citoyen". Nothing of it is in the index, so a change shows at once.
"""

from collections.abc import Iterable

from search.text import analysis

# A wording in a row of positions: (0, "gestion"), (3, "relation"), (4, "citoyen").
Phrase = tuple[tuple[int, str], ...]


def phrase(text: str) -> Phrase:
    """The terms of a text with their positions, the first at 0."""
    found = [(token.position, token.term) for token in analysis.spans(text)]
    return tuple((position - found[0][0], term) for position, term in found)


# Words of a sentence that do not change what it complains of.
FILLERS = frozenset(
    analysis.tokens(
        "vraiment plus jamais très trop toujours déjà encore bien tout tous toute toutes aucun aucune "
        "rien peu beaucoup assez ça cela si mais est-ce comment pourquoi quand car donc ai as a avons "
        "avez ont avait avaient être fait font"
    )
)


# « pas de pilote », « trop cher »: where one word is left of a sentence, these make it a complaint.
MARKS = frozenset(["pas", "ne", "n", "sans", "plus", "jamais", "aucun", "aucune", "trop", "peu"])


def is_marked(words: Iterable[str]) -> bool:
    return any(analysis.plain(word) in MARKS for word in words)


class SynonymTable:
    """Groups of equivalent wordings, looked up by the terms of a query.

    leads: (wordings, phrase) one way: the wordings, plain sentences, find what holds the phrase too.
    Words may stand between those of a sentence when they are `FILLERS`.
    """

    def __init__(
        self,
        groups: Iterable[Iterable[str]] = (),
        leads: Iterable[tuple[Iterable[str], str]] = (),
    ):
        # first term -> [(terms without fillers, phrases)], longest first; apart, those that a mark must go with
        self._leads: dict[str, list[tuple[tuple[str, ...], tuple[Phrase, ...]]]] = {}
        self._marked: dict[str, list[Phrase]] = {}
        for row, target in leads:
            wordings = list(row)
            # What says it in the words of another sentence of the row is found before what is only of that kind.
            said = [one for text in wordings if len(one := phrase(text)) > 1]
            targets = (phrase(target), *said)
            for text in wordings:
                found = analysis.tokens(text)
                terms = tuple(one for one in found if one not in FILLERS) or tuple(found)
                if len(terms) == 1 and is_marked(analysis.words(text)):
                    self._marked.setdefault(terms[0], []).append(phrase(target))
                elif terms:
                    self._leads.setdefault(terms[0], []).append((terms, targets))
        for sentences in self._leads.values():
            sentences.sort(key=lambda entry: -len(entry[0]))
        # first term -> [(its terms, the group)], longest first
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Phrase, ...]]]] = {}
        for group in groups:
            phrases = tuple(dict.fromkeys(made for text in group if (made := phrase(text))))
            for one in phrases:
                wording = tuple(term for _, term in one)
                self._by_first.setdefault(wording[0], []).append((wording, phrases))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def match(self, terms: list[str], start: int) -> tuple[int, tuple[Phrase, ...]]:
        """Number of terms from `start` on that make a known wording, and its other wordings.

        (0, ()) when none does. The longest wording wins; one that is in two groups gets both.
        """
        length = 0
        others: dict[Phrase, None] = {}
        for wording, phrases in self._by_first.get(terms[start], ()):
            if length and len(wording) < length:
                break
            if tuple(terms[start : start + len(wording)]) == wording:
                length = len(wording)
                others |= {one: None for one in phrases if tuple(t for _, t in one) != wording}
        return length, tuple(others)

    def lead(self, terms: list[str], start: int) -> tuple[int, tuple[Phrase, ...]]:
        """Number of terms from `start` on that make a known sentence, fillers included, and where it
        leads. (0, ()) when none does."""
        for wording, _ in self._leads.get(terms[start], ()):
            at = start
            for term in wording:
                while at < len(terms) and terms[at] != term and terms[at] in FILLERS:
                    at += 1
                if at == len(terms) or terms[at] != term:
                    break
                at += 1
            else:
                found = [
                    to
                    for known, targets in self._leads[terms[start]]
                    if known == wording
                    for to in targets
                ]
                return at - start, tuple(dict.fromkeys(found))
        return 0, ()

    def complaint(self, terms: list[str]) -> tuple[Phrase, ...]:
        """Where a marked text of one word leads, fillers aside: « pas de pilote » is not about a « pilote »."""
        told = [term for term in terms if term not in FILLERS] or terms
        return tuple(dict.fromkeys(self._marked.get(told[0], ()))) if len(told) == 1 else ()


NO_SYNONYMS = SynonymTable()
