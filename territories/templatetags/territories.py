"""What templates draw of a territory: its dot map and the population scale."""

from django import template

from core.words import number
from territories import areas, contours, names
from territories.models import Authority, Precision
from territories.population import SCALE_ENDS, TICKS, scale_position

register = template.Library()

# Size of the scale's drawing, in its own units, and the ticks that have room for a figure.
_WIDTH, _EDGE = 320, 14
_LABELLED = (500, 2_000, 10_000, 50_000, 300_000)


@register.inclusion_tag("components/dot_map.html")
def dot_map(authority: Authority) -> dict:
    """`{% dot_map authority %}`: context {"map": contours.DotMap or None, "label": str}.

    A council's map is its whole area without dot; nothing is drawn where there is no contour
    (overseas collectivities).
    """
    precise = authority.position_precision == Precision.PLACE
    known = precise or authority.position_precision == Precision.EPCI
    drawn = contours.dot_map(
        contours.drawn_departements(authority),
        authority.lon if known else None,
        authority.lat if known else None,
        precise=precise,
    )
    return {"map": drawn, "label": _dot_map_label(authority, drawn)}


def _dot_map_label(authority: Authority, drawn: contours.DotMap | None) -> str:
    area = areas.departement(authority.departement_id)
    if drawn is None or drawn.x is None or area is None:
        return f"Carte : {authority.label}"
    where = f"département {names.of_name(area.name, area.tncc)}"
    exactness = " (position approximative)" if drawn.approximate else ""
    return f"Carte : {authority.name} dans le {where}{exactness}"


@register.inclusion_tag("components/population_scale.html")
def population_scale(authority: Authority, mine: Authority | None = None) -> dict:
    """`{% population_scale page.authority mine %}`: that territory, and the visitor's if known.

    The component can also be included with `scale={"mine": 0..1 or None, "marks": [0..1, …],
    "label": str (optional)}`; without any population it draws nothing.
    """
    both = [one for one in (authority, mine) if one and one.population is not None]
    populations = " ; ".join(f"{one.label}, {number(one.population)} habitants" for one in both)
    return {
        "scale": {
            "mine": scale_position(mine.population) if mine else None,
            "marks": [x for x in [scale_position(authority.population)] if x is not None],
            "label": f"Échelle de population : {populations}" if populations else "",
        }
    }


@register.simple_tag
def scale_geometry(scale: dict) -> dict:
    """The drawing of a scale: {"width", "left", "right", "ticks": [{"x", "label"}], "marks": [x],
    "mine": x or None, "label"}, every x as text for an attribute."""
    mine = scale.get("mine")
    marks = [mark for mark in scale.get("marks") or () if mark is not None]
    return {
        "width": _WIDTH,
        "left": _EDGE,
        "right": _WIDTH - _EDGE,
        "ticks": [
            {
                "x": _scale_x(scale_position(tick) or 0),
                "label": number(tick) if tick in _LABELLED else "",
            }
            for tick in TICKS
        ],
        "marks": list(dict.fromkeys(_scale_x(mark) for mark in marks)),
        "mine": _scale_x(mine) if mine is not None else None,
        "is_empty": mine is None and not marks,
        "label": scale.get("label") or _scale_label(mine, len(marks)),
    }


def _scale_x(position: float) -> str:
    return f"{_EDGE + position * (_WIDTH - 2 * _EDGE):.1f}"


def _scale_label(mine: float | None, count: int) -> str:
    low, high = (number(end) for end in SCALE_ENDS)
    text = f"Échelle de population, de {low} à {high} habitants"
    if count:
        text += f" : {count} {'fiches' if count > 1 else 'fiche'}"
    return text + (" et votre territoire" if mine is not None and count else "")
