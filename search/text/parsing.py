"""From what a visitor types to what must be found. No engine ever sees the text itself.

Words come in any order (`search.engines.ladder` says how many of them are needed); "words in quotes" must
follow each other; a minus in front excludes a word or a phrase. The frame of a question (« comment financer »,
« qui a déjà… ») and words that carry a sentence are not looked for. Everything else that is typed (brackets, stars, AND, emoji) is a
separator: any text at all gives a valid query of at most `MAX_CLAUSES` clauses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from search.text import analysis
from search.text.synonyms import FILLERS, NO_SYNONYMS, Phrase, SynonymTable, is_marked, phrase

MAX_LENGTH = 1_000  # characters that are read
MAX_CLAUSES = 32

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})
# « 10 000 » is one word, as in `analysis.WORD`: pieces are parted at spaces.
_THOUSANDS = re.compile(r"(?<![^\W_])\d{1,3}(?:\s\d{3})+(?![^\W_])")
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing to find: any of the wordings, each of them phrases that must all be there."""

    wordings: tuple[tuple[Phrase, ...], ...]
    typed: str  # as typed, so that a query can be told again without it
    is_word: bool = True  # a single word, not a phrase (it may have synonyms)
    is_strict: bool = False  # in quotes: nothing is found without it
    is_optional: bool = False  # it orders what is found, and is never missing
    is_complaint: bool = False  # a known sentence, which leads to a difficulty
    field: str = ""  # the text of a record that must hold it; "" is any

    @property
    def is_plain_word(self) -> bool:
        """A word of the visitor's alone, without equivalents."""
        is_bare = not self.is_strict and not self.is_optional
        return self.is_word and len(self.wordings) == 1 and is_bare


@dataclass(frozen=True, slots=True)
class ParsedText:
    required: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.required and not self.excluded

    @property
    def size(self) -> int:
        """Terms that may score, each wording of each clause."""
        return sum(
            len(one) for clause in self.required for wording in clause.wordings for one in wording
        )

    def phrases(self) -> set[Phrase]:
        """All that is worth highlighting."""
        return {one for clause in self.required for wording in clause.wordings for one in wording}

    def or_last(self, words: tuple[str, ...]) -> "ParsedText":
        """The same, whose last word, the first of these, may also be one of the others; words that do not count are
        left out."""
        wordings = dict.fromkeys((found,) for word in words if (found := phrase(word)))
        if not wordings:
            return self
        before, last = list(self.required), Clause((), words[0])
        if before and before[-1].typed.split()[-1] == words[0]:
            last = before.pop()
        if not last.is_word:
            return self  # the end of a known wording, which is enough
        merged = tuple(dict.fromkeys((*last.wordings, *wordings)))
        more = replace(last, wordings=merged, is_word=len(merged) == 1)
        return ParsedText((*before[: MAX_CLAUSES - 1], more), self.excluded)

    def within(self, field: str) -> "ParsedText":
        """The same, looked for in one text of a record."""
        if not field:
            return self
        required, excluded = (
            tuple(replace(one, field=field) for one in clauses)
            for clauses in (self.required, self.excluded)
        )
        return ParsedText(required, excluded)

    @property
    def is_strict(self) -> bool:
        """Quotes or exclusions narrow it."""
        return bool(self.excluded) or any(one.is_strict for one in self.required)

    def loosened(self) -> str:
        """The query as text, less quotes and exclusions."""
        return " ".join(one.typed.strip('"') for one in self.required)

    def without(self, clause: Clause) -> str:
        """The query as text, less one of its clauses."""
        kept = [one.typed for one in self.required if one is not clause]
        return " ".join([*kept, *(f"-{one.typed}" for one in self.excluded)])


# Verbs and nouns that carry any question.
CARRIERS = frozenset(
    analysis.tokens(
        "faire fait faites font faut peut peuvent pouvoir peux pouvons veut veulent vouloir veux voulons "
        "doit doivent dois devons devoir va vont aller vais allons vient viennent venir mettre met mettent mis "
        "mise place toujours jamais gens chose choses quelqu jour lendemain "
        "entre chez vers depuis pendant afin ainsi lors via selon parmi "
        "bonjour merci svp besoin chercher cherche trouver trouve utiliser utilise avoir"
    )
)

NOTHING = ParsedText()


def pieces_of(text: str) -> list[tuple[str, str, str]]:
    """(minus or "", what is in quotes or "", a bare piece or ""), in order."""
    text = text[:MAX_LENGTH].translate(_QUOTES)
    return _PIECE.findall(_THOUSANDS.sub(lambda number: "".join(number.group().split()), text))


# One page asks for its query several times over: hits, counts, those who met a difficulty, one filter less.
@lru_cache(500)
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

    for minus, quoted, bare in pieces_of(without_frame(text)):
        if minus or quoted:
            close_row()
            wording = phrase(quoted or bare)
            if wording:
                typed = f'"{quoted.strip()}"' if quoted else bare
                is_word = len(wording) == 1
                (excluded if minus else required).setdefault(
                    ((wording,),), Clause(((wording,),), typed, is_word, is_strict=True)
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
        wordings = tuple((one,) for one in targets)
        yield Clause(wordings, " ".join(typed_row), is_word=False, is_complaint=True)
        return
    start = 0
    clauses: list[Clause] = []
    while start < len(row):
        length, others = synonyms.match(terms, start)
        told, targets = synonyms.lead(terms, start)
        is_sentence = told and told >= length
        if is_sentence:
            length, others = told, tuple(dict.fromkeys((*others, *targets)))
        length = length or 1
        words = row[start : start + length]
        # As typed, the words of a known wording need not follow each other; its equivalents must.
        typed = tuple(((0, term),) for term, _ in words)
        clauses.append(
            Clause(
                (typed, *((one,) for one in others)),
                " ".join(word for _, word in words),
                is_word=length == 1,
                is_complaint=bool(is_sentence),
            )
        )
        if length > 1:
            # A record may hold some words of a known wording, and is worth as much of it.
            clauses += [
                Clause(((((0, term),),),), word, is_optional=True)
                for term, word in words
                if term not in FILLERS
            ]
        start += length
    telling = [one for one in clauses if not _is_filler(one)]
    yield from telling or clauses


def _is_filler(clause: Clause) -> bool:
    is_alone = clause.is_word and len(clause.wordings) == 1
    only = clause.wordings[0][0][0][1] if is_alone else ""
    return only in FILLERS or only in CARRIERS


# How people open a question to a neighbour; what is asked about comes after.
_FRAME = re.compile(
    r"""^\W*(?:bonjour\W+)?(?:
    comment\s+(?:faire\s+pour|peut-on|on\s+peut|font-ils\s+pour|faites-vous\s+pour|avez-vous|fait-on\s+pour)?
    | combien\s+(?:ça\s+|cela\s+)?(?:coûte(?:nt|rait)?|coute(?:nt|rait)?|faut-il|d['’]argent)(?:-t-il|-t-elle)?
    | (?:quel\s+est\s+le|c['’]est\s+quoi\s+le)\s+(?:prix|coût|cout|tarif)
    | (?:est-ce\s+que?\s+)?(?:qui|quelles?\s+communes?|quelqu['’]un|des\s+communes)\s+(?:(?:a|ont|aurait)(?:-t-elles?)?\s+)?(?:déjà|deja)?\s*(?:testé|essayé|utilisé|fait|mis\s+en\s+place)?
    | (?:y\s*a-t-il|existe-t-il|avez-vous|connaissez-vous)\s+(?:déjà\s+|des\s+exemples\s+|un\s+exemple\s+)?
    | (?:je|nous|on)\s+(?:cherche|cherchons|voudrais|voudrions|voudrait|souhaite|souhaitons|aimerais|aimerait)
    | (?:des\s+)?exemples?\s+d['’e] | (?:un\s+)?retours?\s+d['’]expériences?\s+(?:sur|de|d['’])
    | (?:que|quoi)\s+(?:faire|penser)\s+(?:de|du|des|d['’]|contre|avec|quand|si)
    | (?:peut-on|faut-il|doit-on|pourquoi)
    )(?:\s+|(?<=['’]))""",
    re.IGNORECASE | re.VERBOSE,
)


def without_frame(text: str) -> str:
    """The text less the frame of a question; the text itself when nothing else is in it."""
    rest = _FRAME.sub("", text[:MAX_LENGTH], count=1)
    return rest if analysis.tokens(rest) else text


def rewritten(text: str, changes: Mapping[str, str]) -> str:
    """The text with some of its words replaced, save in quotes and exclusions."""
    parts = []
    for minus, quoted, bare in pieces_of(analysis.normalise(text)[0]):
        if minus or quoted:
            parts.append(f'{minus}"{quoted}"' if quoted else minus + bare)
        else:
            parts.append(
                analysis.WORD.sub(lambda word: changes.get(word.group(), word.group()), bare)
            )
    return " ".join(parts)[:MAX_LENGTH]
