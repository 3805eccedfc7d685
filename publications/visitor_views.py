"""The pages of who follows a recommendation."""

from core import identity
from core.visitor_requests.link_views import SignedLinkView
from core.visitor_requests.views import RequestFormView

from .models import Follow, PublicationPage
from .models.following import LEAVE, WITHOUT_NEWS
from .views import public_recommendation
from .visitor_forms import FollowForm


class FollowView(RequestFormView):
    form_class = FollowForm
    purpose = identity.FOLLOWS

    def get_about(self) -> PublicationPage:
        page, self.recommendation = public_recommendation(self.kwargs["slug"], self.kwargs["code"])
        return page

    def get_context_data(self, **kwargs):
        more = {
            "recommendation": self.recommendation,
            "years": str(WITHOUT_NEWS.days // 365),
        }
        return super().get_context_data(**more | kwargs)

    def fields(self, form) -> dict:
        return {"page": self.about, "code": self.recommendation.code, **form.record_fields()}


class LeaveView(SignedLinkView):
    """The link of each e-mail, and the button of mail programs (RFC 8058): the address goes at once.

    It has no end of its own: it holds as long as the row is there.
    """

    purpose = LEAVE
    template = "visitor_requests/follow_leave.html"

    def find(self, key: str) -> Follow | None:
        return Follow.objects.select_related("page").filter(pk=int(key)).first()

    def is_done(self, record) -> bool:
        return False

    def act(self, record) -> bool:
        return bool(Follow.objects.filter(pk=record.pk).delete()[0])
