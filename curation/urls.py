from django.urls import path

import core.addresses  # noqa: F401 the converter `text`

from . import feeds

urlpatterns = [
    path("collections/parcours.atom", feeds.collections, name="collections_feed"),
    path("collections/<text:slug>/fiches.atom", feeds.sheets, name="collection_feed"),
]
