"""What visitors send about an event, below its own address.

Any text as a slug: Wagtail lets an editor keep accents in it.
"""

from django.urls import path

from core.visitor_requests.urls import confirmation_path, form_paths

from .models import Interest, Proposal
from .visitor_views import InterestView, ProposeView, WithdrawInterestView

urlpatterns = [
    *form_paths("agenda/<text:slug>/proposer/", ProposeView, name="propose_project"),
    *form_paths(
        "agenda/<text:slug>/interesse/<int:number>/", InterestView, name="project_interest"
    ),
    confirmation_path("propositions/confirmer/", Proposal),
    confirmation_path("interets/confirmer/", Interest),
    path(
        "interets/retirer/<text:token>/", WithdrawInterestView.as_view(), name="withdraw_interest"
    ),
]
