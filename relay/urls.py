"""Where one asks, and the pages behind the links of mails."""

from django.urls import path

from core.visitor_requests.urls import form_paths

from .link_views import AskerView, HolderView, RelayConfirmationView
from .views import ExpertiseView, JoiningView, PurchaseView

urlpatterns = [
    *form_paths("groupes/<text:slug>/rejoindre/", JoiningView, name="relay_group"),
    *form_paths("expertises/<text:slug>/interet/", ExpertiseView, name="relay_expertise"),
    *form_paths("services/<text:slug>/interet/", PurchaseView, name="relay_offer"),
    path(
        "mises-en-relation/confirmer/<text:token>/",
        RelayConfirmationView.as_view(),
        name="confirm_relayrequest",
    ),
    path("mises-en-relation/<text:token>/", AskerView.as_view(), name="relay_asker"),
    path("mises-en-relation/<text:token>/repondre/", HolderView.as_view(), name="relay_holder"),
]
