"""What of collections waits for who may publish them, on their home."""

from django.db.models import QuerySet
from django.urls import reverse

from core.places import place_of
from core.visibility import visible
from core.waiting import SHOWN, Waiting

from .departures import with_departures, with_unread_search
from .models import CollectionPage, CollectionsPage


def waiting(user) -> list[Waiting]:
    place = place_of(user, CollectionsPage)
    if place is None or not place.permissions_for_user(user).can_publish_subpage():
        return []
    pages = visible(CollectionPage.objects)
    return [
        _line("Parcours dont une fiche n’est plus en ligne", with_departures(pages), "1"),
        _line("Parcours dont la recherche n’est plus comprise", with_unread_search(pages), "2"),
    ]


def _line(label: str, pages: QuerySet, wanted: str) -> Waiting:
    """wanted: of the filter of the list."""
    return Waiting(
        label=label,
        count=pages.count(),
        url=f"{reverse('parcours:index')}?departures={wanted}",
        order=60,
        first=tuple(
            (title, reverse("wagtailadmin_pages:edit", args=[pk]))
            for pk, title in pages.order_by("title").values_list("pk", "title")[:SHOWN]
        ),
    )
