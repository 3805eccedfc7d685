"""The directory in the admin."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Organisation, Partnership

_SOURCE = MultiFieldPanel([FieldPanel("source_title"), FieldPanel("source_url")], heading="Source")


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "acronym", "kind", "area", "authority"]
    list_filter = ["kind"]
    search_fields = ["name", "acronym", "former_name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("former_name")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("created"), FieldPanel("members_stated")]),
        FieldPanel("website"),
        FieldPanel("description"),
        FieldPanel("authority"),
        _SOURCE,
    ]

    def get_queryset(self, request):
        return Organisation.objects.select_related("authority")


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "link"
    list_display = ["name", "kind", "date"]
    list_filter = ["kind"]
    search_fields = ["name", "purpose"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        InlinePanel(
            "parties",
            heading="Parties",
            label="partie",
            panels=[FieldPanel("label"), FieldPanel("organisation")],
        ),
        FieldPanel("purpose"),
        FieldPanel("governance"),
        FieldPanel("joint_actions"),
        _SOURCE,
    ]


class NetworkGroup(SnippetViewSetGroup):
    menu_label = "Réseau"
    menu_icon = "group"
    menu_order = 230
    items = [OrganisationViewSet, PartnershipViewSet]
