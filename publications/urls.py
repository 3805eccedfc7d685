from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.urls import confirmation_path, form_paths

from . import feeds, views
from .models import Follow
from .visitor_views import FollowView, LeaveView

_ONE = f"{views.SLUG}/<text:slug>/recommandations/<text:code>/"

urlpatterns = [
    path("publications/", views.PublicationsView.as_view(), name="publications"),
    path("publications/publications.atom", feeds.atom, name="publications_feed"),
    path(f"{views.SLUG}/<text:slug>/", views.publication, name="publication"),
    path(_ONE, views.recommendation, name="recommendation"),
    *form_paths(f"{_ONE}suivre/", FollowView, name="follow_recommendation"),
    confirmation_path("suivis/confirmer/", Follow),
    path("suivis/quitter/<text:token>/", LeaveView.as_view(), name="leave_recommendation"),
]
