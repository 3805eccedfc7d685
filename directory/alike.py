"""Who resembles an authority, through a lens, and what each did."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import HttpRequest

from catalogue.models import ProjectPage
from core.generations import PerGeneration
from core.page_cache import in_process
from core.visibility import visible
from territories import names
from territories.models import Authority
from territories.nearest import LIMIT, lenses, nearest, records

TELLERS = 6  # shown, of those who told a project
TITLES = 3  # of each


@dataclass(frozen=True, slots=True)
class Alike:
    lens: str
    tellers: list[
        dict
    ]  # {authority, titles: [{title, url}], more}: those who told something, the most alike first
    nearest: list[dict]  # {authority, sheets}: the twenty, whatever they did


def alike(request: HttpRequest, authority: Authority) -> Alike:
    """`?semblables=`: the lens; the default one for any other word. Three statements, whatever was told."""
    known = lenses(authority)
    asked = request.GET.get("semblables", "")
    lens = asked if asked in known else next(iter(known))
    told = in_process(kept, request)
    tellers = nearest(authority, lens, TELLERS, among=told) if told else []
    closest = nearest(authority, lens, LIMIT)
    shown = records([*tellers, *closest])
    titles = _titles(tellers)
    return Alike(
        lens,
        [
            {
                "authority": shown[key].card(),
                "page_url": shown[key].get_absolute_url(),
                "titles": titles[key],
                "more": max(0, told[key] - TITLES),
            }
            for key in tellers
            if key in shown and key in titles
        ],
        [
            {
                "name": _name(shown[key], authority),
                "population": shown[key].population,
                "url": shown[key].get_absolute_url(),
                "sheets": told.get(key, 0),
            }
            for key in closest
            if key in shown
        ],
    )


def _name(one: Authority, beside: Authority) -> str:
    """With where it is, unless both are there: many have a namesake."""
    is_elsewhere = one.departement_id != beside.departement_id
    return names.in_area(one.name, one.area_name) if is_elsewhere else one.name


def _count() -> dict[int, int]:
    """Key of an authority -> how many public sheets tell of it, or of a commune that it took up. One statement."""
    rows = visible(ProjectPage.objects.exclude(authority=None)).order_by().values(key=_HOLDER)
    return {row["key"]: row["sheets"] for row in rows.annotate(sheets=Count("pk"))}


_HOLDER = Coalesce("authority__successor__pk", "authority")
kept: PerGeneration[dict[int, int]] = PerGeneration(_count)


def _titles(holders: list[int]) -> dict[int, list[dict]]:
    """Of the newest public sheets of each, at most TITLES: by key, [{title, url}]. One statement."""
    if not holders:
        return {}
    of_holders = Q(authority__in=holders) | Q(authority__successor__pk__in=holders)
    place = Window(RowNumber(), partition_by=_HOLDER, order_by=F("pk").desc())
    pages = (
        visible(ProjectPage.objects.filter(of_holders))
        .annotate(holder=_HOLDER, place=place)
        .filter(place__lte=TITLES)
        .order_by("-pk")
        .only("title", "url_path")
    )
    found: dict[int, list[dict]] = {}
    for page in pages:
        found.setdefault(page.holder, []).append(
            {"title": page.title, "url": page.relative_url(None)}
        )
    return found
