"""Import of a content file: all of it or nothing, and never twice the same row.

The demo content goes this way, and so will any other file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from core.importing import ImportRefused, reasons
from core.publishing import publish_new, refuse_unless_publishable
from territories.matching import NoSuchAuthority, authority_for

from .import_row import Vocabulary, sheet_from_row
from .models import ImportedSheet, ProjectIndexPage, ProjectPage, Reuse


@dataclass
class ImportReport:
    created: list[ProjectPage] = field(default_factory=list)
    kept: int = 0  # imported before: left as they are, edited or deleted

    def __str__(self):
        return f"{len(self.created)} fiches créées, {self.kept} déjà importées"


def import_sheets(
    rows: list[dict],
    *,
    source: str,
    parent: ProjectIndexPage,
    user=None,
    progress: Callable[[Iterable], Iterable] = iter,
) -> ImportReport:
    """Publish the rows of a content file that `source` has not brought before.

    rows: as in `data/demo/cases.json`. Raises ImportRefused with every broken row and its reason.
    """
    known = set(ImportedSheet.objects.filter(source=source).values_list("key", flat=True))
    report = ImportReport()
    with transaction.atomic():
        sheets = _read(rows, known, report)
        for row, sheet in progress(sheets):
            publish_new(sheet, slug=row["id"], parent=parent, user=user)
            ImportedSheet.objects.create(source=source, key=row["id"], page=sheet)
            report.created.append(sheet)
        for row, sheet in sheets:
            _add_reuses(row, sheet)
    return report


def _read(rows: list[dict], known: set[str], report: ImportReport) -> list[tuple]:
    vocabulary = Vocabulary.load()
    sheets, errors, seen = [], [], set()
    for number, row in enumerate(rows, start=1):
        key = row.get("id") if isinstance(row, dict) else None
        try:
            if not key:
                raise ValidationError("identifiant absent")
            if key in seen:
                raise ValidationError("identifiant déjà employé plus haut")
            seen.add(key)
            if key in known:
                report.kept += 1
                continue
            sheet = sheet_from_row(row, vocabulary)
            refuse_unless_publishable(sheet)
            sheets.append((row, sheet))
        except KeyError as missing:
            errors.append(f"ligne {number} ({key}) : il manque le champ {missing}")
        except NoSuchAuthority as error:
            errors.append(f"ligne {number} ({key}) : {error}")
        except ValidationError as error:
            errors.append(f"ligne {number} ({key}) : {reasons(error)}")
        except (TypeError, AttributeError, ValueError, ArithmeticError) as error:
            errors.append(f"ligne {number} ({key}) : valeur inattendue ({error})")
    if errors:
        raise ImportRefused(errors)
    return sheets


def _add_reuses(row: dict, sheet: ProjectPage) -> None:
    for item in row.get("reused_by", ()):
        _add_reuse(row, item, original=sheet, original_authority=sheet.authority)
    for item in row.get("reuse_of", ()):
        _add_reuse(row, item, reuser=sheet, reuser_authority=sheet.authority)


def _add_reuse(row: dict, item: dict, **end) -> None:
    """One reuse, told by the sheet at one of its ends. Two sheets that tell the same share one row."""
    other = "reuser" if "original" in end else "original"
    authority = _authority_named(item)
    if authority is not None:
        told = Reuse.objects.filter(
            **{f"{name}__isnull": True for name in end if not name.endswith("authority")},
            **{f"{other}_authority": authority, f"{other}__isnull": False},
            **{name: value for name, value in end.items() if name.endswith("authority")},
        ).first()
        if told is not None:
            for name, value in end.items():
                setattr(told, name, value)
            told.save()
            return
    source = row["sources"][item["source_index"]] if item.get("source_index") is not None else {}
    Reuse.objects.create(
        **end,
        **{f"{other}_name": item["name"], f"{other}_authority": authority},
        adaptation=item["what"],
        date=str(item.get("year") or ""),
        source_title=source.get("title") or "",
        source_url=source.get("url") or "",
    )


def _authority_named(item: dict):
    if not (item.get("insee") or item.get("siren")):
        return None
    return authority_for({"type": "", "region_code": "", "departement_code": "", **item})
