"""What of questions waits for the editors, on their home."""

from django.urls import reverse

from core.waiting import Waiting

from .views import listed, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    lines = (("a-faire", "Questions sans réponse", 10), ("a-publier", "Réponses à publier", 11))
    return [
        Waiting(
            label=label,
            count=listed(wanted).count(),
            url=f"{reverse('questions')}?etat={wanted}",
            order=order,
        )
        for wanted, label, order in lines
    ]
