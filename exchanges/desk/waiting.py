"""What of questions waits for the editors, on their home."""

from django.urls import reverse

from core.waiting import Waiting, of_lists

from .views import listed, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    lines = (("a-faire", "Questions sans réponse", 10), ("a-publier", "Réponses à publier", 11))
    return of_lists(reverse("questions"), lines, listed)
