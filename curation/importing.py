"""Collections of a content file."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import ImportReport, text_of, texts_of
from core.page_importing import import_pages
from taxonomy.importing import theme_at
from taxonomy.models import Theme

from .models import CollectionItem, CollectionPage, CollectionsPage


def import_collections(
    rows: list[dict], *, source: str, parent: CollectionsPage, user=None
) -> ImportReport[CollectionPage]:
    """Publish the rows (as in `data/demo/collections.json`) whose address is free; their sheets are those that `source`
    has brought, and one that was deleted since is left out. Raises ImportRefused with every broken row.
    """
    themes = {theme.slug: theme for theme in Theme.objects.select_related("parent")}
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def page_of(row):
        return _collection(row, themes, sheets)

    return import_pages(rows, parent=parent, page_of=page_of, user=user)


def _collection(
    row: dict, themes: Mapping[str, Theme], sheets: Mapping[str, int | None]
) -> CollectionPage:
    page = CollectionPage(
        title=text_of(row, "title", required=True),
        introduction=text_of(row, "intro"),
        audience=text_of(row, "audience"),
    )
    page.themes = [theme_at(path, themes) for path in texts_of(row, "themes")]
    for item in row["items"]:
        key = text_of(item, "sheet_id", required=True)
        if key not in sheets:
            raise ValidationError(f"fiche inconnue : « {key} »")
        if sheets[key]:
            page.items.add(CollectionItem(sheet_id=sheets[key], why=text_of(item, "why")))
    return page
