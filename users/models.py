"""The account: who writes in the admin."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def __str__(self):
        return self.get_full_name() or self.username


class PasswordResetRequest(models.Model):
    """What somebody typed who forgot a password, until the worker has looked whose it is."""

    email = models.EmailField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "demande de nouveau mot de passe"
        verbose_name_plural = "demandes de nouveau mot de passe"

    def __str__(self):
        return self.email


class GroupDemand(models.Model):
    """What an administrator demands of whoever is in a group."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="demand")
    second_factor = models.BooleanField(
        "Exiger la vérification en deux étapes",
        default=False,
        help_text="Les membres du groupe qui ne l’ont pas encore sont conduits à l’activer avant toute autre page.",
    )

    class Meta:
        verbose_name = "exigence de sécurité"
        verbose_name_plural = "exigences de sécurité"

    def __str__(self):
        return str(self.group)


class Invitation(models.Model):
    """An account that waits for its password; deleted when it is chosen."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    nonce = models.CharField(max_length=16)  # of the link that is good

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"

    def __str__(self):
        return str(self.user)


class OpenSession(models.Model):
    """Where an account is logged in, for its owner to see. How long it lasts, the session itself knows."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    device = models.CharField(max_length=60)
    address = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "connexion"
        verbose_name_plural = "connexions"

    def __str__(self):
        return self.device
