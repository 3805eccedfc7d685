"""From what a visitor types to what must be found. No engine ever sees the text itself.

Words are all required, in any order; "words in quotes" must follow each other; a minus in front
excludes a word or a phrase. Everything else that is typed (brackets, stars, AND, emoji) is a
separator: any text at all gives a valid query of at most `MAX_CLAUSES` clauses.
"""

import re
from dataclasses import dataclass

from search.text import analysis
from search.text.synonyms import FILLERS, NO_SYNONYMS, Phrase, SynonymTable, is_marked, phrase

MAX_LENGTH = 1_000  # characters that are read
MAX_CLAUSES = 32

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to find: any of the wordings, each of them phrases that must all be there."""

    wordings: tuple[tuple[Phrase, ...], ...]
    typed: str  # as typed, so that a query can be told again without it

    @property
    def is_word(self) -> bool:
        """A single word, not a phrase (it may have synonyms)."""
        return len(self.wordings[0]) == 1 and len(self.wordings[0][0]) == 1


@dataclass(frozen=True, slots=True)
class ParsedText:
    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.required and not self.excluded

    def phrases(self) -> set[Phrase]:
        """All that is worth highlighting."""
        return {one for clause in self.required for wording in clause.wordings for one in wording}

    def and_any_of(self, words: tuple[str, ...]) -> "ParsedText":
        """The same, and one of these words besides; words that do not count are left out."""
        wordings = dict.fromkeys((found,) for word in words if (found := phrase(word)))
        if not wordings:
            return self
        more = Clause(tuple(wordings), words[0])
        return ParsedText((*self.required[: MAX_CLAUSES - 1], more), self.excluded)

    def without(self, clause: Clause) -> str:
        """The query as text, less one of its clauses."""
        kept = [one.typed for one in self.required if one is not clause]
        return " ".join([*kept, *(f"-{one.typed}" for one in self.excluded)])


def pieces_of(text: str) -> list[tuple[str, str, str]]:
    """(minus or "", what is in quotes or "", a bare piece or ""), in order."""
    return _PIECE.findall(text[:MAX_LENGTH].translate(_QUOTES))


def parse(text: str, synonyms: SynonymTable = NO_SYNONYMS) -> ParsedText:
    """Never fails; a text without any word that counts gives an empty result."""
    required: dict[tuple, Clause] = {}
    excluded: dict[tuple, Clause] = {}
    row: list[tuple[str, str]] = []  # plain words in a row: term, as typed
    typed_row: list[str] = []  # the same with the words that are dropped

    def close_row():
        for clause in _clauses(row, typed_row, synonyms):
            required.setdefault(clause.wordings, clause)
        row.clear()
        typed_row.clear()

    for minus, quoted, bare in pieces_of(text):
        if minus or quoted:
            close_row()
            wording = phrase(quoted or bare)
            if wording:
                typed = f'"{quoted.strip()}"' if quoted else bare
                (excluded if minus else required).setdefault(
                    ((wording,),), Clause(((wording,),), typed)
                )
        else:
            for word in analysis.words(bare):
                typed_row.append(word)
                if (term := analysis.term(word)) is not None:
                    row.append((term, word))
    close_row()
    clauses = list(required.values())[:MAX_CLAUSES]
    return ParsedText(tuple(clauses), tuple(excluded.values())[: MAX_CLAUSES - len(clauses)])


def _clauses(row: list[tuple[str, str]], typed_row: list[str], synonyms: SynonymTable):
    terms = [term for term, _ in row]
    if terms and is_marked(typed_row) and (targets := synonyms.complaint(terms)):
        yield Clause(tuple((one,) for one in targets), " ".join(typed_row))
        return
    start = 0
    clauses, is_sentence = [], False
    while start < len(row):
        length, others = synonyms.match(terms, start)
        told, targets = synonyms.lead(terms, start)
        if told > length or (told and told == length):
            is_sentence = True
            length, others = told, tuple(dict.fromkeys((*others, *targets)))
        length = length or 1
        words = row[start : start + length]
        # As typed, the words of a known wording need not follow each other; its equivalents must.
        typed = tuple(((0, term),) for term, _ in words)
        clauses.append(
            Clause((typed, *((one,) for one in others)), " ".join(word for _, word in words))
        )
        start += length
    for clause in clauses:
        # Around a sentence that is understood, the words that carry it are not asked for.
        if not (is_sentence and clause.is_word and clause.wordings[0][0][0][1] in FILLERS):
            yield clause
