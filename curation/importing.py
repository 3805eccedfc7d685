"""Collections of a content file."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import ImportReport, import_rows, text_of, texts_of
from core.publishing import publish_new, refuse_unless_publishable
from taxonomy.importing import theme_at
from taxonomy.models import Theme

from .models import CollectionItem, CollectionPage, CollectionsPage

_NOT_TYPED = {"path", "depth", "slug", "url_path", "locale", "content_type"}


def import_collections(
    rows: list[dict], *, source: str, parent: CollectionsPage, user=None
) -> ImportReport[CollectionPage]:
    """Publish the rows (as in `data/demo/collections.json`) whose address is free; their sheets are those that `source`
    has brought, and one that was deleted since is left out. Raises ImportRefused with every broken row.
    """
    themes = {theme.slug: theme for theme in Theme.objects.select_related("parent")}
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def make(row):
        page = _collection(row, themes, sheets)
        page.clean_fields(exclude=_NOT_TYPED)
        refuse_unless_publishable(page)
        return page

    def save(read):
        for row in read:
            parent.refresh_from_db()
            publish_new(row.thing, slug=row.key, parent=parent, user=user)

    known = set(parent.get_children().values_list("slug", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)


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
