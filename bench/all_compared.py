"""The nearest of an authority by comparing it with everybody: what `territories.nearest` must answer, without its shortcuts."""

import math

from core.records import Place
from territories.comparison import distance_km, scorer
from territories.models import Authority
from territories.nearest import FARTHEST_KM


def all_compared(authority: Authority, lens: str, places: dict[int, Place]) -> list[int]:
    """Keys, the nearest first, of all whom the lens shows. places: of everybody of today, by key."""
    mine = authority.place()
    others = {
        key: place
        for key, place in places.items()
        if place.family == mine.family and key != authority.pk
    }
    away = {key: distance_km(mine, place) for key, place in others.items()}
    if lens == "ruralite":
        near = [
            (km, others[key].code, key)
            for key, km in away.items()
            if km is not None and km <= FARTHEST_KM and others[key].setting == mine.setting
        ]
        return [key for *_, key in sorted(near)]
    score = scorer(mine)
    ranked = []
    for key, place in others.items():
        if lens != "taille" and getattr(place, lens) != getattr(mine, lens):
            continue
        sizes = sorted((mine.population or 0, place.population or 0))
        km = math.inf if away[key] is None else away[key]
        ranked.append((-score(place), km, -(sizes[0] + 1) / (sizes[1] + 1), place.code, key))
    return [key for *_, key in sorted(ranked)]
