"""Contours as SVG: one département with its dot, and the whole map of France.

All is drawn beforehand, by `tools/contours.py`; only a place is projected here. What a template prints
is text ("61.9"): a French template would write a number with a comma.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from . import areas
from .loading import data_folder
from .types import DEPARTEMENT, REGION

CONTOURS = "contours.json"

Point = tuple[float, float]

#: Side of the square that holds a département's contour, in its own units.
SIDE = 100
_VIEW_BOX = f"0 0 {SIDE} {SIDE}"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


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
def _drawings() -> dict:
    """Once per process; the shape is that of `tools/contours.py`."""
    with (data_folder() / CONTOURS).open(encoding="utf-8") as stream:
        return json.load(stream)


def _has_contour(code: str) -> bool:
    return code in _drawings()["squares"]


# --- One département --------------------------------------------------------------------------------


def dot_map(
    codes: Iterable[str], lon: float | None, lat: float | None, *, precise: bool
) -> DotMap | None:
    """The contour of one or several départements (a région, Alsace), None when none is drawn.

    A precise dot is always shown. An approximate one is left out when it would fall outside the
    contour: the middle of a grouping may lie in the next département.
    """
    square = _square(codes)
    if square is None:
        return None
    paths = tuple(square["paths"])
    dot = _dot(square, lon, lat, precise)
    if dot is None:
        return DotMap(_VIEW_BOX, paths, None, None, approximate=False)
    return DotMap(_VIEW_BOX, paths, _text(dot[0]), _text(dot[1]), approximate=not precise)


@dataclass(frozen=True, slots=True)
class Outline:
    """The same drawing as points, for what is not SVG."""

    rings: tuple[tuple[Point, ...], ...]
    dot: Point | None


def outline(
    codes: Iterable[str], lon: float | None, lat: float | None, *, precise: bool
) -> Outline | None:
    """Like `dot_map`, with the same rule for a dot that is not precise."""
    square = _square(codes)
    if square is None:
        return None
    return Outline(_rings(square), _dot(square, lon, lat, precise))


def drawn_departements(authority) -> list[str]:
    """Whose contours stand for an authority: its département, or all those that it governs."""
    if authority.family in (DEPARTEMENT, REGION) and not authority.departement_id:
        return areas.departements_of(authority.region_id or "")
    if authority.family in (DEPARTEMENT, REGION):
        return authority.departement_codes()
    if authority.departement_id:
        return [authority.departement_id]
    return areas.departements_of(authority.region_id) if authority.region_id else []


def _square(codes: Iterable[str]) -> dict | None:
    """Of all the codes that have a contour; None also of départements that nobody governs together."""
    known = sorted(code for code in set(codes) if _has_contour(code))
    return _drawings()["squares"].get(" ".join(known))


def _dot(square: dict, lon: float | None, lat: float | None, precise: bool) -> Point | None:
    if lon is None or lat is None:
        return None
    x, y = _moved(square["affine"], lon, lat)
    if not precise and not any(_contains(ring, x, y) for ring in _rings(square)):
        return None
    return min(max(x, 0.0), SIDE), min(max(y, 0.0), SIDE)


def _rings(square: dict) -> tuple[tuple[Point, ...], ...]:
    """The points of the paths: "M12.3 4l1-2.5z", each step from the point before."""
    rings = []
    for path in square["paths"]:
        for part in path.split("z")[:-1]:
            numbers = [float(number) for number in _NUMBER.findall(part)]
            x, y, points = 0.0, 0.0, []
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append((x, y))
            rings.append(tuple(points))
    return tuple(rings)


def _contains(ring: tuple[Point, ...], x: float, y: float) -> bool:
    """Even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


# --- France -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def france() -> FranceMap:
    """Every département that has a contour; overseas ones in frames under the map."""
    drawn = _drawings()["france"]
    width, height = drawn["width"], drawn["height"]
    shapes = tuple(Shape(*shape) for shape in drawn["shapes"])
    frames = tuple(Frame(*frame) for frame in drawn["frames"])
    return FranceMap(f"0 0 {width} {height}", width, height, shapes, frames)


def france_position(lon: float, lat: float, departement: str) -> tuple[str, str] | None:
    """Where a place lies on the map of France, None when its département has no contour."""
    if not _has_contour(departement):
        return None
    drawn = _drawings()["france"]
    inset = drawn["insets"].get(departement)
    x, y = _moved(inset, lon, lat) if inset else _on_cone(drawn["cone"], lon, lat)
    return _text(x), _text(y)


def france_middle(departement: str) -> tuple[str, str] | None:
    """Where a mark of the whole département stands on that map."""
    return next(((one.x, one.y) for one in france().shapes if one.code == departement), None)


@lru_cache(maxsize=1)
def france_bounds() -> dict[str, tuple[float, float, float, float]]:
    """Code of a département -> left, top, right, bottom of its contour on that map."""
    found = {}
    for shape in france().shapes:
        points = [point for ring in _rings({"paths": [shape.path]}) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        found[shape.code] = (min(xs), min(ys), max(xs), max(ys))
    return found


def _on_cone(cone: dict[str, float], lon: float, lat: float) -> Point:
    """Lambert's conformal conic; y grows downwards as SVG's does."""
    distance = cone["size"] / math.tan(math.pi / 4 + math.radians(lat) / 2) ** cone["n"]
    angle = cone["n"] * (math.radians(lon) - cone["meridian"])
    return cone["x"] + distance * math.sin(angle), cone["y"] + distance * math.cos(angle)


def _moved(affine: list[float], lon: float, lat: float) -> Point:
    a, b, c, d = affine
    return a * lon + b, c * lat + d


def _text(value: float) -> str:
    return f"{round(value, 1):g}"
