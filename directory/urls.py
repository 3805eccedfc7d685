from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import authorities, network_page, organisations

urlpatterns = [
    path("reseau/", network_page.network, name="network"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("territoires/<text:code>/", authorities.authority, name="authority"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
