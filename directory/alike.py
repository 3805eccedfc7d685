"""Who resembles an authority, through a lens, and what each did."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from catalogue.models import ProjectPage
from core.visibility import visible
from territories.models import Authority
from territories.nearest import LIMIT, lenses, nearest, nearest_among, through

TELLERS = 6  # shown, of those who told a project
TITLES = 3  # of each
READ = 300  # sheets of those who are shown


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
    ranked = nearest_among(authority, _tellers(authority, lens), TELLERS)
    closest = nearest(authority, lens, LIMIT)
    told: dict[int, list[ProjectPage]] = {}
    for page in _sheets([*ranked, *closest]):
        told.setdefault(page.authority_id, []).append(page)
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
        for one in ranked
        if one.pk in told
    ]
    twenty = [
        {
            "name": one.name,
            "population": one.population,
            "url": one.get_absolute_url(),
            "sheets": len(told.get(one.pk, ())),
        }
        for one in closest
    ]
    return Alike(lens, tellers, twenty)


def _tellers(authority: Authority, lens: str):
    """Those whom the lens shows and who carry a public sheet."""
    sheets = visible(ProjectPage.objects.filter(authority=OuterRef("pk"))).order_by()
    return Authority.objects.filter(through(authority, lens), Exists(sheets))


def _sheets(holders: list[Authority]) -> list[ProjectPage]:
    """Their public sheets, the newest first. One statement, of a bounded number of rows."""
    pages = visible(ProjectPage.objects.filter(authority__in=holders)).order_by("-pk")
    return list(pages.only("title", "url_path", "authority")[:READ])
