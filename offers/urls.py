from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import views

urlpatterns = [
    path("services/", views.ServicesView.as_view(), name="services"),
    path("services/<text:slug>/", views.service, name="service"),
]
