"""What visitors leave with a recommendation, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import Follow
from .models.following import WITHOUT_NEWS

RETENTION = (
    unconfirmed(Follow, "l’adresse de qui veut suivre une recommandation"),
    Retention(
        what="l’adresse de qui suit une recommandation",
        why="dire ce qu’elle devient",
        who_sees="personne, sauf un administrateur tant qu’un courriel attend",
        kept=f"jusqu’au départ, par le lien de chaque courriel, ou {lasting(WITHOUT_NEWS)} sans nouvelle ; puis supprimée",
        concerns=Concerns.FOLLOWERS,
        where="publications/models/following.py",
        forget=Follow.objects.forget,
    ),
)
