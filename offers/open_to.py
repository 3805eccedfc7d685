"""Déjà chez vous: what is open to an authority, by which path, and at what price.

Four answers, never two: open, possible by joining, out of the perimeter, not known. A service that several paths open
counts once. What is out is not told, nor what is stopped or closed.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from core.dates import is_over
from territories import areas
from territories.models import Authority
from territories.types import COMMUNE, AuthorityType

from .choices import Access, Answer, Path, State
from .endings import ended
from .known import Line, Service, services
from .models import Offer, Price
from .prices import price_for

_ORDER = list(Answer)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as perimeters name it."""

    authority: Authority
    epci: str  # code; an EPCI is its own
    departements: frozenset[str]
    region: str

    @classmethod
    def of(cls, authority: Authority) -> "Asker":
        """No statement for a commune, one for others: only they may lie in several départements."""
        if authority.family == COMMUNE and not authority.roles:
            departements = [authority.departement_id] if authority.departement_id else []
        else:
            departements = authority.departement_codes()
        return cls(
            authority, authority.place().epci, frozenset(departements), authority.region_id or ""
        )


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """A service as one authority sees it."""

    offer: Offer
    answer: Answer
    # « par le département (Lot-et-Garonne) »: by what it is served; of what is not known, why.
    paths: tuple[str, ...]
    why: str
    price: str  # as a sum, or the rule; "" when nothing is known of it

    @property
    def label(self) -> str:
        return self.answer.label

    @property
    def said(self) -> str:
        """« Par le département (Lot-et-Garonne). », or why nobody can tell."""
        if self.why or not self.paths:
            return self.why
        by = " et ".join(self.paths)
        # Open to whoever asks for it, and as the source says one does.
        how = f" {self.offer.how_to_join}" if self.answer == Answer.OPEN else ""
        return f"{by[0].upper()}{by[1:]}.{how}".rstrip()


def open_offers(
    authority: Authority, request=None, *, among: Collection[int] | None = None
) -> list[OpenOffer]:
    """All but those out of its perimeter: open first, then those that one joins, then those of which nothing is known.

    authority: of today (`territories.choice`). among: keys of the services to look at. For a commune no statement at all
    where a process knows the services (`known`).
    """
    asker, today = Asker.of(authority), timezone.localdate()
    shown = []
    for pk, service in services(request).items():
        if among is not None and pk not in among:
            continue
        answer = _answer(asker, service, today)
        if answer and answer[0] is not Answer.OUT:
            shown.append(_shown(service.offer, answer, service.prices, authority))
    return sorted(shown, key=lambda one: _ORDER.index(one.answer))


def answer_for(offer: Offer, authority: Authority, request=None) -> OpenOffer:
    """Of one service, out of its perimeter too."""
    service = services(request).get(offer.pk) or Service(offer, (), ())
    answer = _answer(Asker.of(authority), service, timezone.localdate())
    if answer is None:
        unknown = (Answer.UNKNOWN, (), "Les sources ne donnent pas de périmètre.")
        answer = (
            (Answer.OUT, (), f"Ce service n’est plus proposé : {offer.over}.")
            if offer.over
            else unknown
        )
    return _shown(offer, answer, service.prices, authority)


def _shown(
    offer: Offer,
    answer: "_Answer",
    prices: Iterable[Price],
    authority: Authority,
) -> OpenOffer:
    """Where nobody knows whether it is served at all, a sum would say that it is."""
    is_served = bool(answer[1])
    price = price_for(prices, authority.population) if is_served else ""
    return OpenOffer(offer, *answer, price=price)


# What, by which paths, and why nobody can tell.
_Answer = tuple[Answer, tuple[str, ...], str]


def _is_current(line: Line, today: datetime.date) -> bool:
    begun = not line.since or line.since <= today.isoformat()[: len(line.since)]
    return begun and not is_over(line.until, today)


def _covers(line: Line, asker: Asker) -> bool | None:
    """None: the register does not say where the asker is."""
    named = (line.authority, line.successor, line.heir)
    match line.path:
        case Path.AUTHORITY:
            return asker.authority.code in named
        case Path.EPCI:
            return asker.epci != "" and asker.epci in named
        case Path.NATIONAL:
            return True
    if line.departement:
        if asker.departements:
            return line.departement in asker.departements
        area = areas.departement(line.departement)
        # A région is no part of its départements; a body whose place is not known may be anywhere in its région.
        elsewhere = asker.region and area is not None and area.region != asker.region
        return False if elsewhere or asker.authority.type == AuthorityType.REGION else None
    if line.region:
        return line.region == asker.region if asker.region else None
    return True  # members, anywhere


def _answer(asker: Asker, service: Service, today: datetime.date) -> _Answer | None:
    """None of what is proposed no more, and of what has no perimeter."""
    offer, authority = service.offer, asker.authority
    if not service.perimeter or ended(offer.state, offer.closes_on, today):
        return None
    current = [(row, _covers(row, asker)) for row in service.perimeter if _is_current(row, today)]
    # Whom the source names is served, whatever it says of others.
    if any(row.path == Path.AUTHORITY and covers and not row.excluded for row, covers in current):
        is_named, served = True, True
    else:
        is_named = False
        served = _serves_type(offer.types, {authority.type, *authority.roles.split()})
    if served is False:
        return (
            Answer.OUT,
            (),
            f"Ce service ne s’adresse pas à ce type de collectivité ({authority.type_label}).",
        )
    is_too_large = (
        offer.population_max is not None and (authority.population or 0) > offer.population_max
    )
    if is_too_large and not is_named:
        return Answer.OUT, (), "Ce service s’adresse à de plus petites collectivités."
    for row, covers in current:
        if row.excluded and covers:
            return Answer.OUT, (), _exclusion_in_words(row, asker)
    lines = [(row, covers) for row, covers in current if not row.excluded and covers is not False]
    sure = [row for row, covers in lines if covers and row.path != Path.MEMBERS]
    if not lines:
        return Answer.OUT, (), "Le périmètre que donnent les sources ne l’atteint pas."
    paths = tuple(dict.fromkeys(_path_in_words(row, asker) for row in sure))
    may_be_excluded = any(row.excluded and covers is None for row, covers in current)
    if doubt := _doubt(offer, served, sure, authority, may_be_excluded, is_named):
        return Answer.UNKNOWN, paths, doubt
    by_its_grouping = any(row.path == Path.EPCI for row in sure)
    if is_named or by_its_grouping or offer.access == Access.OPEN:
        return Answer.OPEN, paths, ""
    return Answer.JOIN, paths, ""


def _doubt(
    offer: Offer,
    served: bool | None,
    sure: Collection[Line],
    authority: Authority,
    may_be_excluded: bool,
    is_named: bool,
) -> str:
    """Why nobody can tell, "" when one can."""
    if offer.state == State.PLANNED:
        return "Ce service est prévu : il n’est pas encore ouvert."
    if not sure:
        return "La liste des membres, ou leur périmètre, n’est pas connue de nous."
    if may_be_excluded:
        return "Le service exclut un territoire, et le registre ne dit pas si celui-ci en est."
    if is_named:
        return ""
    if served is None:
        return f"Les sources ne disent pas si le service s’adresse aussi à ce type : {authority.type_label}."
    if offer.condition:
        return f"Une condition reste à vérifier : {offer.condition}."
    if offer.population_max is not None and authority.population is None:
        return "Le service a un seuil de population, et le registre ne dit pas celle-ci."
    return ""


def _serves_type(types: list[str], roles: set[str]) -> bool | None:
    """roles: a body may have two (Paris is a département too)."""
    if not types or roles.intersection(types):
        return True
    return None if AuthorityType.AUTRE in types else False


def _path_in_words(row: Line, asker: Asker) -> str:
    match row.path:
        case Path.AUTHORITY if row.authority != asker.authority.code:
            return (
                f"parmi les membres que la source nomme, sous un nom d’avant ({row.authority_name})"
            )
        case Path.AUTHORITY:
            return "parmi les membres que la source nomme"
        case Path.NATIONAL:
            return "partout en France"
        case Path.EPCI if asker.authority.code == asker.epci:
            return "parmi les intercommunalités que la source nomme"
    return f"par {_area_in_words(row)}"


def _exclusion_in_words(row: Line, asker: Asker) -> str:
    is_itself = row.path == Path.AUTHORITY or asker.authority.code == asker.epci
    return f"Le fournisseur exclut {'nommément celle-ci' if is_itself else _area_in_words(row)}."


def _area_in_words(row: Line) -> str:
    if row.departement:
        return f"le département ({areas.departement_name(row.departement)})"
    if row.region:
        return f"la région ({areas.region_name(row.region)})"
    return f"l’intercommunalité ({row.authority_name})" if row.authority else "toute la France"
