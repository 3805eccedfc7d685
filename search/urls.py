from django.urls import path

from search import views
from search.listing import agenda, agenda_feeds, suggestions

urlpatterns = [
    path("recherche/", views.site_search, name="site_search"),
    path("recherche/suggestions", suggestions.suggest, name="suggestions"),
    path("projets/", views.catalogue, name="catalogue"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/calendrier.ics", agenda_feeds.calendar, name="agenda_calendar"),
    path("agenda/dates.atom", agenda_feeds.atom, name="agenda_feed"),
    path("health/", views.health, name="health"),
]
