from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import views

urlpatterns = [
    path("expertises/", views.ExpertisesView.as_view(), name="expertises"),
    path("expertises/<text:slug>/", views.expertise, name="expertise"),
]
