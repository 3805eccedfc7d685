"""What who follows a proposal of a debate leaves, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed
from core.visitor_requests.subscriptions import ENDED_KEPT

from .models import WITHOUT_NEWS, DebateFollow

RETENTION = (
    unconfirmed(DebateFollow, "l’adresse de qui veut suivre une proposition d’un débat local"),
    Retention(
        what="l’adresse de qui suit une proposition d’un débat local",
        why="dire ce qui y est répondu",
        who_sees="personne, sauf un administrateur tant qu’un courriel attend",
        kept="jusqu’au départ, par le lien de chaque courriel (l’adresse est effacée aussitôt, le reste "
        f"{lasting(ENDED_KEPT)} plus tard), ou {lasting(WITHOUT_NEWS)} sans nouvelle ; puis supprimée",
        concerns=Concerns.FOLLOWERS,
        where="debates/models.py",
        forget=DebateFollow.objects.forget,
    ),
)
