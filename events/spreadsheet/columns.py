"""The columns of spreadsheets of dates and of tours, made of those of their models."""

from functools import cache

from core.tables.columns import Column, Group, Information, of_column, of_rows
from events import zones
from events.models import (
    EventOrganiser,
    EventPage,
    EventProject,
    EventSession,
    EventSpeaker,
    TourOrganiser,
    TourPage,
)

from .references import RELATED_HERE, ZoneCell

# Field -> heading. What stands in a calendar or was registered follows from them.
_OF_DATE = {
    "title": "titre",
    "summary": "en_bref",
    "kind": "nature",
    "format": "format",
    "tour": "tournee",
    "series": "serie",
    "main_theme": "theme_principal",
    "other_themes": "autres_themes",
    "start": "debut",
    "end": "fin",
    "start_time": "heure_debut",
    "end_time": "heure_fin",
    "change": "changement",
    "change_reason": "raison_du_changement",
    "first_announced": "date_d_abord_annoncee",
    "commune": "commune",
    # After the place, which it follows unless it says otherwise.
    "time_zone": "fuseau_horaire",
    "venue": "lieu",
    "address": "adresse",
    "host": "collectivite_hote",
    "access_text": "acces",
    "without_car": "venir_sans_voiture",
    "accessibility": "accessibilite",
    "online_url": "lien_en_ligne",
    "registration": "inscription",
    "registration_url": "inscription_adresse",
    "registration_opens_on": "inscription_ouvre_le",
    "registration_closes_on": "inscription_ferme_le",
    "capacity": "places",
    "audience": "pour_qui",
    "is_full": "complet",
    "description": "presentation",
    "note": "precisions",
    "report": "compte_rendu",
    "replay_url": "rediffusion",
    "source_title": "source",
    "source_url": "source_adresse",
    "calendar_by": "dans_les_calendriers",
}
_OF_TOUR = {
    "title": "titre",
    "series": "serie",
    "edition": "edition",
    "summary": "en_bref",
    "description": "presentation",
    "themes": "themes",
    "is_demonstration": "demonstration",
}
_ALWAYS = {"title": "toujours", "kind": "toujours"}


class ZoneColumn(Column):
    """Empty where the zone follows the commune: a date that goes elsewhere then takes the hour of there."""

    __slots__ = ()

    def write(self, thing: EventPage) -> str:
        if thing.time_zone in ("", zones.zone_of(thing.commune)):
            return ""
        return self.kind.write(thing.time_zone)


def _columns(model, names: dict[str, str], needed: dict[str, str]) -> tuple[Column, ...]:
    found = []
    for attribute, name in names.items():
        column = of_column(model._meta.get_field(attribute), RELATED_HERE, name)
        kind, made = column.kind, Column
        if attribute == "time_zone":
            kind, made = ZoneCell(), ZoneColumn
        found.append(
            made(
                name=name,
                label=column.label,
                help=column.help,
                kind=kind,
                attribute=attribute,
                needed=needed.get(attribute, ""),
                max_length=column.max_length,
            )
        )
    return tuple(found)


@cache
def date_columns() -> tuple[Column, ...]:
    return _columns(EventPage, _OF_DATE, _ALWAYS)


@cache
def tour_columns() -> tuple[Column, ...]:
    return _columns(TourPage, _OF_TOUR, {"title": "toujours"})


_ORGANISERS = "Une ligne par organisateur : de l’annuaire, ou un nom comme il est annoncé."


@cache
def date_groups() -> tuple[Group, ...]:
    told = (
        ("organisateurs", "Organisateurs", "organisers", EventOrganiser, _ORGANISERS),
        ("seances", "Séances", "sessions", EventSession, "Le programme, dans l’ordre."),
        ("intervenants", "Intervenants", "speakers", EventSpeaker, "Qui parle."),
        ("projets", "Projets montrés", "projects", EventProject, "Les fiches qui y sont montrées."),
    )
    return tuple(
        Group(name, title, attribute, help, of_rows(model, RELATED_HERE), model)
        for name, title, attribute, model, help in told
    )


@cache
def tour_groups() -> tuple[Group, ...]:
    columns = of_rows(TourOrganiser, RELATED_HERE)
    return (
        Group("organisateurs", "Organisateurs", "organisers", _ORGANISERS, columns, TourOrganiser),
    )


DATE_INFORMATION = (
    Information(
        "tournee_nom", "Nom de la tournée.", lambda date: date.tour.draft_title if date.tour else ""
    ),
    Information(
        "commune_nom", "Nom de la commune.", lambda date: date.commune.label if date.commune else ""
    ),
    Information("en_ligne", "Si la date est publiée.", lambda date: "oui" if date.live else "non"),
)
TOUR_INFORMATION = (
    Information(
        "en_ligne", "Si la tournée est publiée.", lambda tour: "oui" if tour.live else "non"
    ),
)
