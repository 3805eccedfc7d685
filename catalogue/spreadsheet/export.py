"""Sheets as a file of a spreadsheet program: any queryset of them, and the template, which is the file of none."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from catalogue.fields import TABS
from catalogue.models import ProjectPage
from core.tables.cells import PartialDate
from core.tables.scanning import letters
from core.tables.writing import Book, Heading, csv_lines
from taxonomy.models import Theme, Tool

from .columns import IDENTIFIER, INFORMATION, MAIN_TITLE, Column, Group, groups, sheet_columns
from .references import AuthorityCell, ThemeCell, ThemeCells, ToolCell
from .written import Written, written_sheets

VALUES_TITLE, HELP_TITLE = "Valeurs permises", "Aide"
IDENTIFIER_HELP = (
    "Un nom court que vous donnez à chaque fiche, et que vous gardez : c’est à lui qu’un second envoi la reconnaît, et "
    "les lignes des autres feuilles le répètent."
)

_EXAMPLES = {
    IDENTIFIER: "velo-2024",
    "titre": "Un compteur de vélos installé par les élèves du collège",
    "porteur": "Boé (Lot-et-Garonne)",
    "porteur_code": "47031",
    "avancement_date": "mars 2021",
    "territoires_concernes": "47031 ; 47001",
    "champ": "couts_lignes",
}


def export_xlsx(sheets: QuerySet[ProjectPage]) -> bytes:
    return xlsx_of(written_sheets(sheets))


def template_xlsx() -> bytes:
    return xlsx_of(())


def xlsx_of(sheets: Iterable[Written]) -> bytes:
    book = Book()
    lists = _lists()
    listed = _places_of(lists)
    book.add(
        MAIN_TITLE,
        [
            Heading(IDENTIFIER, IDENTIFIER_HELP, 24, is_text=True),
            *(_heading(column, listed) for column in sheet_columns()),
            *(
                Heading(one.name, f"{one.help} Pour information : n’est pas relu.", informs=True)
                for one in INFORMATION
            ),
        ],
    )
    for group in groups():
        book.add(
            group.title,
            [
                Heading(
                    IDENTIFIER, "Celui de la fiche, dans la feuille « Fiches ».", 24, is_text=True
                ),
                *(_heading(column, listed, group) for column in group.columns),
            ],
        )
    for one in sheets:
        book.append(MAIN_TITLE, [one.identifier, *_in_order(one)])
        for group in groups():
            for row in one.rows[group.name]:
                book.append(
                    group.title, [one.identifier, *(row[column.name] for column in group.columns)]
                )
    _add_lists(book, lists)
    _add_help(book)
    return book.octets()


def _in_order(one: Written) -> list[Any]:
    names = [column.name for column in sheet_columns()] + [
        information.name for information in INFORMATION
    ]
    return [one.cells[name] for name in names]


def _heading(column: Column, listed: dict[str, str], group: Group | None = None) -> Heading:
    parts = [
        column.label[:1].upper() + column.label[1:] + ".",
        column.help,
        f"Attendu : {column.kind.words}.",
    ]
    if column.needed:
        parts.append(f"Nécessaire pour publier : {column.needed}.")
    name = group.flat(column) if group else column.name
    is_wide = column.max_length >= 255 or (not column.max_length and "texte" in column.kind.words)
    return Heading(
        column.name,
        " ".join(filter(None, parts)),
        40 if is_wide else 18,
        listed=listed.get(name, ""),
        # A spreadsheet makes the first of March of « mars 2021 », and 1004 of « 01004 ».
        is_text=isinstance(column.kind, PartialDate | AuthorityCell),
    )


# --- CSV --------------------------------------------------------------------------------------------


def export_csv(sheets: QuerySet[ProjectPage]) -> Iterator[str]:
    """One table: a sheet takes as many lines as its longest group, of which the first holds its own fields."""
    names = [IDENTIFIER, *(column.name for column in sheet_columns())]
    names += [group.flat(column) for group in groups() for column in group.columns]
    names += [one.name for one in INFORMATION]
    lines = (line for one in written_sheets(sheets) for line in _flat(one))
    return csv_lines(names, lines)


def _flat(one: Written) -> Iterable[dict[str, Any]]:
    for place in range(max(1, *(len(rows) for rows in one.rows.values()))):
        line = {IDENTIFIER: one.identifier, **(one.cells if place == 0 else {})}
        for group in groups():
            if place < len(one.rows[group.name]):
                row = one.rows[group.name][place]
                line |= {group.flat(column): row[column.name] for column in group.columns}
        yield line


# --- What explains it -------------------------------------------------------------------------------


def _lists() -> dict[str, list[str]]:
    """{heading, « couts_lignes.nature » of a group: what may stand below it}."""
    themes = [str(theme) for theme in Theme.objects.offered().in_order().select_related("parent")]
    tools = list(Tool.objects.offered().values_list("name", flat=True))
    found: dict[str, list[str]] = {}
    columns = [(column.name, column) for column in sheet_columns()]
    columns += [(group.flat(column), column) for group in groups() for column in group.columns]
    for name, column in columns:
        if isinstance(column.kind, ThemeCell):
            values = themes
        elif isinstance(column.kind, ToolCell):
            values = tools
        else:
            values = list(getattr(column.kind, "values", ()))
        if values:
            found[name] = values
    return found


def _places_of(lists: dict[str, list[str]]) -> dict[str, str]:
    """Where each list stands, for the cells that offer it; several themes are typed in one cell."""
    several = {column.name for column in sheet_columns() if isinstance(column.kind, ThemeCells)}
    found = {}
    for place, (name, values) in enumerate(lists.items(), start=1):
        at = letters(place)
        if name not in several:
            found[name] = f"'{VALUES_TITLE}'!${at}$2:${at}${len(values) + 1}"
    return found


def _add_lists(book: Book, lists: dict[str, list[str]]) -> None:
    book.add(VALUES_TITLE, [Heading(name, width=32) for name in lists])
    for place in range(max(len(values) for values in lists.values())):
        book.append(
            VALUES_TITLE,
            [values[place] if place < len(values) else "" for values in lists.values()],
        )


_RULES = (
    (
        "Une ligne de « Fiches » est une fiche.",
        "Ses coûts, ses sources, ses difficultés… ont chacun une feuille : une ligne par coût, avec l’identifiant de la fiche.",
    ),
    (
        "Une case vide ne change rien.",
        "Renvoyer une fiche déjà importée remplace ce que les cases disent, et laisse le reste.",
    ),
    (
        "Des lignes d’un groupe remplacent le groupe.",
        "Si le fichier donne des sources d’une fiche, ce sont toutes ses sources ; s’il n’en donne pas, les siennes restent.",
    ),
    (
        "Un essai d’abord.",
        "L’import montre, ligne par ligne, ce qui serait ajouté, changé ou refusé, avant d’écrire quoi que ce soit.",
    ),
    (
        "Les codes gardent leur zéro.",
        "Mettez la colonne au format texte ; « 1004 » est lu « 01004 » et l’essai le dit.",
    ),
    ("Les dates sont aussi exactes que la source.", "2021, mars 2021 ou 19/03/2021."),
    (
        "Dans un fichier CSV",
        "il n’y a qu’une table : les colonnes d’un groupe s’y nomment « couts_lignes.montant », et une fiche de trois coûts y prend trois lignes du même identifiant.",
    ),
)


def _add_help(book: Book) -> None:
    book.add(
        HELP_TITLE,
        [
            Heading("Feuille", width=22),
            Heading("Colonne", width=28),
            Heading("Ce que c’est", width=34),
            Heading("Quoi écrire", width=80),
            Heading("Forme", width=44),
            Heading("Nécessaire pour publier", width=30),
            Heading("Exemple", width=34),
        ],
    )
    for what, how in _RULES:
        book.append(HELP_TITLE, ["", "", what, how])
    book.append(HELP_TITLE, [""])
    _help_of(
        book, MAIN_TITLE, IDENTIFIER, "identifiant", IDENTIFIER_HELP, "un texte court", "toujours"
    )
    order = [field.name for tab in TABS for field in tab.fields]
    for column in sorted(sheet_columns(), key=lambda one: order.index(one.attribute)):
        _help_of(
            book,
            MAIN_TITLE,
            column.name,
            column.label,
            column.help,
            column.kind.words,
            column.needed,
        )
    for one in INFORMATION:
        book.append(
            HELP_TITLE,
            [MAIN_TITLE, one.name, "", f"{one.help} Écrit par l’export, n’est pas relu."],
        )
    for group in groups():
        book.append(HELP_TITLE, [group.title, "", "", group.help])
        for column in group.columns:
            _help_of(
                book,
                group.title,
                column.name,
                column.label,
                column.help,
                column.kind.words,
                column.needed,
            )


def _help_of(
    book: Book, title: str, name: str, label: str, help: str, words: str, needed: str
) -> None:
    book.append(HELP_TITLE, [title, name, label, help, words, needed, _EXAMPLES.get(name, "")])
