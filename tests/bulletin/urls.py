from django.urls import include, path

from search.listing.view import ListView

from .kinds import LETTERS

urlpatterns = [
    path("lettres/", ListView.as_view(listing=LETTERS), name="letters"),
    path("", include("config.urls")),
]
