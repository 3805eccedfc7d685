"""Who resembles an authority, through a lens, and what each did."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Abs

from catalogue.models import ProjectPage
from core.visibility import visible
from territories.models import Authority
from territories.nearest import LIMIT, SIZE, in_order, lenses, nearest, prefixed, through

TELLERS = 6  # shown, of those who told a project
TITLES = 3  # of each
READ = 300  # sheets of authorities of the nearest sizes


@dataclass(frozen=True, slots=True)
class Alike:
    lens: str
    tellers: list[
        dict
    ]  # {authority, titles: [{title, url}], more}: those who told something, the most alike first
    nearest: list[dict]  # {authority, sheets}: the twenty, whatever they did


def alike(authority: Authority, asked: str) -> Alike:
    """asked: the lens, of an address; the default one for any other word."""
    known = lenses(authority)
    lens = asked if asked in known else next(iter(known))
    told: dict[int, list[ProjectPage]] = {}
    holders: dict[int, Authority] = {}
    for page in _sheets(authority, lens):
        told.setdefault(page.authority_id, []).append(page)
        holders[page.authority_id] = page.authority
    ranked = in_order(authority, list(holders.values()))
    tellers = [
        {
            "authority": one.card(),
            "page_url": one.get_absolute_url(),
            "titles": [
                {"title": page.title, "url": page.relative_url(None)}
                for page in told[one.pk][:TITLES]
            ],
            "more": max(0, len(told[one.pk]) - TITLES),
        }
        for one in ranked[:TELLERS]
    ]
    twenty = [
        {
            "name": one.name,
            "population": one.population,
            "url": one.get_absolute_url(),
            "sheets": len(told.get(one.pk, ())),
        }
        for one in nearest(authority, lens, LIMIT)
    ]
    return Alike(lens, tellers, twenty)


def _sheets(authority: Authority, lens: str) -> list[ProjectPage]:
    """Public sheets of those whom the lens shows. One statement, of a bounded number of rows."""
    shown = prefixed(through(authority, lens), "authority__")
    pages = visible(ProjectPage.objects).filter(shown).select_related("authority")
    if lens == SIZE and authority.population is not None:
        pages = pages.order_by(Abs(F("authority__population") - authority.population), "-pk")
    else:
        pages = pages.order_by("-pk")
    return list(pages.only("title", "url_path", "authority")[:READ])
