"""What anybody may report of a sheet, and its page behind the link of its owner."""

from django.urls import path

from core.visitor_requests.urls import confirmation_path, form_paths

from .models import OutdatedReport
from .owner_views import OwnerCheckView
from .views import ReportView

urlpatterns = [
    *form_paths("f/<int:number>/signaler/", ReportView, name="report_outdated"),
    confirmation_path("signalements/confirmer/", OutdatedReport),
    path(
        "collectivite/<text:token>/verifier/<int:number>/",
        OwnerCheckView.as_view(),
        name="owner_check",
    ),
]
