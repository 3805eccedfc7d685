"""What the weekly letter keeps of people, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed
from core.visitor_requests.subscriptions import ENDED_KEPT

from .models import LetterSubscriber

RETENTION = (
    unconfirmed(LetterSubscriber, "un abonnement à la lettre de la semaine"),
    Retention(
        what="l’adresse de qui reçoit la lettre de la semaine",
        why="l’envoyer",
        who_sees="personne, sauf un administrateur tant qu’un courriel attend ; la rédaction sait seulement combien elles sont",
        kept="jusqu’au départ, d’un clic dans chaque lettre, ou jusqu’à ce que la boîte n’existe plus : l’adresse est effacée "
        f"aussitôt, le reste {lasting(ENDED_KEPT)} plus tard",
        concerns=Concerns.FOLLOWERS,
        where="letters/models.py",
        forget=LetterSubscriber.objects.forget,
    ),
)
