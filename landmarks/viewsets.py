"""Deadlines in the admin."""

from django.db.models import Count
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from core.reference_data.forms import StandingForm
from core.sources import sources_panel

from .models import Deadline


class DeadlineViewSet(SnippetViewSet):
    model = Deadline
    icon = "date"
    menu_label = "Échéances"
    menu_order = 233
    add_to_admin_menu = True
    list_display = [
        "what",
        "date",
        Column("place_count", label="Lieux nommés", sort_key="place_count"),
        Column("sheet_count", label="Fiches", sort_key="sheet_count"),
    ]
    search_fields = ["what", "concerned", "to_do"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("what"), FieldPanel("date")]),
            FieldPanel("concerned"),
            FieldPanel("to_do"),
            FieldPanel("themes"),
            MultiFieldPanel(
                [
                    FieldPanel("is_national"),
                    FieldPanel("types"),
                    FieldRowPanel([FieldPanel("communes_over"), FieldPanel("groupings_over")]),
                ],
                heading="Pour qui",
            ),
            InlinePanel(
                "places",
                heading="Lieux que les sources nomment",
                label="lieu",
                panels=[
                    FieldRowPanel([FieldPanel("authority"), FieldPanel("departement")]),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("what")]),
                ],
            ),
            InlinePanel(
                "milestones",
                heading="Étapes",
                label="étape",
                panels=[
                    FieldRowPanel([FieldPanel("date"), FieldPanel("what")]),
                    FieldPanel("source"),
                ],
            ),
            InlinePanel(
                "stories",
                heading="Qui l’a vécue",
                label="récit",
                panels=[
                    PageChooserPanel("sheet"),
                    FieldPanel("authority"),
                    FieldPanel("what"),
                    FieldPanel("source"),
                ],
            ),
            FieldPanel("url"),
            sources_panel(),
            FieldPanel("note"),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Deadline.objects.annotate(
            place_count=Count("places", distinct=True),
            sheet_count=Count("stories__sheet", distinct=True),
        )
