"""Pages as a file of a spreadsheet program: any queryset of them, and the template, which is the file of none."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from .cells import PartialDate
from .columns import IDENTIFIER, Column, Group
from .contents import Contents
from .records import HELP_TITLE, VALUES_TITLE
from .scanning import letters
from .writing import Book, Heading, csv_lines
from .written import Written, written_pages


def export_xlsx(of: Contents, pages: QuerySet) -> bytes:
    return xlsx_of(of, written_pages(of, pages))


def template_xlsx(of: Contents) -> bytes:
    return xlsx_of(of, ())


def xlsx_of(of: Contents, pages: Iterable[Written]) -> bytes:
    book = Book()
    lists = _lists(of)
    listed = _places_of(of, lists)
    book.add(
        of.title,
        [
            Heading(IDENTIFIER, of.identifier_help, 24, is_text=True),
            *(_heading(column, listed) for column in of.columns()),
            *(
                Heading(one.name, f"{one.help} Pour information : n’est pas relu.", informs=True)
                for one in of.information
            ),
        ],
    )
    for group in of.groups():
        book.add(
            group.title,
            [
                Heading(
                    IDENTIFIER,
                    f"Celui de la {of.noun}, dans la feuille « {of.title} ».",
                    24,
                    is_text=True,
                ),
                *(_heading(column, listed, group) for column in group.columns),
            ],
        )
    for one in pages:
        book.append(of.title, [one.identifier, *_in_order(of, one)])
        for group in of.groups():
            for row in one.rows[group.name]:
                book.append(
                    group.title, [one.identifier, *(row[column.name] for column in group.columns)]
                )
    _add_lists(book, lists)
    _add_help(of, book)
    return book.octets()


def _in_order(of: Contents, one: Written) -> list[Any]:
    names = [column.name for column in of.columns()] + [
        information.name for information in of.information
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
        is_text=isinstance(column.kind, PartialDate) or getattr(column.kind, "is_text", False),
    )


# --- CSV --------------------------------------------------------------------------------------------


def export_csv(of: Contents, pages: QuerySet) -> Iterator[str]:
    """One table: a page takes as many lines as its longest group, of which the first holds its own fields."""
    names = [IDENTIFIER, *(column.name for column in of.columns())]
    names += [group.flat(column) for group in of.groups() for column in group.columns]
    names += [one.name for one in of.information]
    lines = (line for one in written_pages(of, pages) for line in _flat(of, one))
    return csv_lines(names, lines)


def _flat(of: Contents, one: Written) -> Iterable[dict[str, Any]]:
    for place in range(max(1, *(len(rows) for rows in one.rows.values()))):
        line = {IDENTIFIER: one.identifier, **(one.cells if place == 0 else {})}
        for group in of.groups():
            if place < len(one.rows[group.name]):
                row = one.rows[group.name][place]
                line |= {group.flat(column): row[column.name] for column in group.columns}
        yield line


# --- What explains it -------------------------------------------------------------------------------


def _lists(of: Contents) -> dict[str, list[str]]:
    """{heading, « couts_lignes.nature » of a group: what may stand below it}."""
    held = of.listed()
    found: dict[str, list[str]] = {}
    columns = [(column.name, column) for column in of.columns()]
    columns += [(group.flat(column), column) for group in of.groups() for column in group.columns]
    for name, column in columns:
        if values := held.get(name) or list(getattr(column.kind, "values", ())):
            found[name] = values
    return found


def _places_of(of: Contents, lists: dict[str, list[str]]) -> dict[str, str]:
    """Where each list stands, for the cells that offer it; several values are typed in one cell."""
    several = {column.name for column in of.columns() if getattr(column.kind, "is_several", False)}
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


def _add_help(of: Contents, book: Book) -> None:
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
    for what, how in of.rules:
        book.append(HELP_TITLE, ["", "", what, how])
    book.append(HELP_TITLE, [""])
    _help_of(
        of,
        book,
        of.title,
        IDENTIFIER,
        "identifiant",
        of.identifier_help,
        "un texte court",
        "toujours",
    )
    for column in of.columns():
        _help_of(
            of,
            book,
            of.title,
            column.name,
            column.label,
            column.help,
            column.kind.words,
            column.needed,
        )
    for one in of.information:
        book.append(
            HELP_TITLE,
            [of.title, one.name, "", f"{one.help} Écrit par l’export, n’est pas relu."],
        )
    for group in of.groups():
        book.append(HELP_TITLE, [group.title, "", "", group.help])
        for column in group.columns:
            _help_of(
                of,
                book,
                group.title,
                column.name,
                column.label,
                column.help,
                column.kind.words,
                column.needed,
            )


def _help_of(
    of: Contents, book: Book, title: str, name: str, label: str, help: str, words: str, needed: str
) -> None:
    book.append(HELP_TITLE, [title, name, label, help, words, needed, of.examples.get(name, "")])
