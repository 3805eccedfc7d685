"""A tour as its page shows it: stages on a map and in time, editions, projects met on the way."""

import datetime

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from catalogue.records import card_of as sheet_card
from core.sanitising import rich_text
from core.visibility import visible
from territories import contours

from .calendar_links import subscription
from .choices import State
from .models import EventPage, TourPage
from .records import card_of, with_state
from .registration import standing_of
from .share_picture import share_of_tour
from .shown import public_projects

_OVER = (State.PAST, State.REPORTED, State.CANCELLED)


def context_of(tour) -> dict:
    """What templates/events/tour_page.html reads."""
    return {"tour": present_tour(tour)}


def context_of_list(page) -> dict:
    """What templates/events/tours_page.html reads."""
    return {"tours": all_tours()}


def all_tours() -> list[dict]:
    """One statement for the tours, one for their stages' count and years."""
    tours = visible(TourPage.objects).order_by("-first_published_at")
    counted = {
        row["tour"]: row
        for row in visible(EventPage.objects)
        .filter(tour__isnull=False)
        .order_by()
        .values("tour")
        .annotate(
            count=Count("pk"),
            last=Max("begins_at"),
            first_start=Min("start", filter=~Q(start="")),
            last_start=Max("start"),
        )
    }
    now = timezone.now()
    shown = []
    for tour in tours:
        row = counted.get(tour.pk, {"count": 0, "last": None, "first_start": "", "last_start": ""})
        shown.append(
            {
                "title": tour.title,
                "summary": tour.summary,
                "url": tour.relative_url(None),
                "count": row["count"],
                "years": _years([row["first_start"], row["last_start"]]),
                "is_demonstration": tour.is_demonstration,
                "is_over": not row["last"] or row["last"] < now,
                "last": row["last"],
            }
        )
    oldest = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return sorted(shown, key=lambda one: one["last"] or oldest, reverse=True)


def stages_of(tour) -> list[EventPage]:
    """Visible stages in order of date, those of which only the month or year is known at its end, undated
    ones last; four statements whatever their number."""
    stages = (
        visible(EventPage.objects)
        .filter(tour=tour)
        .select_related("commune__departement", "main_theme__parent", "tour")
        .prefetch_related("sessions", "documents", "organisers__organisation")
    )
    far = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return sorted(stages, key=lambda one: (one.over_at or far, one.title))


def present_tour(tour) -> dict:
    """The context `tour` of templates/events/tour_page.html."""
    now = timezone.now()
    stages = stages_of(tour) if tour.pk else []
    shown = public_projects(stage.pk for stage in stages)
    cards = []
    for number, stage in enumerate(stages, start=1):
        card = with_state(card_of(stage), now)
        card |= {
            "registration": standing_of(stage, now),
            "number": number,
            "short_title": short_title(stage, tour),
            "projects": [
                {"title": row.sheet.title, "url": row.sheet.relative_url(None)}
                for row in shown
                if row.page_id == stage.pk
            ],
            "is_over": card["state"] in _OVER,
        }
        cards.append(card)
    upcoming = [
        card for card in cards if card["state"] in (State.UPCOMING, State.TODAY, State.LIVE)
    ]
    cities = list(dict.fromkeys(card["city"] for card in cards if card["city"]))
    path = tour.relative_url(None) or ""
    absolute = f"{settings.BASE_URL}{path}"
    return {
        "title": tour.title,
        "summary": tour.summary,
        "description": rich_text(tour.description),
        "organisers": organisers_of(tour),
        "is_demonstration": tour.is_demonstration,
        "crumbs": [
            {"label": "Agenda", "url": "/agenda/"},
            {"label": "Tournées", "url": "/tournees/"},
        ],
        "stages": cards,
        "years": _years([stage.start for stage in stages]),
        "cities": cities,
        "next": upcoming[0] if upcoming else None,
        "map": _map(stages, cards),
        "editions": _editions(tour),
        "sheets": [sheet_card(sheet) for sheet in dict.fromkeys(row.sheet for row in shown)],
        "calendar": subscription(f"{absolute.rstrip('/')}.ics")
        if any(card["start"] and len(card["start"]) == 10 for card in cards)
        else None,
        "share": share_of_tour(tour, cities),
        "embed_url": f"{path}dates/",
        "json_url": f"{path.rstrip('/')}.json",
    }


def short_title(stage, tour) -> str:
    """What a stage's title adds to its tour and city: "IntercoTOUR 2022 – étape de Quimperlé :
    Territoire inclusif" gives "Territoire inclusif"."""
    head, colon, rest = stage.title.partition(" : ")
    series = tour.series or tour.title
    city = stage.commune.name if stage.commune_id else ""
    if colon and (series.lower() in head.lower() or (city and city.lower() in head.lower())):
        return rest
    if city and city.lower() in stage.title.lower():
        return ""
    return stage.title


def organisers_of(page) -> list[dict]:
    return [
        {
            "name": row.label,
            "url": row.organisation.get_absolute_url() if row.organisation_id else "",
        }
        for row in page.organisers.all()
        if row.label
    ]


def _map(stages, cards) -> dict | None:
    """Dots of the stages on the map of France; stages at one place share a dot, with all numbers."""
    dots: dict[tuple, dict] = {}
    for stage, card in zip(stages, cards, strict=True):
        place = stage.commune.place() if stage.commune_id else None
        if place is None or place.lon is None or place.lat is None:
            continue
        where = contours.france_position(place.lon, place.lat, place.departement)
        if where is None:
            continue
        dot = dots.setdefault(
            where,
            {
                "x": where[0],
                "y": where[1],
                "numbers": [],
                "city": card["city"],
                "over": True,
            },
        )
        dot["numbers"].append(str(card["number"]))
        dot["over"] = dot["over"] and card["is_over"]
    if not dots:
        return None
    france = contours.france()
    to_come = any(not dot["over"] for dot in dots.values())
    for dot in dots.values():
        # Hollow only beside what is still to come: a tour that is over is drawn full.
        dot["over"] = dot["over"] and to_come
        numbers = dot["numbers"]
        dot["label"] = numbers[0] if len(numbers) == 1 else f"{numbers[0]}+"
    spread = _spread(list(dots.values()))
    names = ", ".join(f"{'/'.join(dot['numbers'])} {dot['city']}" for dot in spread)
    return {
        "france": france,
        "dots": spread,
        "label": f"Carte des étapes : {names}",
    }


def _spread(dots: list[dict], radius: float = 15.0) -> list[dict]:
    """Neighbours that would cover each other are moved apart, the first stays where it is."""
    placed: list[tuple[float, float]] = []
    for dot in dots:
        x, y = float(dot["x"]), float(dot["y"])
        for _ in range(12):
            near = next(
                (
                    (px, py)
                    for px, py in placed
                    if (px - x) ** 2 + (py - y) ** 2 < (2 * radius) ** 2
                ),
                None,
            )
            if near is None:
                break
            dx, dy = x - near[0], y - near[1]
            length = max((dx * dx + dy * dy) ** 0.5, 0.01)
            if length < 0.1:
                dx, dy, length = 1.0, 0.6, 1.17
            x, y = near[0] + dx / length * 2.05 * radius, near[1] + dy / length * 2.05 * radius
        placed.append((x, y))
        dot["cx"], dot["cy"] = f"{x:.1f}", f"{y:.1f}"
    return dots


def _editions(tour) -> list[dict]:
    if not tour.series or not tour.pk:
        return []
    others = visible(TourPage.objects).filter(Q(series=tour.series)).exclude(pk=tour.pk)
    return [
        {"label": other.edition or other.title, "url": other.relative_url(None)}
        for other in others.order_by("-edition")
    ]


def _years(starts: list[str]) -> str:
    """Of partial dates: the year is that of the place, wherever its midnight falls."""
    years = sorted({start[:4] for start in starts if start})
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(years)
