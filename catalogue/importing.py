"""Sheets of a content file. The demo content goes this way, and so will any other file."""

from collections.abc import Callable, Iterable

from core.importing import ImportReport, import_rows
from core.publishing import publish_new, refuse_unless_publishable

from .import_row import References, sheet_from_row
from .models import ImportedSheet, ProjectIndexPage, ProjectPage


def import_sheets(
    rows: list[dict],
    *,
    source: str,
    parent: ProjectIndexPage,
    user=None,
    progress: Callable[[Iterable], Iterable] = iter,
) -> ImportReport[ProjectPage]:
    """Publish the rows of a content file that `source` has not brought before.

    rows: as in `data/demo/cases.json`. Raises ImportRefused with every broken row and its reason.
    """
    references = References.load()

    def make(row):
        sheet = sheet_from_row(row, references)
        refuse_unless_publishable(sheet)
        return sheet

    def save(read):
        for row in progress(read):
            publish_new(row.thing, slug=row.key, parent=parent, user=user)
            ImportedSheet.objects.create(source=source, key=row.key, page=row.thing)

    known = set(ImportedSheet.objects.filter(source=source).values_list("key", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)
