"""What the content holds, at a glance: one call of the engine for the whole home page."""

from catalogue import rotation
from catalogue.kinds import CATALOGUE
from catalogue.records import KIND
from core.kinds import Choice
from search import engines
from search.engines.base import EngineUnavailable, Hit, Page
from search.engines.queries import SearchQuery
from search.listing import choices as facet_choices
from search.listing import results
from search.listing.addresses import ListAddress
from search.listing.doors import theme_doors
from search.listing.shown import still_shown
from search.models import IndexState
from search.text.highlighting import Highlighter
from territories import contours
from territories.types import COMMUNE, GROUPEMENT

CARDS = 3
VILLAGE_UNDER = (
    3_500  # inhabitants: the bound of the law's « communes de moins de 3 500 habitants »
)
TOWN_FROM = 10_000
# Lower bounds of the map's shades, darkest last; below the first, a département has no sheet.
SHADES = (1, 2, 4, 7)


def overview() -> dict:
    """{"total", "of_the_day": cards, "themes": doors, "departements": [{code, label, count, url}],
    "map": {view_box, width, height, shapes: [{path, shade, url, label}], frames}, "span": str}.

    Everything is empty, and "down" is true, when the engine cannot answer.
    """
    current = IndexState.current()
    facets = ("theme", "departement", "taille", "type")
    try:
        answer = engines.get_engine().search(SearchQuery(kind=KIND, size=0), facets=facets)
        of_the_day, is_down = rotation.of_the_day(current.index), False
    except EngineUnavailable:
        answer, of_the_day, is_down = Page(hits=[], total=0), [], True
    choices = facet_choices.cache.get(current.words)
    departements = departement_doors(choices, answer.facets.get("departement", {}))
    return {
        "total": answer.total,
        "of_the_day": results.listed_hits(varied(still_shown(of_the_day)), Highlighter(())),
        "themes": theme_doors(CATALOGUE.path, choices, answer.facets.get("theme", {})),
        "departements": departements,
        "map": _map(departements),
        "span": _span(answer.facets),
        "down": is_down,
    }


def ways_in() -> dict:
    """{"total", "themes": doors}: for a page that could not be shown. Empty without an engine."""
    try:
        answer = engines.get_engine().search(SearchQuery(kind=KIND, size=0), facets=("theme",))
    except EngineUnavailable:
        answer = Page(hits=[], total=0)
    choices = facet_choices.cache.get(IndexState.current().words)
    return {
        "total": answer.total,
        "themes": theme_doors(CATALOGUE.path, choices, answer.facets.get("theme", {})),
    }


def departement_doors(choices: dict[str, list[Choice]], counts: dict[str, int]) -> list[dict]:
    door = ListAddress(CATALOGUE.path)
    return [
        {
            "code": choice.value,
            "label": choice.label,
            "count": counts[choice.value],
            "url": door.toggled("departement", choice.value),
        }
        for choice in choices["departement"]
        if counts.get(choice.value)
    ]


def varied(hits: list[Hit], number: int = CARDS) -> list[Hit]:
    """A village, a town and a grouping, as far as there are such; then the others in their order.

    One family of themes is not shown twice while there is a choice.
    """
    chosen: list[Hit] = []

    def themes() -> set[str]:
        return {hit.card.get("theme_slug", "") for hit in chosen}

    for wanted in (_is_village, _is_town, _is_grouping, lambda hit: True):
        fitting = [hit for hit in hits if hit not in chosen and wanted(hit)]
        fitting.sort(key=lambda hit: hit.card.get("theme_slug", "") in themes())
        chosen += fitting[: 1 if len(chosen) < number else 0]
    rest = [hit for hit in hits if hit not in chosen]
    return (chosen + rest)[:number]


def _is_village(hit: Hit) -> bool:
    return _is_commune(hit) and hit.place.population < VILLAGE_UNDER


def _is_town(hit: Hit) -> bool:
    return _is_commune(hit) and hit.place.population >= TOWN_FROM


def _is_commune(hit: Hit) -> bool:
    return bool(hit.place and hit.place.family == COMMUNE and hit.place.population)


def _is_grouping(hit: Hit) -> bool:
    return bool(hit.place and hit.place.family == GROUPEMENT)


def _map(departements: list[dict]) -> dict:
    by_code = {one["code"]: one for one in departements}
    drawn = contours.france()
    shapes = []
    for shape in drawn.shapes:
        door = by_code.get(shape.code)
        count = door["count"] if door else 0
        shapes.append(
            {
                "path": shape.path,
                "shade": sum(count >= bound for bound in SHADES),
                "url": door["url"] if door else "",
                "label": f"{door['label']} : {count} fiche{'s' if count > 1 else ''}"
                if door
                else "",
            }
        )
    return {
        "view_box": drawn.view_box,
        "width": drawn.width,
        "height": drawn.height,
        "shapes": shapes,
        "frames": drawn.frames,
    }


def _span(facets: dict[str, dict[str, int]]) -> str:
    """« Du village à la métropole » when the base really holds both ends."""
    sizes, types = facets.get("taille", {}), facets.get("type", {})
    if (sizes.get("1") or sizes.get("2")) and types.get("metropole"):
        return "Du village à la métropole."
    return ""
