"""The directory in the admin."""

from django.db.models import Count, Q
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.reference_data.forms import StandingForm
from core.reference_data.viewsets import ReferenceSnippetViewSet
from core.sources import sources_panel

from .models import Announcer, Membership, Organisation, Partnership, Party

_OTHER_NAMES = "Plusieurs : séparés par des virgules, ou par des points-virgules quand l’un d’eux a une virgule."
_SOURCE = MultiFieldPanel([FieldPanel("source_title"), FieldPanel("source_url")], heading="Source")
_DATES = [PageChooserPanel("event", ["events.EventPage"])]


class OrganisationCreationForm(NearTwinForm):
    class Meta:
        model = Organisation
        fields = ["name", "acronym", "kind", "website"]


class OrganisationChooserViewSet(NamedChooserViewSet):
    creation_form_class = OrganisationCreationForm
    creation_tab_label = "Ajouter une organisation"


class OrganisationForm(NearTwinForm):
    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.instance in (cleaned.get("founders") or ()):
            self.add_error("founders", "Une organisation ne se fonde pas elle-même.")
        return cleaned


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
            FieldRowPanel([FieldPanel("members_count"), FieldPanel("members_date")]),
            FieldPanel("part_of"),
            FieldPanel("founders"),
            MultiFieldPanel(
                [
                    FieldPanel("statutes"),
                    FieldRowPanel([FieldPanel("statutes_date"), FieldPanel("statutes_url")]),
                ],
                heading="Statuts",
            ),
            FieldPanel("website"),
            FieldPanel("description"),
            FieldPanel("authority"),
            FieldPanel("contact_email"),
            _SOURCE,
        ],
        base_form_class=OrganisationForm,
    )

    def get_queryset(self, request):
        return Organisation.objects.select_related("authority")


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "link"
    list_display = [
        "name",
        "kind",
        "date",
        Column("party_count", label="Parties", sort_key="party_count"),
    ]
    list_filter = ["kind"]
    search_fields = ["name", "purpose", "parties__label"]
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
            FieldRowPanel(
                [PageChooserPanel("signed_at", ["events.EventPage"]), FieldPanel("duration")]
            ),
            InlinePanel(
                "parties",
                heading="Parties, tiers et candidats",
                label="partie",
                panels=[
                    FieldRowPanel([FieldPanel("label"), FieldPanel("part")]),
                    FieldRowPanel([FieldPanel("organisation"), FieldPanel("authority")]),
                    FieldPanel("role"),
                ],
            ),
            FieldPanel("purpose"),
            InlinePanel(
                "fields",
                heading="Champs de travail",
                label="champ",
                panels=[FieldRowPanel([FieldPanel("text"), FieldPanel("theme")])],
            ),
            FieldPanel("governance"),
            InlinePanel(
                "actions",
                heading="Actions communes",
                label="action",
                panels=[
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("date")]),
                    *_DATES,
                ],
            ),
            InlinePanel(
                "reviews",
                heading="Bilans annuels",
                label="bilan",
                panels=[
                    FieldRowPanel([FieldPanel("year"), FieldPanel("source_url")]),
                    FieldPanel("outcome"),
                ],
            ),
            sources_panel(),
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        parties = Count("parties", filter=Q(parties__part=Party.Part.PARTY), distinct=True)
        return Partnership.objects.annotate(party_count=parties)


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "user"
    list_display = ["organisation", "holder", "begins", "ends"]
    list_filter = ["organisation"]
    list_per_page = 50
    search_fields = ["organisation__name", "authority__name", "member__name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldRowPanel([FieldPanel("authority"), FieldPanel("member")]),
            FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
            FieldPanel("source_title"),
            FieldRowPanel([FieldPanel("source_url"), FieldPanel("source_date")]),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Membership.objects.select_related(
            "organisation", "authority__departement", "authority__region", "member"
        )

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""


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
    items = [OrganisationViewSet, PartnershipViewSet, MembershipViewSet, AnnouncerViewSet]
