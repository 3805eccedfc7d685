"""The organiser's side of what visitors send: calls, proposals to decide, who is interested."""

from functools import wraps

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from core.shown_values import ShownFields, ShownPanel
from core.spreadsheets import SafeExport
from core.visitor_requests.viewsets import VisitorsViewSet

from . import proposals
from .models import Decision, Interest, ProjectCall, Proposal
from .ownership import bound
from .retention import AFTER_DECLINED, AFTER_EVENT

DECISION = Column("get_decision_display", label="Décision")


class OfOwnEvents:
    """Over a list of the admin: of events that its reader may touch, on every page of a row."""

    of_event = "event"  # from a row to its event

    def get_queryset(self, request):
        limits = bound(request.user)
        rows = self.get_rows()
        return rows.exclude(**{f"{self.of_event}__in": limits.foreign}) if limits else rows

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def of_own(request, *args, **found):
            if "pk" in found:
                get_object_or_404(self.get_queryset(request), pk=found["pk"])
            return view(request, *args, **found)

        return of_own


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


class ProposalEditView(EditView):
    def get_success_message(self):
        return "La décision est enregistrée et le porteur va recevoir votre réponse par courriel."


class ProposalInspectView(ShownFields, InspectView):
    pass


class ProposalViewSet(OfOwnEvents, VisitorsViewSet):
    of_event = "call__event"
    model = Proposal
    icon = "pick"
    menu_label = "Propositions"
    list_display = ["title", "authority", "call", "confirmed_at", DECISION]
    list_filter = ["decision", "call"]
    search_fields = ["title", "authority__name", "summary"]
    edit_view_class = ProposalEditView
    inspect_view_class = ProposalInspectView
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
                    FieldRowPanel([ShownPanel("call"), ShownPanel("authority")]),
                    ShownPanel("title"),
                    ShownPanel("summary"),
                    ShownPanel("sheet"),
                    ShownPanel("message"),
                ],
                heading="Ce qui est proposé",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([ShownPanel("contact_name"), ShownPanel("contact_function")]),
                    FieldRowPanel([ShownPanel("email"), ShownPanel("confirmed_at")]),
                ],
                heading="Par qui",
                help_text=f"Effacé {AFTER_DECLINED.days} jours après un refus, {AFTER_EVENT.days} jours après l’événement.",
            ),
            MultiFieldPanel(
                [FieldPanel("decision"), FieldPanel("answer")], heading="Votre réponse"
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_rows(self):
        return Proposal.objects.confirmed().select_related("call__event", "authority")


class ProjectCallForm(WagtailAdminModelForm):
    def clean_event(self):
        event = self.cleaned_data["event"]
        if event and not event.permissions_for_user(self.for_user).can_edit():
            raise ValidationError("Cet événement est celui d’un autre réseau.")
        return event


class ProjectCallViewSet(OfOwnEvents, SnippetViewSet):
    model = ProjectCall
    icon = "group"
    menu_label = "Appels à projets"
    list_display = ["event", "closes_on", "contact_email"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("event"),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("closes_on"), FieldPanel("contact_email")]),
        ],
        base_form_class=ProjectCallForm,
    )

    def get_rows(self):
        return ProjectCall.objects.select_related("event")


class InterestIndexView(SafeExport, IndexView):
    """The list as a file, filtered as it is on screen: only those who agreed are in either."""

    list_export = [
        "sheet.title", "event.title", "authority.label", "authority.code", "email", "message",
        "confirmed_at", "notified_at",
    ]  # fmt: skip
    export_headings = {
        "sheet.title": "Projet",
        "event.title": "Événement",
        "authority.label": "Collectivité",
        "authority.code": "Code (INSEE, SIREN)",
    }

    def get_filename(self):
        return f"projets-qui-interessent-{timezone.localdate():%Y-%m-%d}"


class InterestViewSet(OfOwnEvents, VisitorsViewSet):
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
        FieldRowPanel([ShownPanel("event"), ShownPanel("sheet")]),
        FieldRowPanel([ShownPanel("authority"), ShownPanel("email")]),
        ShownPanel("message"),
        FieldRowPanel([ShownPanel("confirmed_at"), ShownPanel("notified_at")]),
    ]

    def get_rows(self):
        return Interest.objects.confirmed().select_related("event", "sheet", "authority")


class VisitorsGroup(SnippetViewSetGroup):
    menu_label = "Projets proposés"
    menu_icon = "pick"
    menu_order = 230
    items = [ProjectCallViewSet, ProposalViewSet, InterestViewSet]
