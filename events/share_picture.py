"""The pictures of shared events and tours: those of sheets, with a date in place of the figures."""

from django.conf import settings
from django.urls import reverse

from territories.share_picture import Shared

from .models import EventPage, TourPage
from .records import card_of
from .templatetags.events_tags import event_dates


def of_event(event: EventPage) -> Shared:
    return Shared(
        f"evenement-{event.pk}", event.title, _line(event), event.commune, event.live_revision_id
    )


def of_tour(tour: TourPage) -> Shared:
    return Shared(f"tournee-{tour.pk}", tour.title, ("Tournée",), None, tour.live_revision_id)


def share_of_event(event: EventPage) -> dict:
    line = _line(event)
    when_and_where = ", ".join(line[:-1]) if len(line) > 1 else ""
    change = event.get_change_display() if event.change else ""
    description = ". ".join(part for part in (change, when_and_where, event.summary) if part)
    return _share(event, "event_picture", line) | {"description": description}


def share_of_tour(tour: TourPage, cities: list[str]) -> dict:
    return _share(tour, "tour_picture", of_tour(tour).line) | {
        "description": tour.summary or ", ".join(cities)
    }


def _line(event: EventPage) -> tuple[str, ...]:
    """« Jeudi 22 juin 2017 », « Nancy (Meurthe-et-Moselle) », « étape de tournée »: as far as they are known."""
    when = "" if event.date_to_come else event_dates(card_of(event))
    city = event.commune.label if event.commune_id else ""
    kind = event.get_kind_display().lower()
    return tuple(part for part in (when[:1].upper() + when[1:], city, kind) if part)


def _share(page, view: str, line: tuple[str, ...]) -> dict:
    """Address of the picture and what it says; none while the page is not public."""
    # A page that is only previewed is live by default, and has no number yet.
    if not (page.live and page.pk):
        return {"url": "", "alt": ""}
    url = f"{settings.BASE_URL}{reverse(view, args=[page.slug])}"
    return {"url": url, "alt": " · ".join([*line, page.title])}
