"""One tour dated from the day of loading, so that states that time changes can be seen at work.

Every page of it says that it is a demonstration. The sheets that it shows are real ones from around: the
pages say that nobody presents them there, and the sheets themselves do not list these dates.
"""

import datetime

from django.utils import timezone

from territories.models import Authority

from .choices import CalendarBy, Change, Format, Kind, Registration
from .desk.neighbours import witnesses
from .importing import publish
from .models import (
    AgendaPage,
    EventOrganiser,
    EventPage,
    EventProject,
    EventSession,
    EventSpeaker,
    ProjectCall,
    TourOrganiser,
    TourPage,
    ToursPage,
)

ORGANISER = "Réseau de démonstration"
TITLE = "Tournée « Démonstration »"

# An address that leads to nobody: reserved for examples (RFC 2606).
_REGISTER = "https://example.org/"
# (days from loading, INSEE code, what is special of it)
_STAGES = (
    (-34, "47031", {"report": True, "projects": 2}),
    (-6, "35238", {"projects": 1}),
    (9, "51108", {"programme": True, "format": Format.HYBRID, "projects": 3, "closes": 7}),
    (23, "97411", {"call": True, "registration": Registration.FREE}),
    (37, "15014", {"format": Format.ONLINE, "kind": Kind.WEBINAR, "is_full": True}),
    (51, "59350", {"postponed_from": 16}),
    (65, "83137", {"cancelled": True}),
    (96, "29233", {"month": True}),
)


def create_demonstration_tour(*, agenda: AgendaPage, tours: ToursPage) -> TourPage:
    today = timezone.localdate()
    tour = TourPage(
        title=TITLE,
        series=TITLE,
        edition=str(today.year),
        summary="Une tournée inventée pour voir le site à l’œuvre : ses dates comptent à partir du jour où il "
        "a été installé. Aucune de ces étapes n’a lieu.",
        is_demonstration=True,
    )
    tour.organisers = [TourOrganiser(name=ORGANISER)]
    publish(tour, slug="demonstration", parent=tours)
    communes = {
        one.code: one for one in Authority.objects.filter(code__in=[code for _, code, _ in _STAGES])
    }
    for days, code, special in _STAGES:
        if code in communes:
            day = _weekday(today + datetime.timedelta(days=days))
            stage = _stage(tour, communes[code], day, today, special)
            publish(stage, slug=f"demonstration-{stage.commune.code}", parent=agenda)
            if special.get("call"):
                _call_for_projects(stage)
    return tour


def _call_for_projects(stage: EventPage) -> None:
    ProjectCall.objects.create(
        event=stage,
        text="Trois projets menés par des communes de moins de 10 000 habitants, racontés en dix minutes : "
        "ce que cela a coûté, ce qui a coincé, ce qu’il faut pour le refaire.\n\n"
        "Appel de démonstration : les propositions n’engagent à rien.",
        contact_email="animation@essaim.invalid",
    )


def _weekday(day: datetime.date) -> datetime.date:
    """A Tuesday to Thursday near that day: when such days are held."""
    return day + datetime.timedelta(days={0: 1, 4: -1, 5: -2, 6: 2}.get(day.weekday(), 0))


def _stage(tour, commune, day: datetime.date, today: datetime.date, special: dict) -> EventPage:
    stage = EventPage(
        title=f"Démonstration – étape {commune.of_label}",
        summary="Une étape de démonstration : elle n’a pas lieu. Une journée pour montrer ce que les uns ont "
        "fait et que les autres peuvent reprendre.",
        kind=special.get("kind", Kind.STAGE),
        format=special.get("format", Format.ON_SITE),
        tour=tour,
        commune=commune,
        host=commune,
        start=f"{day:%Y-%m}" if special.get("month") else day.isoformat(),
    )
    stage.organisers = [EventOrganiser(name=ORGANISER)]
    if special.get("month"):
        return stage
    _how_to_come(stage)
    stage.start_time, stage.end_time = datetime.time(9, 30), datetime.time(16, 30)
    _register(stage, special, today)
    session = 2 if special.get("programme") else None
    stage.projects = [
        EventProject(sheet=one.sheet, session_number=session)
        for one in witnesses(commune)[: special.get("projects", 0)]
    ]
    if special.get("programme"):
        stage.calendar_by = CalendarBy.SESSION
        stage.sessions, stage.speakers = _programme()
    if special.get("report"):
        stage.report = (
            "<p>Compte rendu de démonstration : il montre où se lira ce qui s’est dit ce jour-là, avec les "
            "présentations et la rediffusion.</p>"
        )
    if "postponed_from" in special:
        before = _weekday(today + datetime.timedelta(days=special["postponed_from"]))
        stage.change = Change.POSTPONED
        stage.first_announced = before.isoformat()
        stage.change_reason = "La salle n’est plus libre à la date annoncée."
    if special.get("cancelled"):
        stage.change = Change.CANCELLED
        stage.change_reason = "Trop peu de collectivités pouvaient venir à cette date."
    return stage


def _how_to_come(stage: EventPage) -> None:
    if stage.format == Format.ONLINE:
        stage.accessibility = "Sous-titres en direct."
        return
    stage.venue = "Hôtel de ville"
    stage.without_car = (
        "De la gare, un quart d’heure à pied ; une navette attend le train de 8 h 50."
    )
    stage.accessibility = "Salle de plain-pied, boucle magnétique."


def _register(stage: EventPage, special: dict, today: datetime.date) -> None:
    stage.registration = special.get("registration", "")
    stage.is_full = special.get("is_full", False)
    if "closes" in special or stage.is_full:
        stage.registration = Registration.ELSEWHERE
        stage.registration_url = _REGISTER
        stage.capacity = 80
        stage.audience = "Élus et agents de toutes les collectivités"
    if "closes" in special:
        stage.registration_closes_on = today + datetime.timedelta(days=special["closes"])


def _programme() -> tuple[list[EventSession], list[EventSpeaker]]:
    sessions = [
        EventSession(
            title="Accueil et ouverture",
            start_time=datetime.time(9, 30),
            end_time=datetime.time(10, 0),
            room="Salle du conseil",
        ),
        EventSession(
            title="Des projets des environs",
            start_time=datetime.time(10, 0),
            end_time=datetime.time(12, 30),
            room="Salle du conseil",
            description="Ce que cela a coûté, ce qui a coincé, ce qu’il faut pour le refaire.",
        ),
        EventSession(
            title="Atelier : par où commencer chez moi ?",
            start_time=datetime.time(14, 0),
            end_time=datetime.time(16, 30),
            room="Salle des mariages",
        ),
    ]
    speakers = [
        EventSpeaker(
            name="Une élue",
            function="Adjointe au numérique",
            organisation="Commune fictive",
            session_number=1,
        ),
        EventSpeaker(
            name="Un directeur",
            function="Direction des systèmes d’information",
            organisation="Intercommunalité fictive",
            session_number=2,
        ),
    ]
    return sessions, speakers
