"""Who is a member of an organisation, as a source says; a membership that is over stays in the history."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.dates import PartialDateField, ends_before, is_over


class Membership(models.Model):
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="organisation",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="collectivité adhérente",
    )
    member = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="belongs_to",
        verbose_name="organisation adhérente",
        help_text="Quand l’adhérent n’est pas une collectivité du registre.",
    )
    begins = PartialDateField("depuis")
    ends = PartialDateField("jusqu’à")
    source_title = models.CharField("titre de la source", max_length=300)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    source_date = PartialDateField("date de la source")

    class Meta:
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        ordering = ["organisation__name", "authority__name", "member__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority=None) ^ Q(member=None),
                name="network_membership_has_one_member",
            ),
            models.UniqueConstraint(
                fields=("organisation", "authority", "begins"), name="network_authority_member_once"
            ),
            models.UniqueConstraint(
                fields=("organisation", "member", "begins"), name="network_organisation_member_once"
            ),
        ]

    def __str__(self):
        return f"{self.holder}, {self.organisation}"

    @property
    def holder(self) -> str:
        return self.authority.label if self.authority_id else str(self.member or "")

    @property
    def url(self) -> str:
        known = self.authority if self.authority_id else self.member
        return known.get_absolute_url() if known else ""

    @property
    def is_over(self) -> bool:
        """By the clock, when asked."""
        return is_over(self.ends, timezone.localdate())

    def give_way(self) -> None:
        """Of two organisations that become one, or of two bodies of the register, a membership is told once."""
        self.delete()

    def clean(self):
        super().clean()
        if ends_before(self.begins, self.ends):
            raise ValidationError({"ends": "L’adhésion finirait avant d’avoir commencé."})

    def validate_constraints(self, exclude=None):
        """What the constraint asks, and more, at the field that it is about."""
        errors = {}
        if self.authority_id and self.member_id:
            errors["member"] = "Choisissez la collectivité ou l’organisation, pas les deux."
        elif not (self.authority_id or self.member_id):
            errors["authority"] = "Choisissez la collectivité ou l’organisation qui adhère."
        if self.member_id and self.member_id == self.organisation_id:
            errors["member"] = "Une organisation n’adhère pas à elle-même."
        same = Membership.objects.filter(
            organisation=self.organisation_id,
            authority=self.authority_id,
            member=self.member_id,
            begins=self.begins,
        ).exclude(pk=self.pk)
        if not errors and same.exists():
            errors["organisation"] = "Cette adhésion est déjà enregistrée."
        if errors:
            raise ValidationError(errors)
