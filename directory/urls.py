from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import authorities, members, network_page, organisations, partnership_dates, partnerships

urlpatterns = [
    path("reseau/", network_page.network, name="network"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("territoires/<text:code>/", authorities.authority, name="authority"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/adherents/", members.members, name="members"),
    path("partenariats/", partnerships.PartnershipsView.as_view(), name="partnerships"),
    path("partenariats/<slug:slug>.ics", partnership_dates.calendar, name="partnership_calendar"),
    path("partenariats/<slug:slug>/", partnerships.partnership, name="partnership"),
]
