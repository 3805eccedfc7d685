"""Who took what up from whom."""

from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import views

urlpatterns = [
    path("projets/<text:slug>/essaimage/", views.of_sheet, name="reuses_of_sheet"),
    path("essaimage/", views.all_families, name="reuses"),
]
