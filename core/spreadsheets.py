"""What goes into a spreadsheet file: text that no program takes for a formula."""

import datetime
from collections.abc import Callable
from typing import ClassVar

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """A text cell of a CSV file: what a spreadsheet would calculate gets a leading apostrophe, and so does what began
    with one, so that `core.tables` may take it away again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def _local(value: datetime.datetime) -> datetime.datetime:
    """To the minute, on the clock of the site: a spreadsheet knows no zones."""
    return timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)


class SafeExport(SpreadsheetExportMixin):
    """Wagtail's export, whose CSV files leave formulas as they are; its XLSX cells are strings already.
    And its times are UTC."""

    custom_value_preprocess: ClassVar[dict[type, dict[str, Callable]]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        datetime.datetime: {
            SpreadsheetExportMixin.FORMAT_CSV: lambda value: f"{_local(value):%d/%m/%Y %H:%M}",
            SpreadsheetExportMixin.FORMAT_XLSX: _local,
        },
        str: {SpreadsheetExportMixin.FORMAT_CSV: plain_cell},
    }
