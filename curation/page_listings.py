"""The list of collections in the admin."""

from typing import ClassVar

import django_filters
from django.db.models import Exists, OuterRef
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.page_listings import ListingView, PageListing

from .departures import with_departures, with_unread_search
from .models import CollectionItem, CollectionPage, CollectionsPage
from .shown import public_items, with_number

_MISSING = {"1": with_departures, "2": with_unread_search}


class CollectionFilters(WagtailFilterSet):
    departures = django_filters.ChoiceFilter(
        label="Fiches",
        choices=[
            ("1", "une fiche n’est plus en ligne"),
            ("2", "la recherche n’est plus comprise"),
        ],
        empty_label="Toutes",
        method="of_departures",
    )

    class Meta:
        model = CollectionPage
        fields: ClassVar[list] = []

    def of_departures(self, collections, _, value):
        return _MISSING[value](collections)


class CollectionIndex(ListingView):
    def annotate_queryset(self, pages):
        """With counts, in the statement of the list, and whether the search is still understood."""
        pages = super().annotate_queryset(pages)
        unread = with_unread_search(CollectionPage.objects.order_by()).values("pk")
        pages = pages.annotate(is_unread=Exists(unread.filter(pk=OuterRef("pk"))))
        return with_number(pages, chosen=CollectionItem.objects.all(), shown=public_items())


def _sheets(collection) -> str:
    told = f"{collection.chosen} fiche{'s' if collection.chosen > 1 else ''}"
    if collection.shown < collection.chosen:
        told += f", dont {collection.chosen - collection.shown} hors ligne"
    if collection.is_unread:
        return f"{told}, et une recherche qui n’est plus comprise"
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
