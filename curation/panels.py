"""The form of a collection, and what it says of the sheets that left."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    PageChooserPanel,
    Panel,
    TitleFieldPanel,
)

from core.panels import RowsPanel
from curation import living
from curation.departures import Departure, departures

MAX_ITEMS = 100


class DeparturesPanel(Panel):
    """Above the sheets: which of them visitors do not see, and why; and a search that finds nothing any more."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "curation/admin/departures.html"

        @cached_property
        def departures(self) -> list[Departure]:
            return departures(self.instance.items.all()) if self.instance.pk else []

        @cached_property
        def why_unread(self) -> str:
            """Why the search that was kept is not understood; "" when it is."""
            try:
                living.read(self.instance.search)
            except ValidationError as error:
                return error.messages[0]
            return ""

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.departures or self.why_unread)

        def get_context_data(self, parent_context=None):
            said = {"departures": self.departures, "why_unread": self.why_unread}
            return super().get_context_data(parent_context) | said


INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]
CONTENT_PANELS = [
    TitleFieldPanel("title"),
    FieldPanel("introduction"),
    FieldPanel("audience"),
    FieldPanel("themes"),
    MultiFieldPanel(
        [
            DeparturesPanel(),
            RowsPanel(
                "items",
                max_num=MAX_ITEMS,
                heading="Fiches choisies",
                label="fiche",
                panels=[PageChooserPanel("sheet"), FieldPanel("why")],
                help_text="Dans l’ordre où on les lit : les flèches les déplacent.",
            ),
        ],
        heading="Fiches",
    ),
    FieldPanel("search"),
]
