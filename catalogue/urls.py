from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import difficulties, feeds, views

urlpatterns = [
    path("projets/fiches.atom", feeds.atom, name="catalogue_feed"),
    path("difficultes/", difficulties.DifficultiesView.as_view(), name="difficulties"),
    path("projets/", views.CatalogueView.as_view(), name="catalogue"),
    path(f"{views.INDEX_SLUG}/<text:slug>/", views.sheet, name="sheet"),
    # The permalink: for ever, whatever becomes of the title.
    path("f/<int:number>/", views.sheet_by_number, name="sheet_by_number"),
    path("f/<int:number>", views.sheet_by_number),
    path("f/<int:number>.png", views.share_picture, name="share_picture"),
]
