"""The pages of what visitors send about an event."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from core import identity
from core.visibility import visible
from core.visitor_requests.link_views import SignedLinkView
from core.visitor_requests.views import RequestFormView

from . import interests, proposals
from .models import EventPage, Interest
from .models.interests import WITHDRAW
from .retention import AFTER_DECLINED, AFTER_EVENT
from .visitor_forms import InterestForm, ProposalForm


class _EventFormView(RequestFormView):
    def get_about(self) -> EventPage:
        return get_object_or_404(visible(EventPage.objects), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        days = {"days_after": str(AFTER_EVENT.days), "days_declined": str(AFTER_DECLINED.days)}
        return super().get_context_data(**days | kwargs)


class ProposeView(_EventFormView):
    purpose = identity.PROPOSALS
    form_class = ProposalForm

    @cached_property
    def call(self):
        return proposals.open_call(self.about)

    def is_open(self) -> bool:
        return self.call is not None

    def get_context_data(self, **kwargs):
        return super().get_context_data(call=self.call, **kwargs)

    def fields(self, form) -> dict:
        return {"call": self.call, **form.record_fields()}


class InterestView(_EventFormView):
    purpose = identity.INTERESTS
    form_class = InterestForm

    def get_about(self) -> EventPage:
        event = super().get_about()
        self.sheet = interests.shown_sheet(event, self.kwargs["number"])
        if self.sheet is None:
            raise Http404
        return event

    def is_open(self) -> bool:
        return interests.may_declare(self.about)

    def get_context_data(self, **kwargs):
        reaches = Interest(event=self.about, sheet=self.sheet).reaches()
        return super().get_context_data(sheet=self.sheet, reaches=reaches, **kwargs)

    def fields(self, form) -> dict:
        return {"event": self.about, "sheet": self.sheet, **form.record_fields()}


class WithdrawInterestView(SignedLinkView):
    """The other link of that e-mail: takes the agreement back, and the address with it.

    It has no end of its own: it holds as long as the row is there.
    """

    purpose = WITHDRAW
    template = "visitor_requests/interest_withdrawal.html"

    def find(self, key: str) -> Interest | None:
        return Interest.objects.select_related("event", "sheet").filter(pk=int(key)).first()

    def is_done(self, record) -> bool:
        return False

    def act(self, record) -> bool:
        return bool(record.of_same_person().delete()[0])
