"""Contours as SVG: one département with its dot, and the whole map of France.

Read from `departements.geojson` (Natural Earth, public domain) once per process. Numbers are
rounded to what the eye sees, paths are relative: the whole map weighs less than 25 kB. What a
template prints is text ("61.9"): a French template would write a number with a comma.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from . import areas
from .loading import data_folder
from .types import DEPARTEMENT, REGION

CONTOURS = "departements.geojson"

Point = tuple[float, float]
Ring = tuple[Point, ...]
Projection = Callable[[float, float], Point]

#: Side of the square that holds a département's contour, in its own units.
SIDE = 100
#: Width of the map of France, in its own units.
FRANCE_WIDTH = 600
_MARGIN = 4
# Lambert's conic, as on French school maps: parallels 44° and 49° true, meridian 3° upright.
_LAMBERT = (math.radians(44), math.radians(49), math.radians(46.5), math.radians(3))
_INSET = 74  # side of an overseas frame
_INSET_GAP = 12
_OVERSEAS = ("971", "972", "973", "974", "976")


@dataclass(frozen=True, slots=True)
class DotMap:
    """A contour in a `SIDE` × `SIDE` box, and where the dot is; x and y are None without dot."""

    view_box: str
    paths: tuple[str, ...]
    x: str | None
    y: str | None
    approximate: bool  # the dot shows the grouping's middle, not the place


@dataclass(frozen=True, slots=True)
class Shape:
    code: str
    path: str
    x: str  # the middle of its largest piece: where a figure or a link's focus can stand
    y: str


@dataclass(frozen=True, slots=True)
class Frame:
    code: str
    x: str
    y: str
    side: int


@dataclass(frozen=True, slots=True)
class FranceMap:
    view_box: str
    width: int
    height: int
    shapes: tuple[Shape, ...]  # by code
    frames: tuple[Frame, ...]  # around the overseas départements


@lru_cache(maxsize=1)
def rings_by_departement() -> dict[str, tuple[Ring, ...]]:
    """Outer rings of each département, as (lon, lat) in degrees; holes are not kept."""
    with (data_folder() / CONTOURS).open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    found: dict[str, tuple[Ring, ...]] = {}
    for feature in features:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        found[feature["properties"]["code"]] = tuple(
            tuple((lon, lat) for lon, lat in polygon[0]) for polygon in polygons
        )
    return found


# --- One département --------------------------------------------------------------------------------


def dot_map(
    codes: Iterable[str], lon: float | None, lat: float | None, *, precise: bool
) -> DotMap | None:
    """The contour of one or several départements (a région, Alsace), None when none is drawn.

    A precise dot is always shown. An approximate one is left out when it would fall outside the
    contour: the middle of a grouping may lie in the next département.
    """
    known = tuple(code for code in codes if code in rings_by_departement())
    if not known:
        return None
    paths, place, rings = _outline(known)
    if lon is None or lat is None:
        return DotMap(f"0 0 {SIDE} {SIDE}", paths, None, None, approximate=False)
    if not precise and not any(_contains(ring, lon, lat) for ring in rings):
        return DotMap(f"0 0 {SIDE} {SIDE}", paths, None, None, approximate=False)
    x, y = place(lon, lat)
    return DotMap(
        f"0 0 {SIDE} {SIDE}",
        paths,
        _text(min(max(x, 0), SIDE)),
        _text(min(max(y, 0), SIDE)),
        approximate=not precise,
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """The same drawing as points, for what is not SVG."""

    rings: tuple[tuple[Point, ...], ...]
    dot: Point | None


def outline(
    codes: Iterable[str], lon: float | None, lat: float | None, *, precise: bool
) -> Outline | None:
    """Like `dot_map`, with the same rule for a dot that is not precise."""
    known = tuple(code for code in codes if code in rings_by_departement())
    if not known:
        return None
    _, place, rings = _outline(known)
    dot = None
    if (
        lon is not None
        and lat is not None
        and (precise or any(_contains(ring, lon, lat) for ring in rings))
    ):
        x, y = place(lon, lat)
        dot = min(max(x, 0.0), SIDE), min(max(y, 0.0), SIDE)
    return Outline(tuple(tuple(place(*point) for point in ring) for ring in rings), dot)


def drawn_departements(authority) -> list[str]:
    """Whose contours stand for an authority: its département, or all those that it governs."""
    if authority.family in (DEPARTEMENT, REGION) and not authority.departement_id:
        return areas.departements_of(authority.region_id or "")
    if authority.family in (DEPARTEMENT, REGION):
        return authority.departement_codes()
    if authority.departement_id:
        return [authority.departement_id]
    return areas.departements_of(authority.region_id) if authority.region_id else []


@lru_cache(maxsize=256)
def _outline(codes: tuple[str, ...]) -> tuple[tuple[str, ...], Projection, tuple[Ring, ...]]:
    rings = tuple(ring for code in codes for ring in rings_by_departement()[code])
    middle = sum(lat for ring in rings for _, lat in ring) / sum(len(ring) for ring in rings)
    place = _fit(rings, _flat(middle), 0, 0, SIDE, _MARGIN)
    paths = tuple(_path(rings_by_departement()[code], place) for code in codes)
    return paths, place, rings


def _contains(ring: Ring, lon: float, lat: float) -> bool:
    """Even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


# --- France -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def france() -> FranceMap:
    """Every département that has a contour; overseas ones in frames under the map."""
    rings = rings_by_departement()
    height = _metropole_height()
    total = height + _INSET_GAP + _INSET
    shapes = []
    for code in sorted(rings):
        place = _placing(code)
        x, y = _middle(rings[code], place)
        path = _path(rings[code], place)
        shapes.append(Shape(code, path, _text(x), _text(y)))
    frames = tuple(
        Frame(code, _text(x), _text(y), _INSET)
        for index, code in enumerate(_OVERSEAS)
        for x, y in [_frame_corner(index, height)]
    )
    return FranceMap(f"0 0 {FRANCE_WIDTH} {total}", FRANCE_WIDTH, total, tuple(shapes), frames)


def france_position(lon: float, lat: float, departement: str) -> tuple[str, str] | None:
    """Where a place lies on the map of France, None when its département has no contour."""
    if departement not in rings_by_departement():
        return None
    x, y = _placing(departement)(lon, lat)
    return _text(x), _text(y)


def _placing(code: str) -> Projection:
    if code not in _OVERSEAS:
        return _metropole()
    return _inset(code)


@lru_cache(maxsize=8)
def _inset(code: str) -> Projection:
    rings = rings_by_departement()[code]
    x, y = _frame_corner(_OVERSEAS.index(code), _metropole_height())
    middle = sum(lat for ring in rings for _, lat in ring) / sum(map(len, rings))
    return _fit(rings, _flat(middle), x, y, _INSET, 8)


def _frame_corner(index: int, height: int) -> Point:
    row = len(_OVERSEAS) * _INSET + (len(_OVERSEAS) - 1) * _INSET_GAP
    return (FRANCE_WIDTH - row) / 2 + index * (_INSET + _INSET_GAP), height + _INSET_GAP


@lru_cache(maxsize=1)
def _metropole() -> Projection:
    return _scaled_metropole()[0]


def _metropole_height() -> int:
    return _scaled_metropole()[1]


@lru_cache(maxsize=1)
def _scaled_metropole() -> tuple[Projection, int]:
    points = [
        _lambert(lon, lat)
        for code, rings in rings_by_departement().items()
        if code not in _OVERSEAS
        for ring in rings
        for lon, lat in ring
    ]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = (FRANCE_WIDTH - 2 * _MARGIN) / (right - left)

    def place(lon: float, lat: float) -> Point:
        x, y = _lambert(lon, lat)
        return _MARGIN + (x - left) * scale, _MARGIN + (y - top) * scale

    return place, math.ceil((bottom - top) * scale + 2 * _MARGIN)


# --- Projections and paths --------------------------------------------------------------------------


def _lambert(lon: float, lat: float) -> Point:
    """Lambert's conformal conic on a sphere of radius 1; y grows downwards as SVG's does."""
    first, second, origin, meridian = _LAMBERT

    def t(latitude: float) -> float:
        return math.tan(math.pi / 4 + latitude / 2)

    n = math.log(math.cos(first) / math.cos(second)) / math.log(t(second) / t(first))
    f = math.cos(first) * t(first) ** n / n
    rho, rho_origin = f / t(math.radians(lat)) ** n, f / t(origin) ** n
    angle = n * (math.radians(lon) - meridian)
    return rho * math.sin(angle), -(rho_origin - rho * math.cos(angle))


def _flat(middle: float) -> Projection:
    """Degrees to a plane where both axes have one scale at latitude `middle`; y downwards."""
    squeeze = math.cos(math.radians(middle))
    return lambda lon, lat: (lon * squeeze, -lat)


def _fit(
    rings: Iterable[Ring], flat: Projection, x: float, y: float, side: float, margin: float
) -> Projection:
    """`flat` scaled and moved so that the rings fill the square at (x, y), centred."""
    points = [flat(lon, lat) for ring in rings for lon, lat in ring]
    left, right = min(px for px, _ in points), max(px for px, _ in points)
    top, bottom = min(py for _, py in points), max(py for _, py in points)
    scale = (side - 2 * margin) / max(right - left, bottom - top)
    dx = x + (side - (right - left) * scale) / 2
    dy = y + (side - (bottom - top) * scale) / 2

    def place(lon: float, lat: float) -> Point:
        px, py = flat(lon, lat)
        return dx + (px - left) * scale, dy + (py - top) * scale

    return place


def _path(rings: Iterable[Ring], place: Projection) -> str:
    """Closed relative path, one decimal: steps are taken between rounded points, so that no
    error adds up and neighbours share their border."""
    parts = []
    for ring in rings:
        points = [tuple(round(10 * value) for value in place(lon, lat)) for lon, lat in ring]
        if points[0] == points[-1]:
            points.pop()
        (x, y), rest = points[0], points[1:]
        steps = []
        for next_x, next_y in rest:
            if (next_x, next_y) != (x, y):
                steps.append(_joined(next_x - x, next_y - y))
            x, y = next_x, next_y
        start = _joined(*points[0])
        parts.append(f"M{start}l{_run(steps)}z")
    return "".join(parts)


def _joined(x: int, y: int) -> str:
    return _run((_tenth(x), _tenth(y)))


def _run(numbers: Iterable[str]) -> str:
    """Numbers one after the other, parted by a space unless a sign does it."""
    text = ""
    for number in numbers:
        text += number if not text or number.startswith("-") else f" {number}"
    return text


def _tenth(value: int) -> str:
    whole = f"{value / 10:g}"
    return whole.replace("0.", ".", 1) if whole.startswith(("0.", "-0.")) else whole


def _middle(rings: Iterable[Ring], place: Projection) -> Point:
    """Centre of gravity of the largest ring, on the map."""
    best, best_area = (0.0, 0.0), -1.0
    for ring in rings:
        points = [place(lon, lat) for lon, lat in ring]
        area = x = y = 0.0
        for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
            cross = x1 * y2 - x2 * y1
            area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
        if abs(area) > best_area:
            best, best_area = (x / (3 * area), y / (3 * area)), abs(area)
    return best


def _text(value: float) -> str:
    return f"{round(value, 1):g}"
