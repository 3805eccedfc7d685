"""A collection, and the list of all, as their pages show them."""

from django.conf import settings
from django.utils.safestring import SafeString

from catalogue.models import ProjectPage
from catalogue.records import card_of
from core.structured_data import script
from core.visibility import visible

from . import living
from .shown import summaries

CRUMBS = [{"label": "Parcours", "url": "/collections/"}]
# What a sheet's card reads.
_CARD = ("authority__departement", "authority__region", "main_theme__parent")


def context_of_list(page) -> dict:
    """What templates/curation/collections_page.html reads."""
    return {"collections": summaries()}


def context_of(page) -> dict:
    """What templates/curation/collection_page.html reads; of a draft, rows in memory included."""
    steps = steps_of(page)
    return {
        "collection": {
            "title": page.title,
            "introduction": page.introduction,
            "audience": page.audience,
            "themes": [
                {"label": theme.name, "url": f"/projets/?theme={theme.slug}"}
                for theme in page.themes.all()
            ],
            "steps": steps,
            "living": living.found(page.search, [step["pk"] for step in steps]),
            "feed_url": f"{page.relative_url(None) or ''}fiches.atom",
            "crumbs": CRUMBS,
            "json_ld": _json_ld(page, steps),
        }
    }


def steps_of(page) -> list[dict]:
    """The chosen sheets that visitors may see, in order: cards with pk, number and why. Four statements."""
    rows = list(page.items.all())
    sheets = visible(ProjectPage.objects.filter(pk__in=[row.sheet_id for row in rows]))
    sheets = sheets.select_related(*_CARD).prefetch_related("costs", "difficulties")
    by_key = {sheet.pk: sheet for sheet in sheets}
    shown = {row.sheet_id: row for row in reversed(rows) if row.sheet_id in by_key}
    return [
        card_of(by_key[pk]) | {"pk": pk, "place": place, "why": row.why}
        for place, (pk, row) in enumerate(reversed(shown.items()), start=1)
    ]


def _json_ld(page, steps: list[dict]) -> SafeString:
    itself = {
        "@type": "ItemList",
        "name": page.title,
        "description": page.introduction,
        "numberOfItems": len(steps),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": step["place"],
                "name": step["title"],
                "description": step["why"],
                "url": f"{settings.BASE_URL}{step['url']}",
            }
            for step in steps
        ],
    }
    return script(itself, crumbs=CRUMBS)
