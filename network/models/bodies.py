"""Who a source names, in its words, with a link to whom the directory or the register knows by that name."""

from django.core.exceptions import ValidationError
from django.db import models


class NamedBody(models.Model):
    label = models.CharField("nom dans la source", max_length=200)
    organisation = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
        verbose_name="organisation de l’annuaire",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)s_rows",
        verbose_name="collectivité du registre",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        if self.organisation_id and self.authority_id:
            raise ValidationError(
                {"authority": "Choisissez l’organisation ou la collectivité, pas les deux."}
            )

    @property
    def url(self) -> str:
        """Of its page; "" where we know no more than the name."""
        known = self.organisation if self.organisation_id else self.authority
        return known.get_absolute_url() if known else ""
