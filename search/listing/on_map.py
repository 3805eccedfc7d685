"""The results of a list where they are: a mark for each authority, those that would overlap at this scale as one.

Aggregated by the engine before anything is drawn: ten thousand records are a few hundred marks. A mark is a link: of one
authority to its page, of several to the map of their départements. The list beside says the same.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.safestring import SafeString, mark_safe

from core.templatetags.typography import french_text, plural
from core.words import number
from search.engines.base import Page
from search.engines.map_places import (
    NOWHERE,
    ON_MAP,
    SQUARE,
    code_of,
    departements_of,
    point_of,
    square_at,
    square_of,
)
from search.listing.form import MAP
from search.listing.request import ListRequest
from territories import areas, contours
from territories.facets import DEPARTEMENT, REGION
from territories.models import Authority
from territories.names import fold

# In units of the drawing, which is `contours.france().width` wide at whatever scale.
# Least between two marks: a finger's 24 pixels where the drawing is 288 pixels wide, on the narrowest phone.
APART = 2 * SQUARE
SMALLEST, LARGEST = 8.0, APART / 2 - 1  # radius of a mark
WITH_FIGURE = 10.0  # radius from which a figure has room
MARGIN = 0.06  # around what is looked at, as a part of it
FLATTEST, STEEPEST = 0.6, 1.2  # height of the drawing by its width
NAMED = 3  # authorities of one mark that are named
DRAWN = 100  # backgrounds that a process keeps


Point = tuple[float, float]
Spot = tuple[int, str]  # results of one authority, and where: a value of `map_places`


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the map of France that is looked at."""

    left: float
    top: float
    scale: float
    height: int

    @property
    def is_whole(self) -> bool:
        return self.scale == 1

    def at(self, x: float, y: float) -> Point:
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def counted(asked: ListRequest) -> tuple[str, ...]:
    """What is counted beside the facets of the list."""
    return (ON_MAP, DEPARTEMENT.name) if asked.is_map else ()


def views(asked: ListRequest) -> list[dict]:
    """« Liste | Carte »: [{label, url, selected}]; [] of a list that has no map."""
    if not asked.listing.has_map:
        return []
    return [
        {"label": label, "url": asked.address.url(vue=view), "selected": view == asked.form.view}
        for view, label in (("", "Liste"), (MAP, "Carte"))
    ]


def drawn(asked: ListRequest, answer: Page) -> dict:
    """What `search/map.html` shows: the drawing, its marks in reading order, the visitor's own place, and the list."""
    looked_at = _looked_at(asked)
    window = _window(looked_at)
    width = contours.france().width
    squares = _squares(answer.facets[ON_MAP], window, width)
    groups = _groups(squares, window)
    alone = len(looked_at) == 1
    named = _named(groups, every=alone)
    marks = [_mark(asked, at, group, named, looked_at) for at, group in groups.items()]
    shown = sum(mark["count"] for mark in marks)
    return {
        "width": width,
        "height": window.height,
        "transform": _transform(window),
        "shapes": _shapes(window, width, looked_at),
        "frames": contours.france().frames if not looked_at else (),
        "marks": marks,
        "mine": _mine(asked, window, width),
        "whole_url": looked_at
        and asked.address.url(
            filters={**asked.form.filters, DEPARTEMENT.name: (), REGION.name: ()}
        ),
        "departements": [] if alone else _departements(asked, answer),
        "places": sorted(marks, key=lambda one: fold(one["label"])) if alone else [],
        "unplaced": answer.total - shown,
        "list_url": asked.address.url(vue=""),
    }


# --- What is looked at ----------------------------------------------------------------------------


def _looked_at(asked: ListRequest) -> tuple[str, ...]:
    """The départements chosen, or those of the régions; () is all of France."""
    filters = asked.form.filters
    codes = filters.get(DEPARTEMENT.name, ()) or [
        code for region in filters.get(REGION.name, ()) for code in areas.departements_of(region)
    ]
    return tuple(code for code in codes if code in contours.france_bounds())


def _window(codes: tuple[str, ...]) -> Window:
    france = contours.france()
    if not codes:
        return Window(0, 0, 1, france.height)
    bounds = [contours.france_bounds()[code] for code in codes]
    left, top = (min(one[side] for one in bounds) for side in (0, 1))
    right, bottom = (max(one[side] for one in bounds) for side in (2, 3))
    width, height = (side * (1 + 2 * MARGIN) for side in (right - left, bottom - top))
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    width = max(width, height / STEEPEST)
    height = max(height, width * FLATTEST)
    scale = france.width / width
    return Window(middle_x - width / 2, middle_y - height / 2, scale, round(height * scale))


@lru_cache(DRAWN)
def _shapes(window: Window, width: int, looked_at: tuple[str, ...]) -> SafeString:
    """Contours that stand in the window: written once, a template would write a hundred each time."""
    found = []
    for shape in contours.france().shapes:
        left, top, right, bottom = contours.france_bounds()[shape.code]
        (x0, y0), (x1, y1) = window.at(left, top), window.at(right, bottom)
        if x0 < width and x1 > 0 and y0 < window.height and y1 > 0:
            beside = " map__area--beside" if looked_at and shape.code not in looked_at else ""
            found.append(f'<path class="map__area{beside}" d="{shape.path}"/>')
    return mark_safe("".join(found))  # of numbers alone


def _transform(window: Window) -> str:
    if window.is_whole:
        return ""
    moved = f"{-window.left:.2f} {-window.top:.2f}"
    return f"scale({window.scale:.3f}) translate({moved})"


# --- Marks ----------------------------------------------------------------------------------------


def _squares(counts: dict[str, int], window: Window, width: int) -> dict[str, list[Spot]]:
    """What stands in each square of the drawing, all so near that it is one mark."""
    found: dict[str, list[Spot]] = defaultdict(list)
    if window.is_whole:  # then the index knows the square
        for value, count in counts.items():
            found[square_of(value)].append((count, value))
        found.pop(NOWHERE, None)
        return found
    for value, count in counts.items():
        if square_of(value) != NOWHERE:
            x, y = window.at(*point_of(value))
            if 0 <= x <= width and 0 <= y <= window.height:
                found[square_at(x, y)].append((count, value))
    return found


def _groups(squares: dict[str, list[Spot]], window: Window) -> dict[Point, list[Spot]]:
    """Where a mark stands, in reading order -> what it stands for.

    A mark stands where the largest of what it stands for is, `APART` at least from any mark of more.
    """
    found: dict[Point, list[Spot]] = {}
    totals = {square: sum([count for count, _ in spots]) for square, spots in squares.items()}
    for square in sorted(squares, key=lambda one: (-totals[one], one)):
        spots = squares[square]
        x, y = window.at(*point_of(max(spots)[1]))
        near, mark = min(
            ((math.hypot(at[0] - x, at[1] - y), at) for at in found), default=(APART, None)
        )
        if mark is None or near >= APART:
            mark = (x, y)
        found.setdefault(mark, []).extend(spots)
    return dict(sorted(found.items(), key=lambda one: (one[0][1] // APART, one[0][0])))


def _radius(count: int) -> float:
    return min(SMALLEST + 2.5 * math.log2(count), LARGEST)


def _named(groups: dict[Point, list[Spot]], *, every: bool) -> dict[str, Authority]:
    """Authorities that are told by name, by code. One statement."""
    codes = [
        code_of(value)
        for group in groups.values()
        if every or len(group) <= NAMED
        for _, value in group
    ]
    named = Authority.objects.only("code", *Authority.NAMED_BY)
    return named.in_bulk(codes, field_name="code") if codes else {}


def _mark(
    asked: ListRequest,
    at: Point,
    group: list[Spot],
    named: dict[str, Authority],
    looked_at: tuple[str, ...],
) -> dict:
    count = sum(one for one, _ in group)
    radius = _radius(count)
    noun = asked.listing.noun
    told = f"{number(count)} {noun}{plural(count)}"
    is_told = len(group) <= NAMED or len(looked_at) == 1
    told_of = [
        (named[code], one)
        for one, value in (group if is_told else ())
        if (code := code_of(value)) in named
    ]
    members = [
        {
            "name": body.name if len(looked_at) == 1 else body.label,
            "url": body.get_absolute_url(),
            "told": f"{number(one)} {noun}{plural(one)}",
        }
        for body, one in told_of
    ]
    members.sort(key=lambda one: fold(one["name"]))
    codes = tuple(departements_of(value for _, value in group))
    anchor = f"lieu-{code_of(group[0][1])}"
    if len(group) == 1 and members:
        url, who = members[0]["url"], members[0]["name"]
    else:
        url = _closer(asked, codes, looked_at) or f"#{anchor}"
        who = ", ".join(one["name"] for one in members)
        if len(group) > NAMED or not who:
            where = ", ".join(filter(None, map(areas.departement_name, codes)))
            who = f"{number(len(group))} collectivités ({where})"
    return {
        "count": count,
        "x": f"{at[0]:.1f}",
        "y": f"{at[1]:.1f}",
        "r": f"{radius:.1f}",
        "figure": number(count) if radius >= WITH_FIGURE else "",
        "url": url,
        "label": french_text(f"{who} : {told}"),
        "anchor": anchor,
        "members": members,
    }


def _closer(asked: ListRequest, codes: tuple[str, ...], looked_at: tuple[str, ...]) -> str:
    """Where a mark of several authorities leads: a map of less, else the list; "" where the list beside it names them."""
    if set(codes) != set(looked_at):
        return asked.address.url(filters=asked.form.filters | {DEPARTEMENT.name: codes})
    return "" if len(looked_at) == 1 else asked.address.url(vue="")


def _mine(asked: ListRequest, window: Window, width: int) -> dict | None:
    """The visitor's own territory, where the window shows it."""
    one = asked.authority
    if one is None or one.lon is None or one.lat is None or not one.departement_id:
        return None
    at = contours.france_position(one.lon, one.lat, one.departement_id)
    if at is None:
        return None
    x, y = window.at(*map(float, at))
    if not (0 <= x <= width and 0 <= y <= window.height):
        return None
    return {"x": f"{x:.1f}", "y": f"{y:.1f}", "name": one.name}


def _departements(asked: ListRequest, answer: Page) -> list[dict]:
    """[{label, count, url}] of what the map shows, in the order of their names."""
    counts = answer.facets.get(DEPARTEMENT.name, {})
    looked_at = _looked_at(asked)
    # One address, in which each code takes its place: to make a hundred costs more than to draw the map.
    one = {**asked.form.filters, REGION.name: (), DEPARTEMENT.name: ("",)}
    before, name, after = asked.address.url(filters=one).partition(f"{DEPARTEMENT.name}=")
    found = [
        {
            "label": areas.departement_name(code),
            "count": count,
            "url": f"{before}{name}{quote_plus(code)}{after}",
        }
        for code, count in counts.items()
        if not looked_at or code in looked_at
    ]
    return sorted(found, key=lambda one: fold(one["label"]))
