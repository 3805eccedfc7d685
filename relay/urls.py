"""Where one asks, and the pages behind the links of mails."""

from django.urls import path

from core.visitor_requests.urls import confirmation_path, form_paths

from .link_views import AskerView, HolderView
from .models import RelayRequest
from .views import ExpertiseView, JoiningView, PurchaseView

urlpatterns = [
    *form_paths("groupes/<text:slug>/rejoindre/", JoiningView, name="relay_group"),
    *form_paths("expertises/<text:slug>/interet/", ExpertiseView, name="relay_expertise"),
    *form_paths("services/<text:slug>/interet/", PurchaseView, name="relay_offer"),
    confirmation_path("mises-en-relation/confirmer/", RelayRequest),
    path("mises-en-relation/<text:token>/", AskerView.as_view(), name="relay_asker"),
    path("mises-en-relation/<text:token>/repondre/", HolderView.as_view(), name="relay_holder"),
]
