"""The list of collections in the admin."""

from typing import ClassVar

import django_filters
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.page_listings import ListingView, PageListing

from .departures import with_departures
from .models import CollectionItem, CollectionPage, CollectionsPage
from .shown import public_items, with_number


class CollectionFilters(WagtailFilterSet):
    departures = django_filters.ChoiceFilter(
        label="Fiches",
        choices=[("1", "une fiche n’est plus en ligne")],
        empty_label="Toutes",
        method="of_departures",
    )

    class Meta:
        model = CollectionPage
        fields: ClassVar[list] = []

    def of_departures(self, collections, _, value):
        return with_departures(collections)


class CollectionIndex(ListingView):
    def annotate_queryset(self, pages):
        """With counts, in the statement of the list."""
        pages = super().annotate_queryset(pages)
        return with_number(pages, chosen=CollectionItem.objects.all(), shown=public_items())


def _sheets(collection) -> str:
    told = f"{collection.chosen} fiche{'s' if collection.chosen > 1 else ''}"
    if collection.shown < collection.chosen:
        told += f", dont {collection.chosen - collection.shown} hors ligne"
    return f"{told}, et une recherche" if collection.search else told


class CollectionListing(PageListing):
    name = "parcours"
    model = CollectionPage
    parent = CollectionsPage
    icon = "list-ol"
    menu_label = "Parcours"
    menu_order = 207
    index_view_class = CollectionIndex
    filterset_class = CollectionFilters
    shown = [Column("sheets", label="Contenu", accessor=_sheets)]
