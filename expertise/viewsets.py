"""Offers and needs of expertise in the admin."""

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

from .models import Expertise


class ExpertiseViewSet(SnippetViewSet):
    model = Expertise
    icon = "help"
    menu_label = "Expertises"
    menu_order = 234
    add_to_admin_menu = True
    list_display = [
        "subject",
        Column("get_direction_display", label="Sens", sort_key="direction"),
        "holder",
        "date",
        Column("sheet_count", label="Fiches", sort_key="sheet_count"),
    ]
    list_filter = ["direction"]
    search_fields = ["subject", "text", "label", "organisation__name", "authority__name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("direction"), FieldPanel("date")]),
            FieldPanel("subject"),
            FieldPanel("text"),
            MultiFieldPanel(
                [FieldPanel("organisation"), FieldPanel("authority"), FieldPanel("label")],
                heading="De qui",
            ),
            FieldRowPanel([FieldPanel("closes_on"), FieldPanel("contact_email")]),
            FieldPanel("shared_with"),
            FieldPanel("themes"),
            InlinePanel(
                "sheets",
                heading="Fiches qui en parlent",
                label="fiche",
                panels=[PageChooserPanel("sheet")],
            ),
            sources_panel(),
            FieldPanel("note"),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Expertise.objects.select_related("organisation", "authority").annotate(
            sheet_count=Count("sheets", distinct=True)
        )

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""
