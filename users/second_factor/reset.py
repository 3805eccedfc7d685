"""A lost phone, and no code left: an administrator takes the second factor away, and the person is told."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from core.identity import identity
from core.mail.queue import send
from core.retention import Concerns, Retention
from users.models import User


@transaction.atomic
def take_away(user: User, by: User | None) -> bool:
    """False when there was none. by: None from the command line."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        return False
    log(instance=user, action="wagtail.edit", user=by, data={"second_factor": "taken away"})
    if user.email:
        send(
            to=user.email,
            subject=f"Vérification en deux étapes remise à zéro – {identity().name}",
            template="second_factor_reset",
            context={"user": user},
        )
    return True


RETENTION = (
    Retention(
        what="le secret d’un second facteur et de ses codes de secours",
        why="vérifier le code du téléphone",
        who_sees="personne : il est chiffré par une clé de l’installation",
        kept="jusqu’à sa désactivation, ou autant que le compte",
        concerns=Concerns.ACCOUNTS,
        where="users/second_factor/reset.py",
    ),
)
