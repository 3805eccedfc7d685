"""What an organiser wants to know before choosing a date and a place."""

import datetime
from dataclasses import dataclass, field

from catalogue.models import ProjectPage
from core.visibility import visible
from events import timing
from events.choices import Change
from events.models import EventPage
from territories.comparison import box, distance_in_words, distance_km

NEAR_KM = 100
AROUND = datetime.timedelta(days=7)
WITNESSES = 8


@dataclass(frozen=True, slots=True)
class Clash:
    event: EventPage
    reasons: tuple[str, ...]  # « le même jour », « à environ 45 km », « même thème »
    weight: int
    organisers: tuple[str, ...] = field(default=())


def clashes(
    *, start: str, end: str = "", commune=None, themes=(), exclude: int | None = None
) -> list[Clash]:
    """Other announced dates that compete with this one, the most serious first.

    The same day clashes wherever it is; within a week, only what is near or on the same theme. A date
    of which only the month is known clashes with nothing.
    """
    first = timing.day(start)
    if first is None:
        return []
    last = timing.day(end) or first
    families = {theme.family.pk for theme in themes if theme}
    day = datetime.timedelta(days=1)
    midnight = datetime.datetime.combine
    others = (
        EventPage.objects.live()
        .filter(
            begins_at__lt=midnight(last + AROUND + day, datetime.time(0), datetime.UTC),
            over_at__gt=midnight(first - AROUND - day, datetime.time(0), datetime.UTC),
        )
        .exclude(pk=exclude)
        .exclude(change=Change.CANCELLED)
        .select_related("commune", "main_theme__parent")
        .prefetch_related("organisers__organisation", "other_themes__parent", "sessions")
    )
    found = []
    for event in others:
        if timing.day(event.start) is None or event.date_to_come:
            continue
        span = event.span()
        if span.last_day < first - AROUND or span.first_day > last + AROUND:
            continue
        same_day = span.first_day <= last and span.last_day >= first
        near = _near(commune, event.commune)
        same_theme = bool(families & {theme.family.pk for theme in event.themes})
        reasons = (
            ("le même jour" if same_day else _gap_in_words(first, last, span)),
            near,
            "même thème" if same_theme else "",
        )
        if same_day or near or same_theme:
            weight = 4 * same_day + 2 * bool(near) + same_theme
            labels = tuple(row.label for row in event.organisers.all())
            found.append(Clash(event, tuple(filter(None, reasons)), weight, labels))
    return sorted(found, key=lambda one: (-one.weight, one.event.begins_at))


def _gap_in_words(first, last, span) -> str:
    days = (first - span.last_day).days if span.last_day < first else (span.first_day - last).days
    when = "avant" if span.last_day < first else "après"
    return f"{days} jour{'s' if days > 1 else ''} {when}"


def _near(mine, other) -> str:
    if mine is None or other is None:
        return ""
    if mine.pk == other.pk:
        return "dans la même commune"
    km = distance_km(mine.place(), other.place())
    return distance_in_words(km) if km is not None and km <= NEAR_KM else ""


@dataclass(frozen=True, slots=True)
class Witness:
    sheet: ProjectPage
    distance: str
    is_willing: bool


def witnesses(commune, themes=()) -> list[Witness]:
    """Sheets near a host town, those whose authority said that it would testify first, then the
    nearest; at most WITNESSES."""
    place = commune.place() if commune else None
    if place is None or place.lon is None:
        return []
    lon, lat = box(place.lon, place.lat, NEAR_KM)
    sheets = (
        visible(ProjectPage.objects)
        .filter(
            authority__lon__range=(lon.low, lon.high), authority__lat__range=(lat.low, lat.high)
        )
        .select_related("authority__departement", "main_theme__parent")
    )
    families = {theme.family.pk for theme in themes if theme}
    ranked = []
    for sheet in sheets:
        km = distance_km(place, sheet.authority.place())
        if km is None or km > NEAR_KM:
            continue
        other_theme = bool(families) and not (
            sheet.main_theme_id and sheet.main_theme.family.pk in families
        )
        ranked.append((not sheet.speaks_at_stages, other_theme, km, sheet))
    ranked.sort(key=lambda row: row[:3])
    return [
        Witness(sheet, distance_in_words(km) or "à moins de 10 km", not unwilling)
        for unwilling, _, km, sheet in ranked[:WITNESSES]
    ]
