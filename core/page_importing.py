"""Pages of a content file: each is published under its address, its `id`, where that is free."""

from collections.abc import Callable

from wagtail.models import Page

from .importing import ImportReport, import_rows
from .publishing import publish_new, refuse_unless_publishable

# What code gives a page, and no row.
_NOT_TYPED = {"path", "depth", "slug", "url_path", "locale", "content_type"}


def import_pages(
    rows: list[dict], *, parent: Page, page_of: Callable[[dict], Page], user=None
) -> ImportReport:
    """page_of: an unsaved page of a row. Raises ImportRefused with every broken row; nothing is changed then."""

    def make(row):
        page = page_of(row)
        page.clean_fields(exclude=_NOT_TYPED)
        refuse_unless_publishable(page)
        return page

    def save(read):
        for row in read:
            parent.refresh_from_db()
            publish_new(row.thing, slug=row.key, parent=parent, user=user)

    known = set(parent.get_children().values_list("slug", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)
