"""What of requests waits for the editors, on their home."""

from django.urls import reverse

from core.waiting import Waiting, of_lists

from .views import listed, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    return of_lists(
        reverse("relay_requests"), (("a-faire", "Mises en relation sans réponse", 12),), listed
    )
