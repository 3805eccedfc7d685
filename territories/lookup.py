"""Finding one's territory among 36,000: by name, postcode or code.

One normalised column, one scan (a few milliseconds), the same on SQLite and PostgreSQL: accents,
case, hyphens and articles do not count, the words may come in any order, each is a beginning of
a word, and some may name the département or the type ("saint denis reunion", "mairie de boé").
"""

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from . import areas, names
from .models import Authority
from .types import AuthorityType

MAX_LENGTH = 100  # characters of a query that are read
MAX_WORDS = 8
COLUMN_LENGTH = 800
EXACT = 0  # the rank of an answer whose whole name, postcode or code was typed

_TYPE_WORDS = {
    AuthorityType.COMMUNAUTE_COMMUNES: "communaute communes cc",
    AuthorityType.COMMUNAUTE_AGGLO: "communaute agglomeration ca agglo",
    AuthorityType.COMMUNAUTE_URBAINE: "communaute urbaine cu",
    AuthorityType.METROPOLE: "metropole",
    AuthorityType.DEPARTEMENT: "departement conseil departemental",
    AuthorityType.REGION: "region conseil regional",
}
# Communes are too many to spell these out in each: the type answers them.
_COMMUNE_WORDS = frozenset({"commune", "mairie", "ville"})
_KIND_WORDS = _COMMUNE_WORDS.union(*(words.split() for words in _TYPE_WORDS.values()))


def lookup_text(authority: Authority) -> str:
    """The searched column: " boe|;lot;garonne; 47031 47550 214700312 ".

    A space opens a word of the name or a code, ";" one that does not suffice alone (else every
    commune of the Lot would answer "lot"), "|" ends the name.
    """
    name = _searched_name(authority)
    area = names.words(
        areas.departement_name(authority.departement_id) or areas.region_name(authority.region_id)
    )
    kinds = _TYPE_WORDS.get(AuthorityType(authority.type), "").split()
    known = {*name.split(), *kinds}
    also = [word for word in names.words(authority.full_name) if word not in known]
    codes = [authority.code.lower(), *authority.postcodes.split(), authority.siren]
    rest = " ".join(dict.fromkeys([*also, *(code for code in codes if code)]))
    further = "".join(f";{word}" for word in dict.fromkeys([*kinds, *area]))
    return f" {name}|{further}; {rest} "[:COLUMN_LENGTH]


def _searched_name(authority: Authority) -> str:
    """Councils are looked for by their area: "loire", not "département de la Loire"."""
    if authority.type == AuthorityType.DEPARTEMENT and authority.code.startswith("D"):
        return " ".join(names.words(areas.departement_name(authority.departement_id)))
    if authority.type == AuthorityType.REGION and authority.code.startswith("R"):
        return " ".join(names.words(areas.region_name(authority.region_id)))
    return " ".join(names.words(authority.name))


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
    if bare := " ".join(word for word in query if word not in _KIND_WORDS):
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
    return condition | Q(type=AuthorityType.COMMUNE) if word in _COMMUNE_WORDS else condition


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

    No doubt: a code, a name that only one living body bears, or a single answer. A postcode of
    several communes and homonyms are candidates.
    """
    text = text.strip().replace("\x00", "")[:MAX_LENGTH]
    by_code = Authority.objects.filter(code__in={text, text.upper()}).first() if text else None
    if by_code and not _is_also_a_postcode(by_code):
        return by_code
    ranked = _ranked(text, limit)
    exact = [one for one, rank in ranked if rank == EXACT and not one.is_retired]
    if len(exact) == 1:
        return exact[0]
    if len(ranked) == 1:
        return ranked[0][0]
    return [one for one, _ in ranked]


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
