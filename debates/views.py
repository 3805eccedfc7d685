"""The form of who follows a proposal of a local debate."""

from django.http import Http404

from catalogue.models import DebateItem, ProjectPage
from core import identity
from core.visibility import visible
from core.visitor_requests.views import RequestFormView

from .forms import FollowForm


class FollowView(RequestFormView):
    form_class = FollowForm
    purpose = identity.FOLLOWS

    def get_about(self) -> ProjectPage:
        page = visible(ProjectPage.objects).filter(number=self.kwargs["number"]).first()
        self.proposal = (
            page
            and page.is_debate
            and DebateItem.objects.filter(page=page, pk=self.kwargs["item"]).first()
        )
        if not self.proposal:
            raise Http404
        return page

    def get_context_data(self, **kwargs):
        return super().get_context_data(proposal=self.proposal, **kwargs)

    def fields(self, form) -> dict:
        return {"page": self.about, "item": self.proposal.pk, **form.record_fields()}
