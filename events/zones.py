"""Time zones: the organiser types the hour of the place, wherever the organiser sits."""

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError

PARIS = "Europe/Paris"

# By département or overseas collectivity (INSEE code); everything else keeps the hour of Paris.
BY_DEPARTEMENT = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# Communes of French Polynesia that do not keep Tahiti's hour.
BY_COMMUNE = {
    **dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas"),
    "98719": "Pacific/Gambier",
}
LABELS = {
    PARIS: "heure de Paris",
    "America/Guadeloupe": "heure de Guadeloupe",
    "America/Martinique": "heure de Martinique",
    "America/Cayenne": "heure de Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "Indian/Mayotte": "heure de Mayotte",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Marquesas": "heure des Marquises",
    "Pacific/Gambier": "heure des Gambier",
    "Pacific/Noumea": "heure de Nouvelle-Calédonie",
}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    if name not in _known():
        raise ValidationError(f"Le fuseau horaire « {name[:60]} » n’existe pas.")


def zone_of(commune) -> str:
    """The IANA zone of a territory of the register; Paris without territory."""
    if commune is None:
        return PARIS
    return BY_COMMUNE.get(commune.code) or BY_DEPARTEMENT.get(commune.departement_id or "", PARIS)


def label(name: str) -> str:
    """« heure de La Réunion »; a zone outside France gives its IANA name."""
    return LABELS.get(name, name.replace("_", " "))


def instant(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Local time -> UTC. An hour that occurs twice is the first; one that is skipped (clocks go
    forward) counts from before the change: `exists` tells."""
    local = datetime.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return local.astimezone(datetime.UTC)


def exists(day: datetime.date, time: datetime.time, zone: str) -> bool:
    """Whether clocks show that hour on that day: 2:30 is skipped when summer time begins."""
    local = datetime.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    return local.astimezone(datetime.UTC).astimezone(ZoneInfo(zone)).time() == time
