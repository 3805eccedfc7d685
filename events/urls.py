from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import agenda_feeds, views, visitor_urls
from .agenda import AgendaView

urlpatterns = [
    path("agenda/", AgendaView.as_view(), name="agenda"),
    path("agenda/calendrier.ics", agenda_feeds.calendar, name="agenda_calendar"),
    path("agenda/dates.atom", agenda_feeds.atom, name="agenda_feed"),
    path(f"{views.AGENDA_SLUG}/<text:slug>/", views.event, name="event"),
    path(f"{views.AGENDA_SLUG}/<text:slug>.ics", views.event_calendar, name="event_calendar"),
    path(f"{views.AGENDA_SLUG}/<text:slug>.png", views.event_picture, name="event_picture"),
    path(f"{views.TOURS_SLUG}/<text:slug>/", views.tour, name="tour"),
    path(f"{views.TOURS_SLUG}/<text:slug>.ics", views.tour_calendar, name="tour_calendar"),
    path(f"{views.TOURS_SLUG}/<text:slug>.png", views.tour_picture, name="tour_picture"),
    path(f"{views.TOURS_SLUG}/<text:slug>.json", views.tour_json, name="tour_json"),
    path(f"{views.TOURS_SLUG}/<text:slug>/dates/", views.tour_dates, name="tour_dates"),
    *visitor_urls.urlpatterns,
]
