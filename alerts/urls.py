from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.urls import form_paths

from . import views

urlpatterns = [
    *form_paths("alertes/nouvelle/", views.AlertFormView, name="alert"),
    path(
        "alertes/confirmer/<text:token>/",
        views.AlertConfirmationView.as_view(),
        name="confirm_alert",
    ),
    path("alertes/arreter/<text:token>/", views.LeaveView.as_view(), name="leave_alerts"),
    path("alertes/<text:token>/", views.MyAlertsView.as_view(), name="my_alerts"),
]
