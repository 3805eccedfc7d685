"""What alerts leave, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed
from core.visitor_requests.subscriptions import ENDED_KEPT

from .models import Alert

RETENTION = (
    unconfirmed(Alert, "une recherche à suivre, et l’adresse"),
    Retention(
        what="une recherche suivie, son territoire et l’adresse de qui la suit",
        why="dire ce qui est nouveau",
        who_sees="qui la suit ; l’adresse : personne, sauf un administrateur tant qu’un courriel attend",
        kept="jusqu’au départ, d’un clic dans chaque message et proposé environ une fois l’an, ou jusqu’à ce que la boîte "
        f"n’existe plus : l’adresse est effacée aussitôt, le reste {lasting(ENDED_KEPT)} plus tard",
        concerns=Concerns.FOLLOWERS,
        where="alerts/models.py",
        forget=Alert.objects.forget,
    ),
)
