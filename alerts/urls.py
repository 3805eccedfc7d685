from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.subscriptions import LeaveView
from core.visitor_requests.urls import form_paths

from . import views
from .models import Alert

urlpatterns = [
    *form_paths("alertes/nouvelle/", views.AlertFormView, name="alert"),
    path(
        "alertes/confirmer/<text:token>/",
        views.AlertConfirmationView.as_view(),
        name="confirm_alert",
    ),
    path(
        "alertes/arreter/<text:token>/",
        LeaveView.as_view(model=Alert, template="alerts/leave.html"),
        name="leave_alert",
    ),
    path("alertes/<text:token>/", views.MyAlertsView.as_view(), name="my_alerts"),
]
