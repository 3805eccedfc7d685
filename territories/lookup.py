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
_CODE_LENGTH = 9

_TYPE_WORDS = {
    AuthorityType.COMMUNAUTE_COMMUNES: "communaute communes cc",
    AuthorityType.COMMUNAUTE_AGGLO: "communaute agglomeration ca agglo",
    AuthorityType.COMMUNAUTE_URBAINE: "communaute urbaine cu",
    AuthorityType.METROPOLE: "metropole",
    AuthorityType.DEPARTEMENT: "departement conseil departemental",
    AuthorityType.REGION: "region conseil regional",
    AuthorityType.COMMUNE: "commune mairie ville",
}


def lookup_text(authority: Authority) -> str:
    """The searched column: " boe|;lot;garonne; commune 47031 47550 214700312 ".

    A space opens a word of the name or a code, ";" one that does not suffice alone (else every
    commune of the Lot would answer "lot"), "|" ends the name.
    """
    name = _searched_name(authority)
    area = names.words(
        f"{areas.departement_name(authority.departement_id)} "
        f"{areas.region_name(authority.region_id)}"
    )
    also = [word for word in names.words(authority.full_name) if word not in name.split()]
    codes = [authority.code, authority.siren, *authority.postcodes.split()]
    rest = " ".join(dict.fromkeys([*also, *(code.lower() for code in codes if code)]))
    kinds = _TYPE_WORDS.get(AuthorityType(authority.type), "").split()
    further = "".join(f";{word}" for word in dict.fromkeys([*kinds, *area]))
    return f" {name}|{further}; {rest} "[:800]


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
    phrase = " ".join(query)
    # Every word opens some word of the column, one of them at least a word of the name or a code.
    condition = Q(lookup__contains=f" {query[0]}")
    if len(query) > 1:
        for word in query[1:]:
            condition |= Q(lookup__contains=f" {word}")
        for word in query:
            condition &= Q(lookup__contains=f" {word}") | Q(lookup__contains=f";{word}")
    exact = Q(lookup__startswith=f" {phrase}|")
    if len(query) == 1 and phrase[:1].isdigit():
        exact |= Q(lookup__contains=f" {phrase} ")
    rank = Case(
        When(exact, then=Value(0)),
        When(lookup__startswith=f" {phrase}", then=Value(1)),
        When(Q(lookup__contains=f" {phrase}"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        Authority.objects.filter(condition)
        .annotate(
            gone=Case(
                When(retired_on=None, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            ),
            rank=rank,
        )
        .order_by("gone", "rank", F("population").desc(nulls_last=True), "code")
    )


def find(text: str, limit: int = 8) -> list[Authority]:
    """The best answers to what somebody typed, at most `limit`; broken input finds nothing."""
    return list(matching(text)[:limit])


def resolve(text: str, limit: int = 12) -> Authority | list[Authority]:
    """One authority when the text leaves no doubt, else the candidates (maybe none).

    No doubt: a code, a name that only one living body bears, or a single answer. A postcode of
    several communes and homonyms are candidates.
    """
    text = text.strip()
    if text:
        by_code = Authority.objects.filter(code__iexact=text[:60].replace("\x00", "")).first()
        if by_code and not _is_also_a_postcode(by_code):
            return by_code
    candidates = list(matching(text)[:limit])
    exact = [one for one in candidates if one.rank == 0 and not one.is_retired]
    if len(exact) == 1:
        return exact[0]
    if len(candidates) == 1:
        return candidates[0]
    return candidates


def _is_also_a_postcode(authority: Authority) -> bool:
    """INSEE codes and postcodes share their form: 47031 may be both, for different communes."""
    if not authority.code.isdigit() or len(authority.code) != 5:
        return False
    return (
        Authority.objects.filter(lookup__contains=f" {authority.code} ")
        .exclude(pk=authority.pk)
        .exists()
    )
