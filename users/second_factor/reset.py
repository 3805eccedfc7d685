"""A lost phone, and no code left: an administrator takes the second factor away, and the person is told."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from core.identity import identity
from core.mail.queue import send
from core.retention import Retention
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
        what="secret of a second factor and of its recovery codes",
        why="to check the code of a phone",
        who_sees="nobody: encrypted with a key made from SECRET_KEY",
        kept="until it is switched off or reset, or as long as the account",
        where="users/second_factor/reset.py",
    ),
)
