"""Dead addresses, on the editors' home."""

from django.urls import reverse

from core.waiting import Waiting
from links.models import Link

from .views import may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    return [
        Waiting(
            label="Liens morts", count=Link.objects.dead().count(), url=reverse("links"), order=60
        )
    ]
