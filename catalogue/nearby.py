"""A sheet's territory beside the visitor's, and where to look when they are too far apart."""

from core.words import number
from search import engines
from search.engines.base import EngineUnavailable, Hit
from search.engines.queries import SearchQuery
from search.listing import results
from search.listing.addresses import ListAddress
from search.listing.shown import still_shown
from search.text.highlighting import Highlighter
from taxonomy.facets import THEME
from territories import comparison
from territories.choice import Chosen, chosen_territory

from .kinds import CATALOGUE
from .records import KIND

# Beyond the middle rung of the ladder, sizes are told to be far apart.
LARGE_GAP = comparison.RATIOS[1]
# How many resembling sheets are looked through for one of a comparable territory.
RESEMBLING = 12


def beside(page, code: str) -> dict | None:
    """{"mine": Authority, "note", "reason": {words, figures}, "is_own", "gap": str, "nearest": card with
    "shared" or None, "back_url", "remove_url"}; None when the code is nobody's or the sheet has no territory.

    gap: the sentence that says that the two are of very different size, else "".
    """
    chosen = chosen_territory(code)
    authority = page.authority
    if chosen is None or authority is None:
        return None
    mine, theirs = chosen.authority.place(), authority.place()
    gap = _gap(chosen, authority)
    nearest = _nearest(page, mine, theirs) if gap else None
    return {
        "mine": chosen.authority,
        "note": chosen.note,
        "reason": comparison.reason_for(chosen.authority, theirs).as_dict(),
        "is_own": mine.code == theirs.code,
        "gap": gap,
        "nearest": _card(nearest, chosen) if nearest else None,
        "back_url": ListAddress(CATALOGUE.path).url(territoire=chosen.authority.code),
        "remove_url": page.relative_url(None) or "",
    }


def _card(nearest: tuple[Hit, str], chosen: Chosen) -> dict | None:
    hit, shared = nearest
    listed = results.listed_hits(still_shown([hit]), Highlighter(()), chosen.authority)
    return listed[0] | {"shared": shared} if listed else None


def _gap(chosen: Chosen, authority) -> str:
    """« Rennes compte 38 fois plus d'habitants que Boé »."""
    mine, theirs = chosen.authority.population, authority.population
    if not mine or not theirs:
        return ""
    small, large = sorted((mine, theirs))
    if large <= LARGE_GAP * max(small, comparison.SMALLEST):
        return ""
    times = number(round(large / small))
    few = "plus" if theirs > mine else "moins"
    subject = authority.subject_name[:1].upper() + authority.subject_name[1:]
    other = chosen.authority.subject_name
    than = f"qu'{other}" if other[:1].lower() in "aàâeéèêiîoôuy" else f"que {other}"
    return f"{subject} compte {times} fois {few} d'habitants {than}"


def _nearest(page, mine, theirs) -> tuple[Hit, str] | None:
    """The most comparable sheet that is clearly closer in size, and what it shares with this one: the subject when it
    has the same theme of the second level, else the theme, where its words resemble this one's: a debate about 5G is
    no help beside a village's application. Never the visitor's own."""
    own_score = comparison.score(mine, theirs)
    low, high = comparison.population_bounds(mine.population, LARGE_GAP)

    def is_closer(hit: Hit) -> bool:
        place = hit.place
        if not place or place.code in (theirs.code, mine.code) or place.population is None:
            return False
        return low <= place.population <= high and comparison.score(mine, place) > own_score

    if not page.main_theme_id:
        return None
    family, theme = page.main_theme.family.slug, page.main_theme.slug
    key = f"{KIND}:{page.pk}"
    engine = engines.get_engine()
    try:
        if theme != family and (hits := _near(engine, theme, mine, key, is_closer)):
            return hits[0], "sur le même sujet"
        alike = [
            hit
            for hit in engine.similar(key, RESEMBLING)
            if is_closer(hit) and hit.card.get("theme_slug") == family
        ]
        if alike:
            best = max(alike, key=lambda hit: comparison.score(mine, hit.place))
            return best, "dans le même thème"
    except EngineUnavailable:
        pass
    return None


def themes_of(page) -> list[tuple[str, str]]:
    """Facet and value of its theme of the second level, then of the family: those that resemble it first."""
    if not page.main_theme_id:
        return []
    theme = page.main_theme
    return [(THEME.name, slug) for slug in dict.fromkeys([theme.slug, theme.family.slug])]


def _near(engine, theme: str, mine, key: str, fits) -> list[Hit]:
    query = SearchQuery(kind=KIND, filters={"theme": (theme,)}, near=mine, size=6)
    return [hit for hit in engine.search(query).hits if hit.key != key and fits(hit)]
