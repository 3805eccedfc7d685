"""May this event be published? One function, asked by every way to publish.

The form asks it in `is_valid` (errors beside their fields); bulk action, workflow approval, scheduled
publishing, import, copy and plain code reach it through `core.publishing`.
"""

from django.core.exceptions import ValidationError

from core.rows import form_errors

from . import timing, zones
from .choices import Change
from .registration import registration_errors

# Rows that may name a session of the programme, by its place.
SESSION_ROWS = ("speakers", "projects", "documents")
_ALWAYS = {
    "title": "Donnez un titre.",
    "kind": "Choisissez la nature de l’événement.",
}


def publication_errors(event) -> dict[str, str]:
    """Why `event` (rows included) may not be published: {field: message in French}, {} when it may.

    The key of a session's field is "sessions.<uuid>.<field>".
    """
    errors = {field: message for field, message in _ALWAYS.items() if not getattr(event, field)}
    try:
        zones.validate_zone(event.zone)
    except ValidationError as error:
        return errors | {"time_zone": error.messages[0]}
    sessions = list(event.sessions.all())
    errors |= _date_errors(event, sessions)
    errors |= registration_errors(event)
    if event.change and not event.change_reason.strip():
        errors["change_reason"] = "Dites pourquoi : les visiteurs le liront."
    if event.change == Change.POSTPONED and not event.first_announced:
        errors["first_announced"] = "Donnez la date qui avait d’abord été annoncée."
    if timing.day(event.start):
        errors |= _session_errors(event, sessions)
    return form_errors(event) | _unknown_sessions(event, len(sessions)) | errors


def _date_errors(event, sessions) -> dict[str, str]:
    errors = {}
    first, last = timing.day(event.start), timing.day(event.end)
    if event.end and not event.start:
        errors["start"] = "Donnez le début, ou retirez la fin."
    elif event.end and event.end[: len(event.start)] < event.start[: len(event.end)]:
        errors["end"] = "La fin vient avant le début."
    if sessions and not first:
        errors["start"] = "Avec un programme, donnez le jour de début."
    if (event.start_time or event.end_time) and not first:
        errors["start_time"] = "Une heure ne se donne qu’avec le jour."
    if event.end_time and not event.start_time:
        errors["start_time"] = "Donnez aussi l’heure de début."
    same_day = first and (last or first) == first
    if (
        same_day
        and event.start_time
        and event.end_time
        and event.end_time <= event.start_time
        and not timing.ends_next_day(event.start_time, event.end_time)
    ):
        errors["end_time"] = "L’heure de fin vient avant l’heure de début."
    for field, day in (("start_time", first), ("end_time", last or first)):
        time = getattr(event, field)
        if day and time and field not in errors and not zones.exists(day, time, event.zone):
            errors[field] = "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."
    return errors


def _session_errors(event, sessions) -> dict[str, str]:
    errors = {}
    first = timing.day(event.start)
    last = timing.day(event.end) or first
    for session in sessions:
        key = f"sessions.{session.uuid}"
        day = session.day or first
        if not first <= day <= max(first, last):
            errors[f"{key}.day"] = f"« {session.title} » tombe en dehors des dates de l’événement."
        if session.end_time and not session.start_time:
            errors[f"{key}.start_time"] = f"« {session.title} » : donnez aussi l’heure de début."
        elif (
            session.start_time
            and session.end_time
            and session.end_time <= session.start_time
            and not timing.ends_next_day(session.start_time, session.end_time)
        ):
            errors[f"{key}.end_time"] = f"« {session.title} » finit avant d’avoir commencé."
        elif session.start_time and not zones.exists(day, session.start_time, event.zone):
            errors[f"{key}.start_time"] = (
                "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."
            )
    return errors


def _unknown_sessions(event, count: int) -> dict[str, str]:
    for relation in SESSION_ROWS:
        for row in getattr(event, relation).all():
            if row.session_number and row.session_number > count:
                in_words = f"le programme en compte {count}" if count else "le programme est vide"
                return {
                    "calendar_by": f"« {row} » renvoie à la séance n° {row.session_number}, mais {in_words}."
                }
    return {}
