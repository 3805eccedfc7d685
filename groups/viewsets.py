"""Groups, programmes, people and their mandates in the admin."""

from django.db.models import Count
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.reference_data.forms import StandingForm

from .models import Edition, Group, Mandate, Person, Programme
from .removal import pages_naming

_BODY = [
    FieldPanel("label"),
    FieldRowPanel([FieldPanel("organisation"), FieldPanel("authority")]),
]
_DELIVERABLES = InlinePanel(
    "deliverables",
    heading="Ce qui en est sorti",
    label="production",
    panels=[FieldPanel("text"), FieldRowPanel([FieldPanel("url"), FieldPanel("date")])],
)
_SOURCES = InlinePanel(
    "sources",
    heading="Sources",
    label="source",
    panels=[
        FieldPanel("title"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("date")]),
    ],
)


class GroupViewSet(SnippetViewSet):
    model = Group
    icon = "group"
    list_display = [
        "name",
        "kind",
        Column("mandate_count", label="Mandats", sort_key="mandate_count"),
        Column("meeting_count", label="Réunions", sort_key="meeting_count"),
    ]
    list_filter = ["kind", "joining"]
    search_fields = ["name", "purpose", "parents__label"]
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("kind_stated")]),
            InlinePanel("parents", heading="Porté par", label="porteur", panels=_BODY),
            FieldPanel("purpose"),
            FieldPanel("themes"),
            FieldRowPanel([FieldPanel("created"), FieldPanel("members_stated")]),
            FieldRowPanel([FieldPanel("joining"), FieldPanel("how_to_join")]),
            FieldPanel("partnership"),
            InlinePanel(
                "roadmap",
                heading="Feuille de route",
                label="chantier",
                panels=[
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("date")]),
                ],
            ),
            InlinePanel(
                "meetings",
                heading="Réunions",
                label="réunion",
                panels=[
                    FieldRowPanel([FieldPanel("date"), FieldPanel("report")]),
                    FieldPanel("subject"),
                    PageChooserPanel("event"),
                ],
            ),
            _DELIVERABLES,
            FieldPanel("url"),
            FieldPanel("note"),
            _SOURCES,
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Group.objects.annotate(
            mandate_count=Count("mandates", distinct=True),
            meeting_count=Count("meetings", distinct=True),
        )


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "list-ol"
    list_display = [
        "name",
        "kind",
        "begins",
        "ends",
        Column("edition_count", label="Éditions", sort_key="edition_count"),
    ]
    list_filter = ["kind"]
    search_fields = ["name", "purpose", "organisers__label"]
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
            FieldPanel("years_stated"),
            InlinePanel("organisers", heading="Organisé par", label="organisateur", panels=_BODY),
            FieldPanel("purpose"),
            FieldPanel("themes"),
            FieldPanel("how_to_join"),
            InlinePanel("stages", heading="Étapes", label="étape", panels=[FieldPanel("text")]),
            FieldPanel("budget"),
            _DELIVERABLES,
            InlinePanel(
                "sheets", heading="Fiches", label="fiche", panels=[PageChooserPanel("sheet")]
            ),
            FieldPanel("url"),
            FieldPanel("note"),
            _SOURCES,
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Programme.objects.annotate(edition_count=Count("editions", distinct=True))


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "date"
    list_display = [
        "name",
        "programme",
        "date",
        Column("cohort_count", label="Participants", sort_key="cohort_count"),
    ]
    list_filter = ["programme"]
    search_fields = ["name", "programme__name", "cohort__label", "text"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("programme"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("date")]),
            FieldPanel("text"),
            FieldPanel("source_url"),
            InlinePanel(
                "cohort",
                heading="Participants",
                label="participant",
                panels=[*_BODY, PageChooserPanel("sheet")],
            ),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Edition.objects.select_related("programme").annotate(
            cohort_count=Count("cohort", distinct=True)
        )

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""


class _RemoveView(DeleteView):
    """Deleting a person takes the name out wherever it stands, and keeps files from bringing it back."""

    @property
    def confirmation_message(self):
        return (
            "Retirer cette personne\u202f? Ses mandats partent avec elle, son nom est effacé des textes "
            "du réseau et de l’historique, et aucun import ne le ramènera."
        )

    def get_success_message(self):
        left = ", ".join(f"« {title} »" for title in pages_naming(self.object.name))
        return (
            f"Personne retirée. Son nom reste à relire dans {left}."
            if left
            else "Personne retirée."
        )


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = [
        "name",
        "function",
        Column("mandate_count", label="Mandats", sort_key="mandate_count"),
    ]
    list_per_page = 50
    search_fields = ["name", "function"]
    copy_view_enabled = False
    delete_view_class = _RemoveView
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("is_another"), FieldPanel("function")],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Person.objects.annotate(mandate_count=Count("mandates"))


class MandateViewSet(SnippetViewSet):
    model = Mandate
    icon = "tag"
    list_display = ["person", "body", "function", "begins", "ends"]
    list_filter = ["group", "organisation"]
    list_per_page = 50
    search_fields = ["person__name", "group__name", "organisation__name", "behalf_stated"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("person"),
            FieldPanel("function"),
            FieldRowPanel([FieldPanel("group"), FieldPanel("organisation")]),
            FieldPanel("capacity"),
            FieldRowPanel([FieldPanel("behalf_stated"), FieldPanel("authority")]),
            FieldPanel("is_elected"),
            FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
            FieldPanel("note"),
            FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url")]),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Mandate.objects.select_related("person", "group", "organisation")

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""


class GroupsGroup(SnippetViewSetGroup):
    menu_label = "Groupes"
    menu_icon = "group"
    menu_order = 232
    items = [GroupViewSet, ProgrammeViewSet, EditionViewSet, PersonViewSet, MandateViewSet]
