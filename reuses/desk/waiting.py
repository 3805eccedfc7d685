"""What of reuses waits for the editors, on their home."""

from django.urls import reverse

from core.waiting import Waiting, of_lists

from .views import listed, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    lines = (
        ("a-faire", "Reprises à trancher", 50),
        ("a-montrer", "Reprises à montrer sur les fiches", 51),
    )
    return of_lists(reverse("reuse_list"), lines, listed)
