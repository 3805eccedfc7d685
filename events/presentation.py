"""An event as its page shows it: plain values in reading order, one query per relation."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from catalogue.records import card_of as sheet_card
from core.documents import document_row
from core.sanitising import rich_text
from core.visibility import visible

from . import timing, zones
from .calendar_links import one_date, subscription
from .choices import Change, State
from .records import card_of, with_state
from .registration import standing_of
from .share_picture import share_of_event
from .shown import public_projects
from .structured_data import json_ld
from .tours import organisers_of

AGENDA = "/agenda/"
OTHERS = 6  # other editions of the series that are shown


def context_of(event) -> dict:
    """What templates/events/event_page.html reads."""
    return {"event": present(event)}


def present(event) -> dict:
    """The context `event` of templates/events/event_page.html."""
    now = timezone.now()
    saved = bool(event.pk)
    card = with_state(card_of(event), now)
    sessions = list(event.sessions.all())
    speakers = list(event.speakers.all())
    projects = public_projects([event.pk]) if saved else []
    documents = list(event.documents.all())
    crumbs = [{"label": "Agenda", "url": AGENDA}]
    tour = event.public_tour()
    series = event.series_name(tour)
    if tour:
        crumbs.append({"label": tour.title, "url": tour.relative_url(None)})
    path = event.relative_url(None) or ""
    registration = standing_of(event, now)
    programme = _programme(
        event,
        sessions,
        speakers,
        projects,
        documents,
        takes_registrations=registration is not None and registration.is_open,
    )
    view = card | {
        "crumbs": crumbs,
        "themes": [
            {"label": theme.name, "url": f"{AGENDA}?theme={theme.slug}"} for theme in event.themes
        ],
        "organiser_links": organisers_of(event),
        "host": event.host,
        "commune": event.commune,
        "tour": {"title": tour.title, "url": tour.relative_url(None)} if tour else None,
        "series": series,
        "zone_label": zones.label(event.zone) if event.zone != zones.PARIS else "",
        "is_over": card["state"] in (State.PAST, State.REPORTED),
        "first_announced": event.first_announced,
        "description": rich_text(event.description),
        "programme": programme,
        "several_days": len(programme) > 1,
        "speakers": [_speaker(row) for row in speakers if not _of_session(row, sessions)],
        "projects": [sheet_card(sheet) for sheet in dict.fromkeys(row.sheet for row in projects)],
        "place": {
            "venue": event.venue,
            "address": event.address,
            "city": event.commune.label if event.commune_id else "",
            "access": event.access_text,
            "without_car": event.without_car,
            "accessibility": event.accessibility,
        },
        "has_place": any(
            (
                event.venue,
                event.address,
                event.commune_id,
                event.access_text,
                event.without_car,
                event.accessibility,
            )
        ),
        # Nobody connects to what does not take place.
        "online_url": "" if _is_off(event) else event.online_url,
        "registration": registration,
        "capacity": event.capacity,
        "audience": event.audience,
        "report": rich_text(event.report),
        "documents": [document_row(row) for row in documents],
        "replay_url": event.replay_url,
        "note": event.note,
        "source": {"title": event.source_title, "url": event.source_url},
        "neighbours": _neighbours(event) if saved and tour else None,
        "others": _others(event, now) if saved else [],
        "one_date": one_date(event),
        "calendar": subscription(f"{settings.BASE_URL}{path.rstrip('/')}.ics")
        if timing.day(event.start)
        and card["state"] not in (State.PAST, State.REPORTED, State.CANCELLED)
        else None,
    }
    view["share"] = share_of_event(event)
    view["json_ld"] = json_ld(event, crumbs, series)
    return view


def _is_off(event) -> bool:
    return event.change == Change.CANCELLED or event.date_to_come


def _of_session(row, sessions) -> bool:
    return bool(row.session_number and row.session_number <= len(sessions))


def _programme(
    event, sessions, speakers, projects, documents, *, takes_registrations: bool
) -> list[dict]:
    """[{day: "2026-03-05", sessions: […]}] in order of time; one group without day when none is known."""
    first = timing.day(event.start)
    days: dict[str, list[dict]] = {}
    order = sorted(
        enumerate(sessions, start=1),
        key=lambda one: (
            str(one[1].day or first or ""),
            str(one[1].start_time or "99"),
            one[0],
        ),
    )
    for number, session in order:
        day = session.day or first
        days.setdefault(day.isoformat() if day else "", []).append(
            {
                "id": f"seance-{number}",
                "title": session.title,
                "from": f"{session.start_time:%H:%M}" if session.start_time else "",
                "to": f"{session.end_time:%H:%M}" if session.end_time else "",
                "room": session.room,
                "link": "" if _is_off(event) else session.link,
                "registration_url": session.registration_url if takes_registrations else "",
                "description": session.description,
                "replay_url": session.replay_url,
                "speakers": [_speaker(row) for row in speakers if row.session_number == number],
                "projects": [
                    {"title": row.sheet.title, "url": row.sheet.relative_url(None)}
                    for row in projects
                    if row.session_number == number
                ],
                "documents": [
                    document_row(row) for row in documents if row.session_number == number
                ],
            }
        )
    return [{"day": day, "sessions": rows} for day, rows in days.items()]


def _speaker(row) -> dict:
    return {
        "name": row.name,
        "role": ", ".join(part for part in (row.function, row.organisation) if part),
    }


def _neighbours(event) -> dict | None:
    """The stages before and after, of the same tour."""
    if event.begins_at is None:
        return None
    rows = list(
        visible(type(event).objects)
        .filter(tour=event.tour_id, begins_at__isnull=False)
        .order_by("over_at", "title")
        .only("title", "url_path", "start", "commune__name", "content_type_id", "path", "depth")
        .select_related("commune")
    )
    index = next((number for number, row in enumerate(rows) if row.pk == event.pk), None)
    if index is None:
        return None
    return {
        "number": index + 1,
        "count": len(rows),
        "before": _stage_link(rows[index - 1]) if index else None,
        "after": _stage_link(rows[index + 1]) if index + 1 < len(rows) else None,
    }


def _stage_link(row) -> dict:
    name = row.commune.label if row.commune_id else row.title
    return {"label": name, "start": row.start, "url": row.relative_url(None)}


def _others(event, now) -> list[dict]:
    """Other editions of a series that is no tour, newest first."""
    if not event.series or event.tour_id:
        return []
    rows = (
        visible(type(event).objects)
        .filter(Q(series=event.series))
        .exclude(pk=event.pk)
        .order_by("-begins_at", "title")
        .select_related("commune__departement", "main_theme__parent", "tour")
        .prefetch_related("sessions", "documents", "organisers__organisation")
    )
    return [with_state(card_of(row), now) for row in rows[:OTHERS]]
