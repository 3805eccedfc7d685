"""The project sheet, each field and group of rows declared once.

The form, the rule of publication, the completeness, the search record and the page read it from here. The
columns of the database are in `catalogue.models.pages`, those of the rows in `catalogue.models.rows` and `sources`: a new
field is one declaration in the file of its tab (the constant, its place in a `Section`, an `anchor` to stand on the page
by itself), one line of the model and its migration; then `manage.py sheet_fields`, which writes `docs/sheet-fields.md`,
and `manage.py search_rebuild` when it is searched.
"""

from .declaration import Field, Needed, Search, Section, Tab, When
from .essentials import ESSENTIALS
from .lessons import OUTCOME, PUBLICATION, REPRODUCTION, WILLING_TO
from .means import RESOURCES
from .story import STORY

__all__ = [
    "FIELDS",
    "REPRODUCTION",
    "STORY",
    "TABS",
    "WILLING_TO",
    "Field",
    "Needed",
    "Search",
    "Section",
    "Tab",
    "When",
    "hidden_from",
]

TABS = (ESSENTIALS, STORY, RESOURCES, OUTCOME, REPRODUCTION, PUBLICATION)
FIELDS = {field.name: field for tab in TABS for field in tab.fields}


def hidden_from(kind: str) -> list[Field]:
    """The fields that a sheet of this nature does not have."""
    return [
        field
        for tab in TABS
        for section in tab.sections
        if section.kinds and kind not in section.kinds
        for field in section.fields
    ]
