"""What of events waits for who organises them, on their home."""

from django.urls import reverse

from core.waiting import SHOWN, Waiting
from events.models import Proposal
from events.ownership import bound


def waiting(user) -> list[Waiting]:
    if not user.has_perm("events.change_proposal"):
        return []
    rows = Proposal.objects.confirmed().filter(decision="", erased_at=None)
    if limits := bound(user):
        rows = rows.exclude(call__event__in=limits.foreign)
    viewset = Proposal.snippet_viewset
    first = rows.order_by("confirmed_at").values_list("pk", "title")[:SHOWN]
    return [
        Waiting(
            label="Projets proposés à retenir ou à décliner",
            count=rows.count(),
            url=reverse(viewset.get_url_name("list")),
            order=15,
            first=tuple(
                (title, reverse(viewset.get_url_name("edit"), args=[pk])) for pk, title in first
            ),
        )
    ]
