"""What of checks waits for the editors, on their home."""

from django.urls import reverse

from confirmations.models import Check
from core.waiting import SHOWN, Waiting

from .ordering import most_read_and_oldest_first
from .views import CHOICES, may_act


def waiting(user) -> list[Waiting]:
    if not may_act(user):
        return []
    found = Check.objects.with_state().filter(current__in=CHOICES[""][1])
    read = most_read_and_oldest_first()
    titles = dict(Check.objects.filter(pk__in=read[:SHOWN]).values_list("pk", "sheet__title"))
    return [
        Waiting(label="Fiches à vérifier", count=found.count(), url=reverse("checks"), order=40),
        Waiting(
            label="Fiches lues que personne n’a confirmées depuis six mois",
            count=len(read),
            url=f"{reverse('checks')}?etat=lues",
            order=41,
            first=tuple((titles[pk], reverse("check", args=[pk])) for pk in read[:SHOWN]),
        ),
    ]
