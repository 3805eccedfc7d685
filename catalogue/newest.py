"""The newest sheets and the families of themes, from the database alone: what the catalogue shows without an engine."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from core.kinds import Fallback
from core.visibility import visible
from taxonomy.facets import THEME

from .models import ProjectPage
from .records import card_of

LATEST = 3
OF_A_THEME = 12  # sheets of a chosen theme


def newest_of(filters: Mapping[str, tuple[str, ...]]) -> Fallback:
    """filters: as selected; of them, the themes count here."""
    sheets = visible(ProjectPage.objects)
    counts = Counter(family for _, family in _families(sheets))
    themes = filters.get(THEME.name, ())
    if themes:
        ways = ("main_theme", "main_theme__parent", "other_themes", "other_themes__parent")
        of_theme = Q(*[Q(**{f"{way}__slug__in": themes}) for way in ways], _connector=Q.OR)
        sheets = sheets.filter(pk__in=sheets.filter(of_theme).order_by().values("pk"))
    newest = (
        sheets.order_by("-first_published_at", "-pk")
        .select_related("main_theme__parent", "authority__departement", "authority__region")
        .prefetch_related("costs", "difficulties")
    )
    shown = newest[: OF_A_THEME if themes else LATEST]
    return Fallback(cards=[card_of(sheet) for sheet in shown], themes=counts)


def _families(sheets: QuerySet) -> set[tuple[int, str]]:
    """(sheet, slug of a family of themes that it belongs to)."""
    found = set()
    for theme in ("main_theme", "other_themes"):
        rows = sheets.values_list("pk", f"{theme}__parent__slug", f"{theme}__slug")
        found |= {(pk, family or slug) for pk, family, slug in rows if slug}
    return found
