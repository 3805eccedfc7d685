"""What allauth asks of the site: no sign-up, secrets that a copy of the database does not tell."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac

from core.identity import identity

from .demand import is_demanded


class Unreadable(PermissionDenied):
    """A secret that was written with a key that is gone."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": "Ce mot de passe n’est pas le bon."
    }

    def is_open_for_signup(self, request):
        return False


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon. Recopiez celui que l’application montre en ce moment ; s’il est "
        "encore refusé, vérifiez l’heure du téléphone.",
        "cannot_delete_authenticator": "Votre groupe demande la vérification en deux étapes : elle ne peut pas être "
        "arrêtée. Pour changer de téléphone, demandez à un administrateur de la remettre à zéro.",
    }

    def get_totp_issuer(self):
        return identity().name

    def get_totp_label(self, user):
        return user.get_username()

    def can_delete_authenticator(self, authenticator):
        return not is_demanded(authenticator.user)

    def encrypt(self, text):
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise Unreadable from error


def _ciphers() -> MultiFernet:
    """The first writes, all read: SECRET_KEY, then those it replaced (SECRET_KEY_FALLBACKS)."""
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    salted_hmac("users.second_factor", "", key, algorithm="sha256").digest()
                )
            )
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )
