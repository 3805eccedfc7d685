#!/usr/bin/env python3
"""Draws the contours: `tools/contours.py` writes data/territories/contours.json, which the site reads.

From `departements.geojson` (Natural Earth, public domain): the map of France in Lambert's conic with the overseas
départements in frames under it, and a square drawing of each département, of each région and of the bodies that govern
several. Run it after a change of that file or of `special_bodies.csv`. Standard library only.

Numbers are rounded to what the eye sees, paths are relative: the whole map weighs less than 25 kB.
"""

import csv
import gzip
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "territories"

Point = tuple[float, float]
Ring = tuple[Point, ...]
Projection = Callable[[float, float], Point]
Affine = tuple[float, float, float, float]  # x = a * lon + b, y = c * lat + d

SIDE = 100  # of the square that holds a drawing, in its own units
WIDTH = 600  # of the map of France, in its own units
_MARGIN = 4
# As on French school maps: parallels 44° and 49° true, meridian 3° upright.
_FIRST, _SECOND, _ORIGIN, _MERIDIAN = (math.radians(degrees) for degrees in (44, 49, 46.5, 3))
_FRAME = 74  # side of an overseas frame
_GAP = 12
_OVERSEAS = ("971", "972", "973", "974", "976")


def main() -> None:
    text = json.dumps(drawings(), separators=(",", ":"), sort_keys=True)
    (FOLDER / "contours.json").write_text(text + "\n", encoding="utf-8")


def drawings() -> dict:
    """What the file holds: {"squares": {codes: {"affine", "paths"}}, "france": {"height", "frames", "shapes",
    "insets", "cone"}}, as `territories/contours.py` reads it."""
    contours = _read_contours()
    squares = {}
    for codes in _drawn_together(contours):
        rings = [ring for code in codes for ring in contours[code]]
        affine = _fitted(rings, 0, 0, SIDE, _MARGIN)
        paths = [_path(contours[code], _placing(affine)) for code in codes]
        squares[" ".join(codes)] = {"affine": affine, "paths": paths}
    return {"squares": squares, "france": _france(contours)}


def _read_contours() -> dict[str, tuple[Ring, ...]]:
    """Outer rings of each département, as (lon, lat) in degrees; holes are not kept."""
    features = json.loads((FOLDER / "departements.geojson").read_text(encoding="utf-8"))["features"]
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


def _drawn_together(contours: dict) -> list[list[str]]:
    """Codes of each square, in order: a département, those of a région, those of a body that has several."""
    groups = {(code,) for code in contours}
    regions: dict[str, list[str]] = {}
    with gzip.open(FOLDER / "departements.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["code"] in contours:
                regions.setdefault(row["region"], []).append(row["code"])
    groups |= {tuple(sorted(codes)) for codes in regions.values()}
    with (FOLDER / "special_bodies.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            codes = sorted(code for code in row["departements"].split() if code in contours)
            groups |= {tuple(codes)} if codes else set()
    return [list(codes) for codes in sorted(groups)]


def _france(contours: dict) -> dict:
    cone, height = _cone(contours)
    corners = {code: _frame_corner(index, height) for index, code in enumerate(_OVERSEAS)}
    insets = {code: _fitted(contours[code], *corners[code], _FRAME, 8) for code in _OVERSEAS}
    shapes = []
    for code in sorted(contours):
        place = _placing(insets[code]) if code in insets else _conic(cone)
        x, y = _middle(contours[code], place)
        shapes.append([code, _path(contours[code], place), _text(x), _text(y)])
    return {
        "width": WIDTH,
        "height": height + _GAP + _FRAME,
        "shapes": shapes,
        "frames": [[code, _text(x), _text(y), _FRAME] for code, (x, y) in corners.items()],
        "insets": insets,
        "cone": cone,
    }


def _frame_corner(index: int, height: int) -> Point:
    row = len(_OVERSEAS) * _FRAME + (len(_OVERSEAS) - 1) * _GAP
    return (WIDTH - row) / 2 + index * (_FRAME + _GAP), height + _GAP


# --- Projections ------------------------------------------------------------------------------------


def _cone(contours: dict) -> tuple[dict[str, float], int]:
    """Lambert's conformal conic on a sphere, scaled so that the metropole fills the width; and its height.

    A place lies at distance `size / t(lat) ** n` from (`x`, `y`), under the angle `n * (lon - meridian)`.
    """

    def t(latitude: float) -> float:
        return math.tan(math.pi / 4 + latitude / 2)

    n = math.log(math.cos(_FIRST) / math.cos(_SECOND)) / math.log(t(_SECOND) / t(_FIRST))
    size = math.cos(_FIRST) * t(_FIRST) ** n / n
    unscaled = {"n": n, "meridian": _MERIDIAN, "size": size, "x": 0.0, "y": -size / t(_ORIGIN) ** n}
    place = _conic(unscaled)
    points = [
        place(lon, lat)
        for code, rings in contours.items()
        if code not in _OVERSEAS
        for ring in rings
        for lon, lat in ring
    ]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * _MARGIN) / (right - left)
    scaled = unscaled | {
        "size": size * scale,
        "x": _MARGIN - left * scale,
        "y": _MARGIN + (unscaled["y"] - top) * scale,
    }
    return scaled, math.ceil((bottom - top) * scale + 2 * _MARGIN)


def _conic(cone: dict[str, float]) -> Projection:
    def place(lon: float, lat: float) -> Point:
        distance = cone["size"] / math.tan(math.pi / 4 + math.radians(lat) / 2) ** cone["n"]
        angle = cone["n"] * (math.radians(lon) - cone["meridian"])
        return cone["x"] + distance * math.sin(angle), cone["y"] + distance * math.cos(angle)

    return place


def _fitted(rings: Iterable[Ring], x: float, y: float, side: float, margin: float) -> Affine:
    """The rings in the square at (x, y), centred; both axes have one scale at their middle latitude; y downwards."""
    degrees = [point for ring in rings for point in ring]
    squeeze = math.cos(math.radians(sum(lat for _, lat in degrees) / len(degrees)))
    points = [(lon * squeeze, -lat) for lon, lat in degrees]
    left, right = min(px for px, _ in points), max(px for px, _ in points)
    top, bottom = min(py for _, py in points), max(py for _, py in points)
    scale = (side - 2 * margin) / max(right - left, bottom - top)
    dx = x + (side - (right - left) * scale) / 2
    dy = y + (side - (bottom - top) * scale) / 2
    return squeeze * scale, dx - left * scale, -scale, dy - top * scale


def _placing(affine: Affine) -> Projection:
    a, b, c, d = affine
    return lambda lon, lat: (a * lon + b, c * lat + d)


# --- Paths ------------------------------------------------------------------------------------------


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


if __name__ == "__main__":
    main()
