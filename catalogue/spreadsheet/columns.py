"""The columns of a spreadsheet of sheets, made of the declarations of `catalogue.fields` and of the models' columns."""

from functools import cache
from typing import Any

from catalogue.choices import SaidHow
from catalogue.fields import FIELDS, Field
from catalogue.models import ProjectPage
from core.tables import cells
from core.tables.cells import fold
from core.tables.columns import Column, Group, Information, kind_of, of_rows

from .references import RELATED, AuthorityCell, AuthorityCodeCell

TITLE = "Fiches"


def _of_field(field: Field) -> Column:
    column = ProjectPage._meta.get_field(field.name)
    return Column(
        name=field.column,
        label=field.label,
        help=field.help,
        kind=AuthorityCell() if field.name == "authority" else kind_of(column, RELATED),
        attribute=field.name,
        needed=field.needed.when.value if field.needed else "",
        max_length=getattr(column, "max_length", None) or 0,
    )


_AUTHORITY_CODE = Column(
    name="porteur_code",
    label="code du porteur",
    help="Son code INSEE ou SIREN. Il suffit ; avec le nom, les deux doivent désigner la même collectivité.",
    kind=AuthorityCodeCell(),
    attribute="authority",
)


@cache
def sheet_columns() -> tuple[Column, ...]:
    found = []
    for field in FIELDS.values():
        if field.column and not field.rows:
            found.append(_of_field(field))
            if field.name == "authority":
                found.append(_AUTHORITY_CODE)
    return tuple(found)


@cache
def groups() -> tuple[Group, ...]:
    found = []
    for field in FIELDS.values():
        if not (field.column and field.rows):
            continue
        model = ProjectPage._meta.get_field(field.name).related_model
        columns = of_rows(model, RELATED)
        title = field.label[:1].upper() + field.label[1:]
        found.append(Group(field.column, title, field.name, field.help, columns, model))
    return (*found, SAID)


def _said(name: str, label: str, help: str, kind: Any, attribute: str, needed: str = "") -> Column:
    return Column(name=name, label=label, help=help, kind=kind, attribute=attribute, needed=needed)


class FieldCell:
    """The heading of a column, or a group of rows."""

    words = "le nom d’une colonne, ou d’une feuille"

    def read(self, cell, note) -> Field:
        text = cells.as_text(cell)
        known = {
            fold(name): field
            for field in FIELDS.values()
            for name in (field.column, field.label)
            if field.column
        }
        if found := {fold(field.column): field for field in FIELDS.values() if field.column}.get(
            fold(text)
        ):
            return found
        if found := known.get(fold(text)):
            return found
        raise cells.not_known(
            "Le champ", text, [field.column for field in FIELDS.values() if field.column]
        )

    def write(self, value: Field) -> str:
        return value.column


SAID = Group(
    "dit_par",
    "Dit par",
    "provenance",
    "Qui, hors de la rédaction, a dit ce qui est écrit dans un champ.",
    (
        _said("champ", "champ", "La colonne dont on parle.", FieldCell(), "field", "toujours"),
        _said(
            "ligne", "ligne", "De quelle ligne du groupe : 1 est la première.", cells.Whole(), "row"
        ),
        _said(
            "qui",
            "qui",
            "La fonction et le service de qui l’a dit.",
            cells.Text(),
            "who",
            "toujours",
        ),
        _said("le", "le", "Le jour où cela a été dit.", cells.Day(), "day", "toujours"),
        _said("comment", "comment", "", cells.Choice(SaidHow.choices), "how", "toujours"),
    ),
)


def _area(sheet, attribute: str):
    return (getattr(sheet.authority, attribute) if sheet.authority_id else "") or ""


INFORMATION = (
    Information(
        "departement_code",
        "Code du département du porteur.",
        lambda sheet: _area(sheet, "departement_id"),
    ),
    Information(
        "departement", "Département du porteur.", lambda sheet: _area(sheet, "departement_name")
    ),
    Information(
        "region_code", "Code de la région du porteur.", lambda sheet: _area(sheet, "region_id")
    ),
    Information("region", "Région du porteur.", lambda sheet: _area(sheet, "region_name")),
    Information(
        "type_de_territoire", "Commune, département…", lambda sheet: _area(sheet, "type_label")
    ),
    Information(
        "population", "Habitants, d’après le registre.", lambda sheet: _area(sheet, "population")
    ),
    Information(
        "territoires_concernes_noms",
        "Noms des territoires concernés.",
        lambda sheet: " ; ".join(one.label for one in sheet.covered_territories.all()),
    ),
    Information("numero", "Numéro public de la fiche.", lambda sheet: sheet.number),
    Information(
        "en_ligne",
        "Si la fiche est publiée.",
        lambda sheet: "oui" if sheet.live else "non",
    ),
    Information("completude", "Complétude, en %.", lambda sheet: sheet.completeness),
)
