"""All services as one reads them to answer an authority, held in the process: some hundred rows, the same for everybody."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.generations import PerGeneration
from core.page_cache import in_process
from territories.names import fold

from .models import Offer, Perimeter, Price


class Line(NamedTuple):
    """A line of a perimeter."""

    path: str
    excluded: bool
    since: str
    until: str
    departement: str | None
    region: str | None
    authority: str | None  # code
    authority_name: str | None
    # Of one that was merged, who lives on.
    successor: str | None
    heir: str | None


_LINE = (
    *("path", "excluded", "since", "until", "departement_id", "region_id"),
    *("authority__code", "authority__name"),
    *("authority__successor_id", "authority__successor__successor_id"),
)


@dataclass(frozen=True, slots=True)
class Service:
    """offer: with its provider and `theme`, the family of its first one or None."""

    offer: Offer
    perimeter: tuple[Line, ...]
    prices: tuple[Price, ...]


# The family of its first theme.
_FIRST_THEME = Subquery(
    Offer.themes.through.objects.filter(offer=OuterRef("pk"))
    .order_by("pk")
    .values(name=Coalesce("theme__parent__name", "theme__name"))[:1]
)


def _read() -> dict[int, Service]:
    """By key, in the order of a French list. Three statements, whatever their number."""
    lines: dict[int, list[Line]] = {}
    rows = Perimeter.objects.order_by("offer_id", "sort_order")
    for offer, *values in rows.values_list("offer_id", *_LINE):
        lines.setdefault(offer, []).append(Line._make(values))
    prices: dict[int, list[Price]] = {}
    for price in Price.objects.order_by("offer_id", "sort_order"):
        prices.setdefault(price.offer_id, []).append(price)
    offers = Offer.objects.select_related("provider").order_by().annotate(theme=_FIRST_THEME)
    return {
        one.pk: Service(one, tuple(lines.get(one.pk, ())), tuple(prices.get(one.pk, ())))
        for one in sorted(offers, key=lambda one: fold(one.name))
    }


kept: PerGeneration[dict[int, Service]] = PerGeneration(_read)


def services(request=None) -> dict[int, Service]:
    """Shared by all threads: to be read, never changed."""
    return in_process(kept, request)
