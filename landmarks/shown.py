"""What visitors see of funding programmes and deadlines on other pages; nothing per row."""

from collections.abc import Iterable

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from core.dates import is_over
from core.page_cache import part
from core.words import partial_date
from funding.models import FundingProgramme, over_in_words
from territories.models import Authority
from territories.types import COMMUNE, GROUPEMENT

from .models import Deadline, DeadlinePlace


def deadlines_for(authority: Authority) -> list[dict]:
    """Those that concern it, to come first: [{what, url, day, is_past, concerned, here}], `here` what a source says of
    the place itself. One statement."""
    today = timezone.localdate()
    found = {}
    for deadline in _that_may_concern(authority):
        is_named = deadline.place is not None
        if is_named or _concerns(deadline, authority):
            day = (is_named and deadline.place_date) or deadline.date
            found[deadline.pk] = {
                "what": deadline.what,
                "url": deadline.get_absolute_url(),
                "day": day,
                "is_past": is_over(day, today),
                "concerned": deadline.concerned,
                "here": deadline.place_what or "",
            }
    rows = list(found.values())
    coming = sorted((one for one in rows if not one["is_past"]), key=lambda one: one["day"])
    past = sorted((one for one in rows if one["is_past"]), key=lambda one: one["day"], reverse=True)
    return [*coming, *past]


def _that_may_concern(authority: Authority) -> list[Deadline]:
    """Those of the whole country, and those that name it or its département: once for each place that they name. What is
    said of itself comes after what is said of its département, and the last day last: that is told."""
    named = Q(places__authority=authority) | Q(places__departement__in=_departements(authority))
    rows = (
        Deadline.objects.annotate(here=FilteredRelation("places", condition=named))
        .filter(Q(is_national=True) | Q(here__isnull=False))
        .annotate(
            place=F("here__pk"),
            place_date=F("here__date"),
            place_what=F("here__what"),
            place_authority=F("here__authority"),
        )
        .order_by()
    )
    return sorted(
        rows, key=lambda one: (one.place_authority is not None, one.place_date or one.date)
    )


def _departements(authority: Authority) -> list[str]:
    """Without a statement: the page of an authority has read those of whoever may have several."""
    if authority.family == COMMUNE and not authority.roles:
        return [authority.departement_id] if authority.departement_id else []
    return authority.departement_codes()


def _concerns(deadline: Deadline, authority: Authority) -> bool:
    """Of a deadline of the whole country."""
    if deadline.types and not _types(authority).intersection(deadline.types):
        return False
    thresholds = {COMMUNE: deadline.communes_over, GROUPEMENT: deadline.groupings_over}
    over = thresholds.get(authority.family)
    return over is None or (authority.population or 0) > over


def _types(authority: Authority) -> set[str]:
    """A body may have two: Paris is a département too."""
    return {authority.type, *authority.roles.split()}


def funding_for(request, authority: Authority) -> list[dict]:
    """Programmes for its type and its place, unless they are closed: [{name, url, funder, status, status_date}], the one
    of which something was read last first. One statement, whose answer all pages share."""
    types, today = _types(authority), timezone.localdate()
    departements = set(_departements(authority))
    found = [
        one
        for one in part(request, "landmarks.funding", _programmes)
        if types.intersection(one["types"])
        and not is_over(one["ends"], today)
        and (
            not (one["departements"] or one["regions"])
            or departements.intersection(one["departements"])
            or authority.region_id in one["regions"]
        )
    ]
    return sorted(found, key=lambda one: one["status_date"], reverse=True)


def _programmes() -> list[dict]:
    rows = FundingProgramme.objects.offered().filter(is_closed=False)
    return [
        {
            "name": one.name,
            "url": one.get_absolute_url(),
            "funder": one.funder,
            "status": one.status,
            "status_date": one.status_date,
            "ends": one.ends,
            "types": one.eligible,
            "departements": [area.code for area in one.departements.all()],
            "regions": [area.code for area in one.regions.all()],
        }
        for one in rows.prefetch_related("departements", "regions")
    ]


def funding_of(request, organisation) -> list[dict]:
    """Programmes that it pays or runs: [{name, url, over}]. One statement, whose answer all pages share."""
    paid = part(request, "landmarks.paid", _paid).get(organisation.pk, [])
    return [
        {"name": name, "url": url, "over": over_in_words(is_closed, ends)}
        for name, url, is_closed, ends in paid
    ]


def _paid() -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for one in FundingProgramme.objects.filter(merged=False).exclude(organisation=None):
        row = (one.name, one.get_absolute_url(), one.is_closed, one.ends)
        found.setdefault(one.organisation_id, []).append(row)
    return found


def rows_of_places(places: Iterable[DeadlinePlace]) -> list[dict]:
    """[{name, url, day, is_past, what}] of a deadline's page, in the order given."""
    today = timezone.localdate()
    rows = []
    for place in places:
        where = place.authority or place.departement
        rows.append(
            {
                "name": place.authority.label if place.authority_id else str(where),
                "url": place.authority.get_absolute_url() if place.authority_id else "",
                "day": partial_date(place.date) if place.date else "",
                "is_past": is_over(place.date, today),
                "what": place.what,
            }
        )
    return rows
