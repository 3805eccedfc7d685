"""An event as search and lists see it: what is found, filtered, and shown without another query."""

import datetime

from core.facets import YEAR
from core.records import Record
from core.sanitising import plain_text
from core.visibility import visible
from network.facets import NETWORK
from taxonomy.facets import THEME, theme_values
from territories.facets import DEPARTEMENT, REGION

from . import timing
from .choices import Format, Registration, State
from .facets import FORMAT, NATURE
from .registration import mode_of

KIND = "evenement"
TOUR_KIND = "tournee"


def record_of(event) -> Record:
    span = event.span()
    place = event.commune or event.host
    themes = event.themes
    organisers = list(
        event.organisers.select_related("organisation") if event.pk else event.organisers.all()
    )
    return Record(
        key=f"{KIND}:{event.pk}",
        kind=KIND,
        title=event.title,
        summary=event.summary,
        body=_body(event, themes, organisers),
        url=event.relative_url(None) if event.url_path else "",
        # The last day: an event of several days is upcoming until it is over.
        date=span.last_day,
        facets={
            name: values
            for name, values in {
                THEME.name: theme_values(themes),
                REGION.name: _one(place and place.region_id),
                DEPARTEMENT.name: tuple(place.departement_codes()) if place else (),
                NATURE.name: _one(event.kind),
                FORMAT.name: _one(event.format),
                NETWORK.name: tuple(
                    dict.fromkeys(
                        row.organisation.slug for row in organisers if row.organisation_id
                    )
                ),
                YEAR.name: _years(span),
            }.items()
            if values
        },
        place=place.place() if place else None,
        card=card_of(event, span, organisers),
    )


def tour_record_of(tour) -> Record:
    """A tour is found by its own words; its stages are records of their own."""
    themes = list(tour.themes.all())
    url = tour.relative_url(None) if tour.url_path else ""
    return Record(
        key=f"{TOUR_KIND}:{tour.pk}",
        kind=TOUR_KIND,
        title=tour.title,
        summary=tour.summary,
        body="\n".join(
            part
            for part in (
                plain_text(tour.description),
                tour.series,
                tour.edition,
                *(theme.name for theme in themes),
            )
            if part
        ),
        url=url,
        date=tour.first_published_at.date() if tour.first_published_at else None,
        facets={THEME.name: theme_values(themes)} if themes else {},
        card={
            "title": tour.title,
            "summary": tour.summary,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": "Tournée",
            "is_demonstration": tour.is_demonstration,
        },
    )


def card_of(event, span: timing.Span | None = None, organisers: list | None = None) -> dict:
    """JSON: all that a list shows of an event. `with_state` adds what depends on the clock."""
    span = span or event.span()
    if organisers is None:
        organisers = list(event.organisers.all())
    return {
        "title": event.title,
        "summary": event.summary,
        "url": event.relative_url(None) if event.url_path else "",
        "theme_slug": event.main_theme.family.slug if event.main_theme_id else "",
        "kind_label": event.get_kind_display(),
        "format": event.format,
        "format_label": event.get_format_display(),
        "start": event.start,
        "end": event.end if event.end != event.start else "",
        "start_time": f"{span.first_time:%H:%M}" if span.first_time else "",
        "end_time": f"{span.last_time:%H:%M}" if span.last_time else "",
        "zone": event.zone,
        "city": event.commune.label if event.commune_id else "",
        "city_name": event.commune.name if event.commune_id else "",
        "departement": event.commune.area_name if event.commune_id else "",
        "city_code": event.commune.code if event.commune_id else "",
        "venue": event.venue,
        "organisers": [row.label for row in organisers if row.label],
        "is_demonstration": event.is_demonstration,
        "is_full": event.is_full and mode_of(event) == Registration.ELSEWHERE,
        "change": event.change,
        "change_reason": event.change_reason,
        "date_to_come": event.date_to_come,
        "reported": event.is_reported,
        "begins_at": span.begins_at.isoformat() if span.begins_at else "",
        "over_at": span.over_at.isoformat() if span.over_at else "",
    }


def card_state(card: dict, now: datetime.datetime) -> State:
    return timing.state_of(
        change=card["change"],
        precise=len(card["start"]) == 10,
        timed=bool(card["start_time"] and card["end_time"]),
        begins_at=_instant(card["begins_at"]),
        over_at=_instant(card["over_at"]),
        reported=card["reported"],
        date_to_come=card["date_to_come"],
        now=now,
    )


def with_state(card: dict, now: datetime.datetime) -> dict:
    """The card as every list shows it now: what becomes of the date, no day on which it does not take place, no
    room where it is not held."""
    state = card_state(card, now)
    without: tuple[str, ...] = ()
    if card["date_to_come"]:
        without += ("start", "end", "start_time", "end_time")
    if card["format"] == Format.ONLINE:
        without += ("venue",)
    # A card of an earlier version does not say it.
    full = card.get("is_full", False) and state == State.UPCOMING
    now_told = {"state": state.value, "state_label": state.label, "full": full}
    return card | now_told | dict.fromkeys(without, "")


def _instant(text: str) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def _years(span: timing.Span) -> tuple[str, ...]:
    if span.first_day is None or span.last_day is None:
        return ()
    return tuple(str(year) for year in range(span.first_day.year, span.last_day.year + 1))[:5]


def _body(event, themes, organisers) -> str:
    parts = [plain_text(event.description), plain_text(event.report), event.note]
    parts += [event.series_name(event.public_tour())]
    parts += [event.venue, event.commune.label if event.commune_id else ""]
    parts += [event.commune.region_name if event.commune_id else ""]
    parts += [event.host.label if event.host_id else ""]
    parts += [theme.name for theme in themes]
    parts += [row.label for row in organisers]
    parts += [f"{one.title} {one.description}" for one in event.sessions.all()]
    parts += [" ".join((one.name, one.function, one.organisation)) for one in event.speakers.all()]
    parts += _public_titles(event)
    parts += [event.get_kind_display(), event.get_format_display()]
    return "\n".join(part.strip() for part in parts if part.strip())


def _public_titles(event) -> list[str]:
    """Titles of the sheets that are shown: an index holds nothing that a visitor may not read."""
    from catalogue.models import ProjectPage

    shown = [row.sheet_id for row in event.projects.all()]
    if not shown:
        return []
    sheets = visible(ProjectPage.objects).filter(pk__in=shown).order_by("pk")
    return list(sheets.values_list("title", flat=True))


def _one(value) -> tuple[str, ...]:
    return (str(value),) if value else ()
