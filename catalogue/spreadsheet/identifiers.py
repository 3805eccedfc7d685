"""By what a line of a spreadsheet and a sheet know each other again."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from catalogue.models import ImportedSheet, ProjectPage

SOURCE = "tableur"  # of `ImportedSheet`: identifiers that somebody's own spreadsheet gave
LONGEST = ImportedSheet._meta.get_field("key").max_length
_AT_ONCE = 500


def identifiers_of(sheets: Iterable[ProjectPage]) -> dict[int, str]:
    """{primary key: identifier}: what the file said that brought the sheet, else its address for ever, which no other
    instance gives to a sheet of its own."""
    sheets = list(sheets)
    found = {sheet.pk: f"{_host()}/f/{sheet.number}" for sheet in sheets}
    brought = ImportedSheet.objects.filter(source=SOURCE, page__in=[sheet.pk for sheet in sheets])
    return found | dict(brought.values_list("page_id", "key"))


def known_sheets(keys: Iterable[str]) -> dict[str, int | None]:
    """{identifier: primary key, None of a sheet that was deleted since}; not of those that nobody knows."""
    keys = list(keys)
    found: dict[str, int | None] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        brought = ImportedSheet.objects.filter(source=SOURCE, key__in=some)
        found |= dict(brought.values_list("key", "page_id"))
        numbers = {int(match[1]): key for key in some if (match := _own().fullmatch(key))}
        numbered = ProjectPage.objects.filter(number__in=numbers)
        found |= {numbers[number]: pk for number, pk in numbered.values_list("number", "pk")}
    return found


def plain_key(text: str) -> str:
    """As it is compared: an address without its scheme and last slash."""
    return re.sub(r"^https?://", "", text.strip()).rstrip("/")


def _host() -> str:
    return urlsplit(settings.BASE_URL).netloc


def _own() -> re.Pattern:
    return re.compile(rf"{re.escape(_host())}/f/(\d{{1,9}})")
