"""Groups, programmes, people and their mandates in the admin."""

from django import forms
from django.db import transaction
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
from core.sources import sources_panel
from core.templatetags.typography import plural

from .models import Edition, Group, Mandate, Person, Programme
from .removal import Forgotten, forget_name

_BODY = [
    FieldPanel("label"),
    FieldRowPanel([FieldPanel("organisation"), FieldPanel("authority")]),
]
_DELIVERABLES = InlinePanel(
    "deliverables",
    heading="Ce qui en est sorti",
    label="production",
    panels=[
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("url"), FieldPanel("date")]),
        PageChooserPanel("publication"),
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
            FieldPanel("contact_email"),
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
            sources_panel(),
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
            InlinePanel(
                "waiting",
                heading="Liste d’attente",
                label="en attente",
                panels=[*_BODY, FieldRowPanel([FieldPanel("since"), FieldPanel("source_url")])],
            ),
            InlinePanel(
                "stages",
                heading="Étapes",
                label="étape",
                panels=[FieldPanel("text"), PageChooserPanel("event")],
            ),
            InlinePanel(
                "tools",
                heading="Boîte à outils",
                label="outil",
                panels=[FieldRowPanel([FieldPanel("text"), FieldPanel("url")])],
            ),
            FieldPanel("budget"),
            _DELIVERABLES,
            InlinePanel(
                "sheets", heading="Fiches", label="fiche", panels=[PageChooserPanel("sheet")]
            ),
            FieldPanel("url"),
            FieldPanel("note"),
            sources_panel(),
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


class _RemovalForm(forms.Form):
    asked = forms.BooleanField(
        label="Cette personne demande à ne plus figurer ici",
        required=False,
        help_text="Son nom est alors effacé des textes du réseau et de l’historique, et ni fichier ni formulaire ne le "
        "ramène. Pour un doublon ou une faute de frappe, laissez la case vide.",
    )


class _RemoveView(DeleteView):
    """A row that is wrong goes; a person who asks goes from everywhere."""

    form_class = _RemovalForm
    forgotten: Forgotten | None = None

    @property
    def confirmation_message(self):
        return "Supprimer cette personne\u202f? Ses mandats partent avec elle."

    def form_valid(self, form):
        self.is_asked = form.cleaned_data["asked"]
        return super().form_valid(form)

    @transaction.atomic
    def delete_action(self):
        super().delete_action()
        if self.is_asked:
            self.forgotten = forget_name(self.object.name)

    def get_success_message(self):
        if self.forgotten is None:
            return super().get_success_message()
        said = ["Personne retirée."]
        if count := len(self.forgotten.texts):
            said.append(f"Son nom est effacé de {count} texte{plural(count)}.")
        if left := ", ".join(f"« {title} »" for title in self.forgotten.pages):
            said.append(f"Il reste à relire dans {left}.")
        return " ".join(said)


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
    delete_template_name = "groups/admin/remove_person.html"
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
