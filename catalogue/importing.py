"""Sheets of a content file: each row becomes what a line of a spreadsheet becomes (`spreadsheet.making`)."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError

from core.importing import ImportReport, import_rows
from core.publishing import publish_new
from core.tables.making import make

from .import_row import record_of
from .models import ImportedSheet, ProjectIndexPage, ProjectPage
from .spreadsheet.contents import SHEETS
from .spreadsheet.references import References


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
    references = References()

    def make_sheet(row):
        made = make(SHEETS, record_of(row, references), references, existing=None, publish=True)
        if made.problems:
            raise ValidationError([f"« {one.column} » : {one.said}" for one in made.problems])
        return made.page

    def save(read):
        for row in progress(read):
            references.add_tools(row.thing.tools.all())
            publish_new(row.thing, slug=row.key, parent=parent, user=user)
            ImportedSheet.objects.create(source=source, key=row.key, page=row.thing)

    known = set(ImportedSheet.objects.filter(source=source).values_list("key", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=make_sheet, save=save)
