from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.subscriptions import LeaveView
from core.visitor_requests.urls import confirmation_path, form_paths

from .models import DebateFollow
from .views import FollowView

urlpatterns = [
    *form_paths(
        "f/<int:number>/propositions/<int:item>/suivre/", FollowView, name="follow_proposal"
    ),
    confirmation_path("debats/confirmer/", DebateFollow),
    path(
        "debats/quitter/<text:token>/",
        LeaveView.as_view(model=DebateFollow, template="debates/leave.html"),
        name="leave_debatefollow",
    ),
]
