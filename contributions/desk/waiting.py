"""What of told projects waits for the editors, on their home."""

from django.db.models import Count
from django.urls import reverse

from contributions.models import Contribution
from contributions.states import Kind
from core.waiting import Waiting

from .views import may_decide

_LINES = {
    Kind.CONFIRMED: "Projets racontés à lire",
    Kind.ANSWERED: "Projets racontés dont l’auteur a répondu",
    Kind.REVIEW: "Projets racontés en relecture",
}


def waiting(user) -> list[Waiting]:
    if not may_decide(user):
        return []
    stories = Contribution.objects.confirmed().with_state().filter(state__in=_LINES).order_by()
    counted = dict(stories.values_list("state").annotate(count=Count("pk")))
    return [
        Waiting(
            label=label,
            count=counted.get(kind, 0),
            url=f"{reverse('stories')}?etat={kind}",
            order=20 + place,
        )
        for place, (kind, label) in enumerate(_LINES.items())
    ]
