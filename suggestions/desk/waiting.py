"""What was said of sheets and waits for the editors, on their home."""

from django.db.models import Count
from django.urls import reverse

from core.waiting import Waiting
from suggestions.models import Suggestion

from .views import may_change


def waiting(user) -> list[Waiting]:
    if not may_change(user):
        return []
    sheets = Suggestion.objects.waiting().order_by().aggregate(count=Count("sheet", distinct=True))
    return [
        Waiting(
            label="Fiches avec des propositions à accepter",
            count=sheets["count"],
            url=reverse("suggestions"),
            order=30,
        )
    ]
