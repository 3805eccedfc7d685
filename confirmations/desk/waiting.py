"""What of checks waits for the editors, on their home."""

from django.urls import reverse

from confirmations.models import Check
from core.waiting import Waiting

from .views import CHOICES, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    found = Check.objects.with_state().filter(current__in=CHOICES[""][1])
    return [
        Waiting(label="Fiches à vérifier", count=found.count(), url=reverse("checks"), order=40)
    ]
