from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import authorities, organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("territoires/<text:code>/", authorities.authority, name="authority"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
]
