"""How much of a query a record must hold: all of its words first, then at least half of the rare ones
(a "minimum should match").

A word, its synonyms with it, that at most a quarter of the records hold is strong. Records without half of the
strong words are not found; the other words only order. Before that each word is read as the index writes it:
joined, split, in another form of its verb, and at last respelt, which is said. The same for both engines, which
only count.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from search.engines.queries import SearchQuery
from search.text import analysis
from search.text.parsing import Clause, ParsedText, rewritten
from search.text.spelling import SHORTEST, SURE, infinitive, is_slip, splits

STRONG_SHARE = 4  # a word is strong when at most one record in so many holds it
MOST_COUNTED = (
    12  # strong words that are counted, the rarest: what keeps a page of text within its time
)
MOST_RESPELT = 6
# Weight of a word that is there at all, and of its exact form, in parts of its idf, beside BM25.
IDF_SHARE = 8.0
EXACT_SHARE = 1.0
LARGEST_IDF = 15.0  # of a word that one record in a million holds

# (records of the kind, those that hold each clause)
Count = Callable[[Sequence[Clause]], tuple[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Weighed:
    clause: Clause
    records: int
    idf: float
    is_strong: bool


@dataclass(frozen=True)
class Ladder:
    """A query as it is asked: words that a whole answer holds, more that only help, `needed` of the `counted`."""

    parsed: ParsedText
    words: tuple[Weighed, ...] = ()
    more: tuple[Weighed, ...] = ()  # single words of a wording that is known
    counted: tuple[Weighed, ...] = ()
    needed: int = 0
    corrections: tuple[tuple[str, str], ...] = ()  # word as typed, as read

    @cached_property
    def strict(self) -> tuple[Clause, ...]:
        return tuple(one for one in self.parsed.required if one.is_strict)

    @property
    def is_soft(self) -> bool:
        """Records without some of the words are found too."""
        return len(self.words) + len(self.more) > 1

    @property
    def can_be_whole(self) -> bool:
        """A record may hold all the words."""
        return all(one.records for one in self.words)

    @property
    def largest_bonus(self) -> float:
        return LARGEST_IDF * (IDF_SHARE + EXACT_SHARE) * (len(self.words) + len(self.more))


def ladder(query: SearchQuery, count: Count, near_terms: Callable) -> Ladder:
    parsed = _as_written(query.parsed, query, count)
    total, counts = _counts(parsed, count)
    parsed, corrections = _respelt(parsed, counts, query, count, near_terms)
    if parsed is not query.parsed:
        total, counts = _counts(parsed, count)
    weighed = []
    order = {clause.wordings: number for number, clause in enumerate(parsed.required)}
    for clause in _plain(parsed):
        records = counts[clause.wordings]
        idf = math.log(1 + (total - records + 0.5) / (records + 0.5))
        weighed.append(Weighed(clause, records, idf, 0 < records * STRONG_SHARE <= total))
    weighed.sort(key=lambda one: -one.idf)
    words = [one for one in weighed if not one.clause.is_optional]
    known = [one for one in words if one.records]
    # All of them frequent: half of what there is.
    counted = ([one for one in known if one.is_strong] or known)[:MOST_COUNTED]
    needed = max(1, len(counted) // 2)
    counted += [one for one in weighed if one.clause.is_optional and one.is_strong]
    return Ladder(
        parsed=parsed,
        words=tuple(sorted(words, key=lambda one: order[one.clause.wordings])),
        more=tuple(one for one in weighed if one.clause.is_optional),
        counted=tuple(counted[:MOST_COUNTED]),
        needed=needed,
        corrections=tuple(corrections),
    )


def _plain(parsed: ParsedText) -> list[Clause]:
    return [one for one in parsed.required if not one.is_strict]


def _counts(parsed: ParsedText, count: Count) -> tuple[int, dict]:
    asked = _plain(parsed)
    if not asked:
        return 0, {}
    total, found = count(asked)
    return total, {one.wordings: records for one, records in zip(asked, found, strict=True)}


def _as_written(parsed: ParsedText, query: SearchQuery, count: Count) -> ParsedText:
    """« cyber attaque » also as « cyberattaque », « téléchargent » also as « télécharger », if some record does so."""
    clauses = list(parsed.required)
    pairs = [
        (number, more)
        for number, (one, other) in enumerate(pairwise(clauses))
        if one.is_plain_word and other.is_plain_word
        for more in _parsed_word(one.typed + other.typed, query)
    ]
    verbs = [
        (number, more)
        for number, one in enumerate(clauses)
        if one.is_plain_word and (verb := infinitive(one.typed))
        for more in _parsed_word(verb, query)
        if more.wordings != one.wordings
    ]
    if not pairs and not verbs:
        return parsed
    _, found = count([more for _, more in (*pairs, *verbs)])
    joined = dict(pair for pair, records in zip(pairs, found, strict=False) if records)
    forms = dict(pair for pair, records in zip(verbs, found[len(pairs) :], strict=True) if records)
    made, number = [], 0
    while number < len(clauses):
        clause = clauses[number]
        if number in joined:
            other = clauses[number + 1]
            both = (*clause.wordings[0], *other.wordings[0])
            clause = replace(
                clause,
                wordings=(both, *joined[number].wordings),
                typed=f"{clause.typed} {other.typed}",
                is_word=False,
            )
            number += 1
        elif number in forms:
            clause = replace(clause, wordings=_merged(clause.wordings, forms[number].wordings))
        made.append(clause)
        number += 1
    return ParsedText(tuple(made), parsed.excluded) if joined or forms else parsed


def _merged(*groups: Iterable) -> tuple:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def _parsed_word(word: str, query: SearchQuery) -> list[Clause]:
    return list(query.read(word).required)[:1]


def _respelt(parsed: ParsedText, counts: dict, query: SearchQuery, count: Count, near_terms):
    """Words that no record holds, split in two or respelt: (what is asked now, what is to be said)."""
    unknown = [
        one.typed
        for one in _plain(parsed)
        if one.is_plain_word and not counts[one.wordings] and len(one.typed) >= SHORTEST
    ][:MOST_RESPELT]
    is_alone = len(_plain(parsed)) == 1
    if not unknown:
        return parsed, []
    changes, said = {}, []
    for word in unknown:
        if two := _split(word, query, count):
            changes[word] = two
            continue
        if len(word) < SURE and not is_alone:
            continue  # « vient » is no « tient »: other words say what is meant
        # « baisser » is no « laisser »: a word that is only not in the index has another first letter at once.
        initial = analysis.plain(word)[:1]
        near = [one for one, _ in near_terms(word) if analysis.plain(one)[0] == initial]
        read = next((one for one in near if is_slip(word, one)), "")
        if read:
            changes[word] = read
            said.append((word, read))
    if not changes:
        return parsed, []
    text = rewritten(query.text, changes)
    or_last = () if {*query.or_last[:1]} & changes.keys() else query.or_last
    return _as_written(query.read(text, or_last), query, count), said


def _split(word: str, query: SearchQuery, count: Count) -> str:
    # Made term by term: a long word has many cuts.
    phrases = [
        (two, Clause(((((0, first), (1, second)),),), two, is_word=False, field=query.within))
        for two in splits(word)
        for first, second in [map(analysis.term, two.split())]
        if first and second
    ]
    if not phrases:
        return ""
    _, found = count([clause for _, clause in phrases])
    best = max(range(len(found)), key=lambda number: found[number])
    return phrases[best][0] if found[best] else ""
