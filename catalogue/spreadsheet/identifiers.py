"""By what a line of a spreadsheet and a sheet know each other again."""

import re
from collections.abc import Iterable

from catalogue.models import ImportedSheet, ProjectPage, SheetCounter
from core.batches import batched
from core.tables.identifiers import host

SOURCE = "tableur"  # of `ImportedSheet`: identifiers that somebody's own spreadsheet gave
LONGEST = ImportedSheet._meta.get_field("key").max_length
DELETED = (
    "La fiche de cet identifiant a été supprimée : prenez un autre identifiant pour la remettre."
)
_NOT_YET = (
    "Cette adresse est celle d’une fiche qui n’existe pas encore ici : prenez un autre identifiant."
)
_AT_ONCE = 500


def identifiers_of(sheets: Iterable[ProjectPage]) -> dict[int, str]:
    """{primary key: identifier}: what the file said that brought the sheet, else its address for ever, which no other
    instance gives to a sheet of its own."""
    sheets = list(sheets)
    found = {sheet.pk: address_of(sheet.number) for sheet in sheets}
    brought = ImportedSheet.objects.filter(source=SOURCE, page__in=[sheet.pk for sheet in sheets])
    return found | dict(brought.values_list("page_id", "key"))


def known_sheets(keys: Iterable[str]) -> dict[str, int | str]:
    """{identifier: primary key of its sheet, or why none may have it}; not of those that nobody knows."""
    found: dict[str, int | str] = {}
    for some in batched(keys, _AT_ONCE):
        numbers = {key: int(match[1]) for key in some if (match := _own().fullmatch(key))}
        if numbers:
            last = SheetCounter.objects.values_list("last", flat=True).first() or 0
            numbered = ProjectPage.objects.filter(number__in=numbers.values())
            sheets = dict(numbered.values_list("number", "pk"))
            for key, number in numbers.items():
                found[key] = sheets.get(number) or (DELETED if number <= last else _NOT_YET)
        brought = ImportedSheet.objects.filter(source=SOURCE, key__in=some)
        found |= {key: pk or DELETED for key, pk in brought.values_list("key", "page_id")}
    return found


def plain_key(text: str) -> str:
    """As it is compared: an address without its scheme and last slash, that of a sheet here as the export writes it."""
    key = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE).rstrip("/")
    match = _own().fullmatch(key)
    return address_of(int(match[1])) if match else key


def address_of(number: int) -> str:
    """For ever, without its scheme."""
    return f"{host()}/f/{number}"


def _own() -> re.Pattern:
    return re.compile(rf"{re.escape(host())}/f/([0-9]{{1,9}})", re.IGNORECASE)
