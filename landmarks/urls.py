from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import views

urlpatterns = [
    path("financements/", views.FundingView.as_view(), name="funding"),
    path("financements/<text:slug>/", views.funding, name="funding_programme"),
    path("echeances/", views.DeadlinesView.as_view(), name="deadlines"),
    path("echeances/calendrier.ics", views.calendar, name="deadlines_calendar"),
    path("echeances/<text:slug>/", views.deadline, name="deadline"),
]
