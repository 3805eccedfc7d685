"""What was looked for and not found, on the editors' home."""

import datetime

from django.urls import reverse
from django.utils import timezone

from core.waiting import Waiting
from search.models import SearchCount

from .report import PERMISSION

_DAYS = 7


def waiting(user) -> list[Waiting]:
    if not user.has_perm(PERMISSION):
        return []
    since = timezone.localdate() - datetime.timedelta(days=_DAYS - 1)
    found = SearchCount.objects.filter(day__gte=since, results=0).order_by()
    return [
        Waiting(
            label="Recherches sans résultat en 7 jours",
            count=found.values("words", "kind", "filters").distinct().count(),
            url=f"{reverse('search_report')}?jours={_DAYS}",
            order=80,
        )
    ]
