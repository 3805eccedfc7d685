"""The directory in the admin."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.reference_data.forms import StandingForm
from core.reference_data.viewsets import ReferenceSnippetViewSet

from .models import Announcer, Organisation, Partnership

_OTHER_NAMES = "Plusieurs : séparés par des virgules, ou par des points-virgules quand l’un d’eux a une virgule."
_SOURCE = MultiFieldPanel([FieldPanel("source_title"), FieldPanel("source_url")], heading="Source")


class OrganisationCreationForm(NearTwinForm):
    class Meta:
        model = Organisation
        fields = ["name", "acronym", "kind", "website"]


class OrganisationChooserViewSet(NamedChooserViewSet):
    creation_form_class = OrganisationCreationForm
    creation_tab_label = "Ajouter une organisation"


class OrganisationViewSet(ReferenceSnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "acronym", "kind", "area", "authority"]
    list_filter = ["kind"]
    search_fields = ["name", "acronym", "former_name"]
    chooser_viewset_class = OrganisationChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel(
                [FieldPanel("acronym"), FieldPanel("former_name", help_text=_OTHER_NAMES)]
            ),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("area")]),
            FieldRowPanel([FieldPanel("created"), FieldPanel("members_stated")]),
            FieldPanel("website"),
            FieldPanel("description"),
            FieldPanel("authority"),
            _SOURCE,
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Organisation.objects.select_related("authority")


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "link"
    list_display = ["name", "kind", "date"]
    list_filter = ["kind"]
    search_fields = ["name", "purpose"]
    edit_handler = ObjectList(
        [
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
        ],
        base_form_class=StandingForm,
    )


class AnnouncerViewSet(SnippetViewSet):
    """Which account of the group Animation announces for which network."""

    model = Announcer
    icon = "calendar-alt"
    list_display = ["organisation", "user"]
    search_fields = ["organisation__name", "user__username", "user__last_name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("organisation"), FieldPanel("user")], base_form_class=StandingForm
    )

    def get_queryset(self, request):
        return Announcer.objects.select_related("organisation", "user")

    def register_chooser_viewset(self):
        """None: nothing refers to these rows, and Wagtail's would list the accounts to anybody."""


class NetworkGroup(SnippetViewSetGroup):
    menu_label = "Réseau"
    menu_icon = "group"
    menu_order = 230
    items = [OrganisationViewSet, PartnershipViewSet, AnnouncerViewSet]
