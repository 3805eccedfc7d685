"""Where a record stands on the map of France, as one word that an engine counts like a facet; no address selects it.

    0714 47  47031 195.3 374.4      square, département, code of the authority, x, y in units of `contours.france`
    ---- 987 98735                  without a place there

What is read of thousands of them stands first and in the same columns: cutting is cheaper than parting.
"""

from collections.abc import Iterable

from core.records import Place
from territories import contours

ON_MAP = "carte"
MOST_PLACES = 20_000  # that are counted
SQUARE = 25  # side, in the same units
NOWHERE = "----"


def place_on_map(place: Place) -> str:
    if place.lon is None or place.lat is None:
        at = contours.france_middle(place.departement)
    else:
        at = contours.france_position(place.lon, place.lat, place.departement)
    square = square_at(*map(float, at)) if at else NOWHERE
    return " ".join((square, f"{place.departement:<3}", place.code, *(at or ())))


def square_at(x: float, y: float) -> str:
    return f"{int(x // SQUARE) % 100:02}{int(y // SQUARE) % 100:02}"


def square_of(value: str) -> str:
    return value[:4]


def departements_of(values: Iterable[str]) -> list[str]:
    """Codes, each once, in order."""
    return sorted(code for one in {value[5:8] for value in values} if (code := one.rstrip()))


def code_of(value: str) -> str:
    return value[9:].split(" ", 1)[0]


def point_of(value: str) -> tuple[float, float]:
    """Of a value that has a place."""
    _, x, y = value[9:].split(" ")
    return float(x), float(y)
