"""Sheets of a content file. The demo content goes this way, and so will any other file."""

from collections.abc import Callable, Iterable

from core.importing import ImportReport, import_rows
from core.publishing import publish_new, refuse_unless_publishable
from territories.matching import authority_for
from territories.models import Authority

from .import_row import References, sheet_from_row
from .models import ImportedSheet, ProjectIndexPage, ProjectPage, Reuse


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
    reuses: dict[str, list[tuple[str, Reuse]]] = {}

    def make(row):
        sheet = sheet_from_row(row, references)
        refuse_unless_publishable(sheet)
        reuses[row["id"].strip()] = _reuses(row)
        return sheet

    def save(read):
        for row in progress(read):
            publish_new(row.thing, slug=row.key, parent=parent, user=user)
            ImportedSheet.objects.create(source=source, key=row.key, page=row.thing)
        for row in read:
            for end, reuse in reuses[row.key]:
                _save_reuse(end, reuse, row.thing)

    known = set(ImportedSheet.objects.filter(source=source).values_list("key", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)


# The sheet at one end of a reuse, and who is at the other.
_OTHER_END = {"original": "reuser", "reuser": "original"}


def _reuses(row: dict) -> list[tuple[str, Reuse]]:
    """(end at which this sheet stands, the reuse without it), not saved yet."""
    ends = [("original", item) for item in row.get("reused_by", ())]
    ends += [("reuser", item) for item in row.get("reuse_of", ())]
    return [(end, _reuse(row, item, _OTHER_END[end])) for end, item in ends]


def _reuse(row: dict, item: dict, other: str) -> Reuse:
    index = item.get("source_index")
    source = {} if index is None else row["sources"][index]
    reuse = Reuse(
        **{f"{other}_name": item["name"], f"{other}_authority": _authority_named(item)},
        adaptation=item["what"],
        date=str(item.get("year") or ""),
        source_title=source.get("title") or "",
        source_url=source.get("url") or "",
    )
    reuse.clean_fields()
    return reuse


def _save_reuse(end: str, reuse: Reuse, sheet: ProjectPage) -> None:
    """Two sheets that tell the same reuse, each from its end, share one row."""
    other = _OTHER_END[end]
    authority = getattr(reuse, f"{other}_authority")
    if authority is not None:
        same = Reuse.objects.filter(
            **{f"{end}__isnull": True, f"{end}_authority": sheet.authority},
            **{f"{other}__isnull": False, f"{other}_authority": authority},
        ).first()
        reuse = same or reuse
    setattr(reuse, end, sheet)
    setattr(reuse, f"{end}_authority", sheet.authority)
    reuse.save()


def _authority_named(item: dict) -> Authority | None:
    if not (item.get("insee") or item.get("siren")):
        return None
    return authority_for({"type": "", "region_code": "", "departement_code": "", **item})
