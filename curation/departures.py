"""What visitors no longer see of a collection: sheets that it still names, and what its search found. A sheet that is
deleted cannot be among them: what is used is not deleted (`core.uses`), and whoever tries is told which collections name it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalogue.kinds import CATALOGUE
from catalogue.models import ProjectPage
from core.visibility import visible
from curation import living


@dataclass(frozen=True, slots=True)
class Departure:
    sheet: ProjectPage
    reason: str  # « dépubliée »


def departures(items: Iterable) -> list[Departure]:
    """Of the rows of a collection, in their order. Two statements."""
    asked = list(dict.fromkeys(item.sheet_id for item in items if item.sheet_id))
    seen = visible(ProjectPage.objects.filter(pk__in=asked)).order_by().values("pk")
    gone = ProjectPage.objects.filter(pk__in=asked).exclude(pk__in=seen).in_bulk()
    return [Departure(gone[pk], _reason(gone[pk])) for pk in asked if pk in gone]


def with_departures(collections: QuerySet) -> QuerySet:
    """The collections that name a sheet which visitors do not see."""
    items = collections.model._meta.get_field("items").related_model.objects
    seen = visible(ProjectPage.objects).order_by().values("pk")
    gone = items.filter(page=OuterRef("pk")).exclude(sheet__in=seen).order_by()
    return collections.filter(Exists(gone))


def with_unread_search(collections: QuerySet) -> QuerySet:
    """The collections whose search names what the list of sheets does not know any more."""
    kept = collections.filter(search__startswith=f"{CATALOGUE.path}?").order_by()
    addresses = dict(kept.values_list("pk", "search"))
    unread = living.unread(addresses.values())
    return collections.filter(pk__in=[pk for pk, one in addresses.items() if one in unread])


def _reason(sheet: ProjectPage) -> str:
    if not sheet.live:
        return "dépubliée" if sheet.first_published_at else "jamais publiée"
    if sheet.expire_at and sheet.expire_at <= timezone.now():
        return "arrivée à sa date de fin"
    return "devenue privée"
