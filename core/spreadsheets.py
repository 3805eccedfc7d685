"""What goes into a spreadsheet file: text that no program takes for a formula."""

from collections.abc import Callable
from typing import ClassVar

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """A text cell of a CSV file: what a spreadsheet would calculate gets a leading apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class SafeExport(SpreadsheetExportMixin):
    """Wagtail's export, whose CSV files leave formulas as they are; its XLSX cells are strings already."""

    custom_value_preprocess: ClassVar[dict[type, dict[str, Callable]]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {SpreadsheetExportMixin.FORMAT_CSV: plain_cell},
    }
