"""Finding one's territory among 36,000: by name, postcode or code.

One normalised column, one scan (a few milliseconds), the same on SQLite and PostgreSQL: accents,
case, hyphens and articles do not count, the words may come in any order, each is a beginning of
a word, and some may name the département or the type ("saint denis reunion", "mairie de boé").
"""

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process

from . import names
from .lookup_column import COMMUNE_WORDS, KIND_WORDS
from .models import Authority
from .types import AuthorityType

MAX_LENGTH = 100  # characters of a query that are read
MAX_WORDS = 8
MIN_NEAR = 3  # letters below which any name is near
NEAR_SCORE = 78  # of 100: two slips in a name of nine letters
EXACT = 0  # the rank of an answer whose whole name, postcode or code was typed


def matching(text: str) -> QuerySet[Authority]:
    """Every authority that answers the text, best first; none for an empty text.

    Order: those that exist before those that are retired; the exact name, postcode or code; a
    name that begins so; a name with such a word; the rest; the most populated first in each.
    """
    query = names.words(text[:MAX_LENGTH])[:MAX_WORDS]
    if not query:
        return Authority.objects.none()
    condition = Q()
    for word in query:
        condition &= _opens(word) if len(query) > 1 else _opens_name(word)
    if len(query) > 1:
        # Some word is one of the name or a code: "lot garonne" is not every commune there.
        some = Q()
        for word in query:
            some |= _opens_name(word)
        condition &= some
    # "mairie de Paris" is an exact name too, once the word that tells the type is set aside.
    phrases = {" ".join(query)}
    if bare := " ".join(word for word in query if word not in KIND_WORDS):
        phrases.add(bare)
    return (
        Authority.objects.filter(condition)
        .annotate(
            gone=Case(
                When(retired_on=None, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
            rank=_rank(phrases),
        )
        .order_by("gone", "rank", F("population").desc(nulls_last=True), "code")
    )


def _opens_name(word: str) -> Q:
    return Q(lookup__contains=f" {word}")


def _opens(word: str) -> Q:
    condition = _opens_name(word) | Q(lookup__contains=f";{word}")
    return condition | Q(type=AuthorityType.COMMUNE) if word in COMMUNE_WORDS else condition


def _rank(phrases: set[str]) -> Case:
    exact, begins, contains = Q(), Q(), Q()
    for phrase in sorted(phrases):
        exact |= Q(lookup__startswith=f" {phrase}|")
        if phrase[:1].isdigit() and " " not in phrase:
            exact |= Q(lookup__contains=f" {phrase} ")
        begins |= Q(lookup__startswith=f" {phrase}")
        contains |= Q(lookup__contains=f" {phrase}")
    return Case(
        When(exact, then=Value(EXACT)),
        When(begins, then=Value(1)),
        When(contains, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def find(text: str, limit: int = 8) -> list[Authority]:
    """The best answers to what somebody typed, at most `limit`; broken input finds nothing."""
    return [authority for authority, _ in _ranked(text, limit)]


def resolve(text: str, limit: int = 12) -> Authority | list[Authority]:
    """One authority when the text leaves no doubt, else the candidates (maybe none).

    No doubt: a code, a whole label, a name that only one living body bears, or a single answer. A
    postcode of several communes and homonyms are candidates.
    """
    text = text.strip().replace("\x00", "")[:MAX_LENGTH]
    by_code = Authority.objects.filter(code__in={text, text.upper()}).first() if text else None
    if by_code and not _is_also_a_postcode(by_code):
        return by_code
    ranked = _ranked(text, limit)
    # "Boé, Lot-et-Garonne", as the combobox fills it in.
    # Without a place in its label, as « Saint-Barthélemy » overseas, a name alone says no more than a name.
    typed = names.fold(text)
    labelled = [one for one, _ in ranked if one.area_name and names.fold(one.label) == typed]
    exact = labelled or [one for one, rank in ranked if rank == EXACT and not one.is_retired]
    if len(exact) == 1:
        return exact[0]
    if len(ranked) == 1:
        return ranked[0][0]
    return [one for one, _ in ranked]


def near_names(text: str, limit: int = 5) -> list[Authority]:
    """Territories whose name is spelt almost like this one, for a name that nobody bears.

    Reads every name of the register, as it is looked up: some 40 ms, spent only when nothing was found.
    """
    typed = " ".join(names.words(text[:MAX_LENGTH]))
    if len(typed) < MIN_NEAR:
        return []
    known = Authority.objects.current().order_by().values_list("pk", "lookup")
    spelt = {key: lookup.partition("|")[0].strip() for key, lookup in known}
    near = process.extract(
        typed, spelt, scorer=fuzz.ratio, processor=None, limit=limit, score_cutoff=NEAR_SCORE
    )
    found = Authority.objects.in_bulk([key for _, _, key in near])
    return [found[key] for _, _, key in near]


def _ranked(text: str, limit: int) -> list[tuple[Authority, int]]:
    # Keys first: an index holds all that ranking reads, and half of the time is saved.
    queryset = matching(text)
    if queryset.query.is_empty():
        return []
    ranks = dict(queryset.values_list("pk", "rank")[:limit])
    found = Authority.objects.in_bulk(ranks)
    return [(found[key], rank) for key, rank in ranks.items()]


def _is_also_a_postcode(authority: Authority) -> bool:
    """INSEE codes and postcodes share their form: 47031 may be both, for different communes."""
    if not authority.code.isdigit() or len(authority.code) != 5:
        return False
    return (
        Authority.objects.filter(lookup__contains=f" {authority.code} ")
        .exclude(pk=authority.pk)
        .exists()
    )
