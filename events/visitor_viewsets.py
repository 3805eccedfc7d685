"""The organiser's side of what visitors send: calls, proposals to decide, who is interested."""

from functools import wraps

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from core.spreadsheets import SafeExport

from . import proposals
from .models import Decision, Interest, ProjectCall, Proposal

DECISION = Column("get_decision_display", label="Décision")


class VisitorsPermissionPolicy(ModelPermissionPolicy):
    """Rows that visitors write: nobody adds one in the admin, an administrator neither, or has to do
    with one that is not confirmed."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        actions = set(actions) - {"add"}
        return bool(actions) and super().user_has_any_permission(user, actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return bool(instance.confirmed_at) and self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return bool(instance.confirmed_at) and self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).confirmed()


class VisitorsViewSet(SnippetViewSet):
    """Every page of a row, and not the list alone, asks whether it is confirmed."""

    copy_view_enabled = False

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def of_confirmed(request, *args, **found):
            if "pk" in found:
                get_object_or_404(self.model.objects.confirmed(), pk=found["pk"])
            return view(request, *args, **found)

        return of_confirmed

    def register_chooser_viewset(self):
        """None: nothing refers to these rows, and Wagtail's would list them to any editor."""


class DecisionForm(WagtailAdminModelForm):
    """One decision, one answer: saving it writes to the author."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "decision" in self.fields:
            choices = [(value, label) for value, label in Decision.choices if value]
            self.fields["decision"] = forms.ChoiceField(
                label="Décision",
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Retenez la proposition ou déclinez-la."},
                help_text="Retenue, la fiche s’ajoute aux projets présentés de l’événement. Dans les deux "
                "cas, le porteur reçoit un courriel avec votre réponse.",
            )

    def clean(self):
        cleaned = super().clean()
        if Proposal.objects.get(pk=self.instance.pk).is_decided:
            raise ValidationError(
                "Cette proposition a déjà reçu une réponse : le porteur a été prévenu par courriel."
            )
        return cleaned

    def _post_clean(self):
        """Nothing is set on the instance: `proposals.decide` alone writes the decision."""

    def save(self, commit=True):
        proposals.decide(
            self.instance,
            decision=self.cleaned_data["decision"],
            answer=self.cleaned_data["answer"].strip(),
            user=self.for_user,
        )
        return self.instance


def _shown(name: str) -> FieldPanel:
    return FieldPanel(name, read_only=True)


class ProposalEditView(EditView):
    def get_success_message(self):
        return "La décision est enregistrée et le porteur va recevoir votre réponse par courriel."


class ProposalViewSet(VisitorsViewSet):
    model = Proposal
    icon = "pick"
    menu_label = "Propositions"
    list_display = ["title", "authority", "call", "confirmed_at", DECISION]
    list_filter = ["decision", "call"]
    search_fields = ["title", "authority__name", "summary"]
    edit_view_class = ProposalEditView
    inspect_view_enabled = True
    inspect_view_fields = [
        "call", "authority", "title", "summary", "message", "sheet", "contact_name",
        "contact_function", "email", "created_at", "confirmed_at", "decision", "answer",
        "decided_at", "decided_by",
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([_shown("call"), _shown("authority")]),
                    _shown("title"),
                    _shown("summary"),
                    _shown("sheet"),
                    _shown("message"),
                ],
                heading="Ce qui est proposé",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([_shown("contact_name"), _shown("contact_function")]),
                    FieldRowPanel([_shown("email"), _shown("confirmed_at")]),
                ],
                heading="Par qui",
                help_text="Effacé 30 jours après un refus, 90 jours après l’événement.",
            ),
            MultiFieldPanel(
                [FieldPanel("decision"), FieldPanel("answer")], heading="Votre réponse"
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_queryset(self, request):
        return Proposal.objects.confirmed().select_related("call__event", "authority")


class ProjectCallViewSet(SnippetViewSet):
    model = ProjectCall
    icon = "group"
    menu_label = "Appels à projets"
    list_display = ["event", "closes_on", "contact_email"]
    copy_view_enabled = False
    panels = [
        FieldPanel("event"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("closes_on"), FieldPanel("contact_email")]),
    ]

    def get_queryset(self, request):
        return ProjectCall.objects.select_related("event")


class InterestIndexView(SafeExport, IndexView):
    """The list as a file, filtered as it is on screen: only those who agreed are in either."""

    list_export = [
        "sheet.title", "event.title", "authority.name", "email", "message", "confirmed_at", "notified_at",
    ]  # fmt: skip
    export_headings = {
        "sheet.title": "Projet",
        "event.title": "Événement",
        "authority.name": "Collectivité",
    }

    def get_filename(self):
        return f"projets-qui-interessent-{timezone.localdate():%Y-%m-%d}"


class InterestViewSet(VisitorsViewSet):
    model = Interest
    index_view_class = InterestIndexView
    icon = "tag"
    menu_label = "Projets qui intéressent"
    list_display = [
        "sheet",
        "event",
        "authority",
        "email",
        "message",
        "confirmed_at",
        "notified_at",
    ]
    list_filter = ["event", "sheet"]
    search_fields = ["sheet__title", "authority__name"]
    panels = [
        FieldRowPanel([_shown("event"), _shown("sheet")]),
        FieldRowPanel([_shown("authority"), _shown("email")]),
        _shown("message"),
        FieldRowPanel([_shown("confirmed_at"), _shown("notified_at")]),
    ]

    def get_queryset(self, request):
        return Interest.objects.confirmed().select_related("event", "sheet", "authority")


class VisitorsGroup(SnippetViewSetGroup):
    menu_label = "Projets proposés"
    menu_icon = "pick"
    menu_order = 230
    items = [ProjectCallViewSet, ProposalViewSet, InterestViewSet]
