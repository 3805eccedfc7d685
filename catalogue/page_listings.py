"""The flat list of sheets in the admin."""

from django.urls import path

from core.page_listings import PageListing

from .listing import saving, view
from .listing.columns import columns
from .models import ProjectIndexPage, ProjectPage


class SheetListing(PageListing):
    name = "fiches"
    model = ProjectPage
    parent = ProjectIndexPage
    icon = "doc-full"
    menu_label = "Fiches projet"
    menu_order = 205
    index_view_class = view.SheetIndex

    @property
    def columns(self):
        return columns()

    @property
    def filterset_class(self):
        return view.filters()

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("vues/nouvelle/", saving.new_view, name="new_view"),
            path("vues/<int:pk>/", saving.saved_view, name="saved_view"),
        ]
