"""What visitors send about an event, below its own address.

Any text as a slug: Wagtail lets an editor keep accents in it.
"""

from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import visitor_views as views

urlpatterns = [
    path("agenda/<text:slug>/proposer/", views.ProposeView.as_view(), name="propose_project"),
    path(
        "agenda/<text:slug>/proposer/envoi/",
        views.ProposalSentView.as_view(),
        name="propose_project_sent",
    ),
    path(
        "agenda/<text:slug>/interesse/<int:number>/",
        views.InterestView.as_view(),
        name="project_interest",
    ),
    path(
        "agenda/<text:slug>/interesse/<int:number>/envoi/",
        views.InterestSentView.as_view(),
        name="project_interest_sent",
    ),
    path(
        "propositions/confirmer/<text:token>/",
        views.ConfirmProposalView.as_view(),
        name="confirm_proposal",
    ),
    path(
        "interets/confirmer/<text:token>/",
        views.ConfirmInterestView.as_view(),
        name="confirm_interest",
    ),
    path(
        "interets/retirer/<text:token>/",
        views.WithdrawInterestView.as_view(),
        name="withdraw_interest",
    ),
]
