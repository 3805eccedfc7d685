"""The columns of a spreadsheet of contents, made of the declarations of the models' own columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField

from core.dates import PartialDateField

from . import cells
from .cells import fold

IDENTIFIER = "identifiant"
REFUSAL = "refus"  # of a file of refused lines
_EMPTY: tuple[Any, ...] = (None, "", [], ())

# {model that a column names: (kind of a cell that names one, that names several)}
Related = Mapping[type[models.Model], tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str  # the heading
    label: str
    help: str
    kind: Any  # of `core.tables.cells`, or one that names rows of a table
    attribute: str  # of the page or of the row
    needed: str = ""  # for which pages
    max_length: int = 0

    def write(self, thing: models.Model) -> Any:
        """The cell: "" where there is nothing."""
        value = getattr(thing, self.attribute)
        if hasattr(value, "all"):
            value = list(value.all())
        return "" if value in _EMPTY else self.kind.write(value)


@dataclass(frozen=True, slots=True)
class Information:
    """What the export tells beside, and the import leaves alone."""

    name: str
    help: str
    of: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a page that are one field of it; without a model, what is said beside its fields."""

    name: str  # before the point, in a CSV
    title: str  # of the sheet of the file
    attribute: str
    help: str
    columns: tuple[Column, ...]
    model: type[models.Model] | None = None

    def flat(self, column: Column) -> str:
        """« couts_lignes.montant »."""
        return f"{self.name}.{column.name}"


def kind_of(column: models.Field, related: Related) -> Any:
    if isinstance(column, RichTextField):
        return cells.RichText()
    if isinstance(column, PartialDateField):
        return cells.PartialDate()
    if column.is_relation:
        return related[column.related_model][column.many_to_many]
    if column.choices:
        return cells.Choice(list(column.choices))
    for of, kind in (
        (models.BooleanField, cells.YesNo),
        (models.DecimalField, cells.Number),
        (models.IntegerField, cells.Whole),
        (models.DateField, cells.Day),
        (models.TimeField, cells.Time),
        (models.TextField, cells.LongText),
    ):
        if isinstance(column, of):
            return kind()
    return cells.Text()


def of_column(column: models.Field, related: Related, name: str = "") -> Column:
    """Called by its label, unless `name` says otherwise."""
    label = str(column.verbose_name)
    return Column(
        name=name or fold(label.replace("n°", "numéro")),
        label=label,
        help=str(column.help_text),
        kind=kind_of(column, related),
        attribute=column.name,
        needed="" if column.blank or column.has_default() else "toujours",
        max_length=getattr(column, "max_length", None) or 0,
    )


def of_rows(model: type[models.Model], related: Related) -> tuple[Column, ...]:
    """All that somebody types of a row."""
    return tuple(
        of_column(column, related)
        for column in model._meta.concrete_fields
        if column.editable
        and not (
            column.primary_key
            or isinstance(column, ParentalKey | models.UUIDField)
            or column.name == "sort_order"
        )
    )
