"""What goes into a spreadsheet file: text that no program takes for a formula."""

import csv
import datetime
from codecs import BOM_UTF8
from collections.abc import Callable
from decimal import Decimal
from typing import ClassVar

from django.utils import timezone
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin

# The full-width ones too, which some programs fold.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_cell(text: str) -> str:
    """A text cell of a CSV file: what a spreadsheet would calculate gets a leading apostrophe, and so does what began
    with one, so that whoever reads the file may take it away again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_SIGNS) else text


def _with_comma(value: Decimal | float) -> str:
    return str(value).replace(".", ",")


def _local(value: datetime.datetime) -> datetime.datetime:
    """To the minute, on the clock of the site: a spreadsheet knows no zones."""
    return timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)


class SafeExport(SpreadsheetExportMixin):
    """Wagtail's export, as a French spreadsheet opens it: its CSV files are comma separated without a mark of their
    encoding, which shows there as one garbled column, and leave formulas as they are (its XLSX cells are strings
    already). And its times are UTC."""

    custom_value_preprocess: ClassVar[dict[type, dict[str, Callable]]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        datetime.datetime: {
            SpreadsheetExportMixin.FORMAT_CSV: lambda value: f"{_local(value):%d/%m/%Y %H:%M}",
            SpreadsheetExportMixin.FORMAT_XLSX: _local,
        },
        datetime.date: {SpreadsheetExportMixin.FORMAT_CSV: lambda value: f"{value:%d/%m/%Y}"},
        (Decimal, float): {SpreadsheetExportMixin.FORMAT_CSV: _with_comma},
        str: {SpreadsheetExportMixin.FORMAT_CSV: plain_cell},
    }

    def stream_csv(self, queryset):
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export, delimiter=";")
        headings = {field: self.get_heading(queryset, field) for field in self.list_export}
        yield BOM_UTF8 + writer.writerow(headings)
        for item in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(item))
