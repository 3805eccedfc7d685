from django.urls import path

from search.health import health
from search.listing import suggestions
from search.listing.view import ListView

urlpatterns = [
    path("recherche/", ListView.as_view(), name="site_search"),
    path("recherche/suggestions", suggestions.suggest, name="suggestions"),
    path("health/", health, name="health"),
]
