"""What of collections waits for who may publish them, on their home."""

from django.urls import reverse

from core.places import place_of
from core.visibility import visible
from core.waiting import SHOWN, Waiting

from .departures import with_departures
from .models import CollectionPage, CollectionsPage


def waiting(user) -> list[Waiting]:
    place = place_of(user, CollectionsPage)
    if place is None or not place.permissions_for_user(user).can_publish_subpage():
        return []
    pages = with_departures(visible(CollectionPage.objects))
    return [
        Waiting(
            label="Parcours dont une fiche n’est plus en ligne",
            count=pages.count(),
            url=f"{reverse('parcours:index')}?departures=1",
            order=60,
            first=tuple(
                (title, reverse("wagtailadmin_pages:edit", args=[pk]))
                for pk, title in pages.order_by("title").values_list("pk", "title")[:SHOWN]
            ),
        )
    ]
