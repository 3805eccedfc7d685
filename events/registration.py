"""How one registers for an event: what its organiser declared, and what that means on a given day."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.words import full_date, partial_date

from . import timing
from .choices import Change, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class Standing:
    state: RegistrationState
    words: str  # « Inscriptions ouvertes jusqu’au jeudi 3 décembre 2026 »
    url: str = ""  # where to register now

    @property
    def is_open(self) -> bool:
        return self.state == RegistrationState.OPEN


def mode_of(event) -> str:
    """A value of Registration, "" when nothing is said. An address speaks for itself."""
    if event.registration:
        return event.registration
    links = (event.registration_url, *(one.registration_url for one in event.sessions.all()))
    return Registration.ELSEWHERE.value if any(links) else ""


def standing_of(event, now: datetime.datetime) -> Standing | None:
    """None where nothing is declared, or nobody registers any more: begun, cancelled, without a date."""
    mode = mode_of(event)
    if not mode or event.change == Change.CANCELLED or event.date_to_come:
        return None
    span = event.span()
    # Of a month or a year alone, the first day is no beginning.
    begun = span.begins_at if timing.day(event.start) else span.over_at
    if begun and begun <= now:
        return None
    if mode == Registration.FREE:
        return Standing(RegistrationState.FREE, RegistrationState.FREE.label)
    # The days are those of the place.
    today = now.astimezone(ZoneInfo(event.zone)).date()
    opens, closes = event.registration_opens_on, event.registration_closes_on
    if event.is_full:
        return Standing(RegistrationState.FULL, RegistrationState.FULL.label)
    if opens and today < opens:
        return Standing(RegistrationState.SOON, f"Inscriptions à partir du {full_date(opens)}")
    if closes and today > closes:
        words = f"Inscriptions closes depuis le {partial_date(closes)}"
        return Standing(RegistrationState.CLOSED, words)
    until = f" jusqu’au {full_date(closes)}" if closes else ""
    return Standing(
        RegistrationState.OPEN, f"{RegistrationState.OPEN.label}{until}", event.registration_url
    )


def calendar_line(event) -> str:
    """What a calendar says of it. A calendar is told at publication: nothing here depends on the day."""
    mode = mode_of(event)
    if mode == Registration.FREE:
        return f"{Registration.FREE.label}."
    if mode != Registration.ELSEWHERE:
        return ""
    if event.is_full:
        return f"{RegistrationState.FULL.label}."
    if not event.registration_url:
        return ""
    bounds = [
        f"{word} {partial_date(day)}"
        for word, day in (
            ("à partir du", event.registration_opens_on),
            ("jusqu’au", event.registration_closes_on),
        )
        if day
    ]
    return f"{' '.join(['S’inscrire', *bounds])} : {event.registration_url}"


def registration_errors(event) -> dict[str, str]:
    """Why it may not be published as it is declared: {field: message}."""
    errors = {}
    mode = mode_of(event)
    opens, closes = event.registration_opens_on, event.registration_closes_on
    sessions = event.sessions.all()
    has_link = bool(event.registration_url) or any(one.registration_url for one in sessions)
    if mode == Registration.ELSEWHERE and not has_link:
        errors["registration_url"] = (
            "Donnez l’adresse de la page d’inscription, ou celle de chaque séance."
        )
    elif mode != Registration.ELSEWHERE and (has_link or opens or closes or event.is_full):
        errors["registration"] = (
            "Adresse, dates d’inscription et « complet » vont avec « Sur un autre site » : choisissez-le, "
            "ou retirez-les."
        )
    bounds = timing.bounds(event.end) or timing.bounds(event.start)
    last = bounds[1] if bounds else None
    if opens and closes and closes < opens:
        errors["registration_closes_on"] = "La clôture vient avant l’ouverture."
    elif closes and last and closes > last:
        errors["registration_closes_on"] = "La clôture vient après la fin de l’événement."
    if opens and last and opens > last:
        errors["registration_opens_on"] = "L’ouverture vient après la fin de l’événement."
    return errors


def may_have_registrations(event, now: datetime.datetime) -> bool:
    """Announced with an address where people register, and still to come."""
    return (
        event.first_published_at is not None
        and mode_of(event) == Registration.ELSEWHERE
        and event.change != Change.CANCELLED
        and (event.over_at is None or now < event.over_at)
    )


def why_session_kept(session, now: datetime.datetime) -> str:
    """Why this session of a published event may not be taken out, as a sentence; "" when it may."""
    if not session.registration_url or not may_have_registrations(session.page, now):
        return ""
    return (
        f"« {session.title} » reçoit des inscriptions. Retirez d’abord son adresse d’inscription et "
        "publiez, une fois les inscrits prévenus ; elle pourra ensuite être supprimée."
    )
