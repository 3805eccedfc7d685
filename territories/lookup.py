"""Finding one's territory among 36,000: by name, former name, postcode or code, as people write them.

`find` gives answers while somebody types; `resolve` says who is meant, or whom to ask about.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, IntegerField, QuerySet, Value, When

from . import names
from .known_names import Found, known_names
from .lookup_numbers import begun_numbers, coded, numbered
from .models import Authority
from .other_names import OtherName
from .typed_names import counting, typed, without_district
from .whom_is_meant import beside_district, beside_number, named_so, who, with_all_words

MIN_NEAR = 3  # letters below which any name is near
LISTED = 200  # rows of a list in the admin that are looked for


@dataclass(frozen=True, slots=True)
class Answer:
    """An authority, and the other name that it was found by, if any."""

    authority: Authority
    other: OtherName | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Who is meant: `sure` when there is no doubt, else whom to ask about, the likeliest first."""

    sure: Answer | None
    candidates: list[Answer]


def find(text: str, limit: int = 8) -> list[Authority]:
    """The best answers to what somebody is typing, at most `limit`; broken input finds nothing."""
    return _authorities(islice(_found(text), limit))


def answers(text: str, limit: int = 8) -> list[Answer]:
    """As `find`, with the other name that led to each."""
    return _answers(islice(_found(text), limit))


def begun(text: str, limit: int) -> list[Authority]:
    """Territories that are meant while something else may be: the text as it is, in a name."""
    found = _once(_in_order(text.replace("\x00", ""), phrase_only=True))
    return [answer.authority for answer in _answers(islice(found, limit))]


def matching(text: str) -> QuerySet[Authority]:
    """Every authority that answers the text, best first: for lists that filter further."""
    keys = [key for key, _ in islice(_found(text), LISTED)]
    rank = Case(
        *(When(pk=key, then=Value(at)) for at, key in enumerate(keys)),
        default=Value(len(keys)),
        output_field=IntegerField(),
    )
    found = Authority.objects.filter(pk__in=keys)
    return found.order_by(rank) if keys else found


def resolve(text: str, limit: int = 12) -> Authority | list[Authority]:
    """One authority when the text leaves no doubt, else the candidates (maybe none)."""
    meaning = meant(text, limit)
    if meaning.sure:
        return meaning.sure.authority
    return [answer.authority for answer in meaning.candidates]


def meant(text: str, limit: int = 12) -> Meaning:
    """Who is meant by a text that somebody sent, not one that he is still typing."""
    found, is_sure = who(text)
    told = _answers(islice(_once(found), limit))
    return Meaning(told[0], []) if is_sure and told else Meaning(None, told)


def near_names(text: str, limit: int = 5) -> list[Authority]:
    """Territories whose name is spelt almost like this one, for a name that nobody bears."""
    words = typed(text).words
    if sum(map(len, words)) < MIN_NEAR:
        return []
    known = known_names()
    found = (known.pair(index) for index in known.near(words, limit))
    return [answer.authority for answer in _answers(islice(_once(found), limit))]


# --- While typing ---------------------------------------------------------------------------------


def _found(text: str) -> Iterator[Found]:
    return _once(_in_order(text.replace("\x00", "")))


def _in_order(text: str, *, phrase_only: bool = False) -> Iterator[Found]:
    """Whole names and codes; names that open so; with such a word; with all of the words."""
    if counted := counting(text):
        yield from _in_order(counted, phrase_only=phrase_only)
    read = typed(text)
    if read.digits:
        yield from numbered(read.digits)[0]
        yield from begun_numbers(read.digits)
        return
    if not read.words and not read.number:
        return
    known = known_names()
    yield from coded(text)
    exact, _ = named_so(known, read)
    yield from exact
    if read.number:
        yield from beside_number(known, read)[0]
    if not read.words:
        return
    words = names.numbers_in_words(read.words)
    phrase, plain = " ".join(words), " ".join(names.without_links(words))
    for one in dict.fromkeys((phrase, plain)):
        yield from (known.pair(index) for index in known.opening(one))
    yield from (known.pair(index) for index in known.holding(plain))
    if not phrase_only:
        yield from beside_district(known, read)
        for rest in without_district(read.words):
            yield from (known.pair(index) for index in known.opening(" ".join(rest)))
        yield from (known.pair(index) for index in with_all_words(known, read.words))


# --- Answers --------------------------------------------------------------------------------------


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Each authority once, by the first name that led to it."""
    seen: set[int] = set()
    for key, other in found:
        if key not in seen:
            seen.add(key)
            yield key, other


def _authorities(found: Iterable[Found]) -> list[Authority]:
    keys = [key for key, _ in found]
    known = Authority.objects.order_by().in_bulk(keys) if keys else {}
    return [known[key] for key in keys if key in known]


def _answers(found: Iterable[Found]) -> list[Answer]:
    pairs = list(found)
    if not pairs:
        return []
    authorities = Authority.objects.order_by().in_bulk([key for key, _ in pairs])
    others = [other for _, other in pairs if other]
    named = OtherName.objects.order_by().in_bulk(others) if others else {}
    return [
        Answer(authorities[key], named.get(other)) for key, other in pairs if key in authorities
    ]
