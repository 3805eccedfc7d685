"""The next dates near an authority."""

from django.db.models import Q
from django.utils import timezone

from core.visibility import visible
from events.models import EventPage
from territories.comparison import MAX_STATED_KM, box, distance_in_words, distance_km
from territories.models import Authority

SHOWN = 3


def dates_near(authority: Authority) -> list[dict]:
    """[{title, url, start, distance}], soonest first: what takes place at most 150 km away, or in its région when nobody
    knows where it lies. One statement."""
    place = authority.place()
    if place.lon is not None and place.lat is not None:
        lon, lat = box(place.lon, place.lat, MAX_STATED_KM)
        near = Q(
            commune__lon__gte=lon.low,
            commune__lon__lte=lon.high,
            commune__lat__gte=lat.low,
            commune__lat__lte=lat.high,
        )
    elif place.region:
        near = Q(commune__region=place.region)
    else:
        return []
    events = (
        visible(EventPage.objects)
        .filter(near, over_at__gt=timezone.now(), change="")
        .exclude(tour__is_demonstration=True)
        .select_related("commune")
        .order_by("begins_at", "title")[: 4 * SHOWN]
    )
    found = []
    for event in events:
        km = distance_km(place, event.commune.place())
        if km is None or km <= MAX_STATED_KM:
            is_there = event.commune_id == authority.pk
            where = authority.at_name if is_there else event.commune.name
            far = "" if is_there or km is None else distance_in_words(km)
            found.append(
                {
                    "title": event.title,
                    "url": event.relative_url(None),
                    "start": event.start,
                    "where": ", ".join(filter(None, (where, far))),
                }
            )
    return found[:SHOWN]
