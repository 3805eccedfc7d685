"""Labels and awards in the admin."""

from django.db.models import Count
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.sources import sources_panel

from .models import Award, Label


class LabelViewSet(SnippetViewSet):
    model = Label
    icon = "tick"
    list_display = [
        "name",
        "organisation",
        "since",
        Column("award_count", label="Distinctions", sort_key="award_count"),
    ]
    search_fields = ["name", "organisation__name", "organisation__acronym"]
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("organisation"), FieldPanel("since")]),
            FieldPanel("criteria"),
            FieldPanel("levels"),
            FieldPanel("url"),
            sources_panel(),
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Label.objects.select_related("organisation").annotate(award_count=Count("awards"))


class AwardViewSet(SnippetViewSet):
    model = Award
    icon = "success"
    list_display = ["label", "holder", "year", "words", "sheet"]
    list_filter = ["label", "year"]
    list_per_page = 50
    search_fields = ["authority__name", "organisation__name", "level", "category", "label__name"]
    copy_view_enabled = False
    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("authority"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("level"), FieldPanel("category")]),
        PageChooserPanel("sheet"),
        FieldPanel("source"),
    ]

    def get_queryset(self, request):
        return Award.objects.select_related(
            "label", "authority__departement", "authority__region", "organisation", "sheet"
        )

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""


class LabelsGroup(SnippetViewSetGroup):
    menu_label = "Labels"
    menu_icon = "tick"
    menu_order = 231
    items = [LabelViewSet, AwardViewSet]
