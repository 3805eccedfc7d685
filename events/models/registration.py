"""What an organiser declares of the registration. Those who register are no field of a page: they will
have a table of their own, as all facts that arrive outside the editor (docs/decisions/0006)."""

from django.core.validators import MinValueValidator
from django.db import models

from events import choices


class RegistrationFields(models.Model):
    registration = models.CharField(
        "inscription",
        max_length=20,
        choices=choices.Registration,
        blank=True,
        help_text="Vide : rien n’est dit, sauf si une adresse est donnée.",
    )
    registration_url = models.URLField("page d’inscription", max_length=500, blank=True)
    registration_opens_on = models.DateField(
        "ouverture", null=True, blank=True, help_text="Premier jour. Vide : déjà ouvertes."
    )
    registration_closes_on = models.DateField(
        "clôture", null=True, blank=True, help_text="Dernier jour. Vide : jusqu’à l’événement."
    )
    capacity = models.PositiveIntegerField(
        "nombre de places", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    audience = models.CharField(
        "pour qui",
        max_length=200,
        blank=True,
        help_text="Par exemple : élus et agents des communes de moins de 10 000 habitants.",
    )
    is_full = models.BooleanField(
        "complet", default=False, help_text="Le dit sur la page, et retire le lien d’inscription."
    )

    class Meta:
        abstract = True
