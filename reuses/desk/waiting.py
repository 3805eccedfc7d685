"""What of reuses waits for the editors, on their home."""

from django.urls import reverse

from core.waiting import Waiting

from .views import listed, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    lines = (
        ("a-faire", "Reprises à trancher", 50),
        ("a-montrer", "Reprises à montrer sur les fiches", 51),
    )
    return [
        Waiting(
            label=label,
            count=listed(wanted).count(),
            url=f"{reverse('reuse_list')}?etat={wanted}",
            order=order,
        )
        for wanted, label, order in lines
    ]
