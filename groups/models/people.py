"""Who sits where: public functions alone, each with its source, removed on request (`groups/removal.py`)."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from core.dates import PartialDateField, ends_before, has_begun, is_over
from territories.models import Authority
from territories.names import fold
from territories.types import COMMUNE, GROUPEMENT

# All councils of communes and groupings are elected anew on these days, by law: whoever sits in their name sits no
# longer than until then, unless a source says so again.
GENERAL_RENEWALS = (
    datetime.date(2014, 3, 23),
    datetime.date(2020, 3, 15),
    datetime.date(2026, 3, 15),
)


def keys_of(name: str) -> list[str]:
    """The keyed hash of a name, whose case, accents and punctuation do not count: today's first, then those made with
    the keys that SECRET_KEY replaced."""
    return [
        salted_hmac("groups.removed", fold(name), secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


class Person(models.Model):
    name = models.CharField("nom", max_length=120, unique=True)
    function = models.CharField(
        "fonction publique", max_length=250, help_text="La dernière que les sources disent."
    )

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if RemovedPerson.has(self.name):
            raise ValidationError(
                {
                    "name": "Ce nom a été retiré à la demande de qui le porte : il ne revient pas ici. Une erreur, "
                    "ou quelqu’un d’autre du même nom\u202f? L’administration du site peut le permettre de nouveau."
                }
            )


class RemovedPerson(models.Model):
    """Who asked to be taken out, so that no file brings the name back. A keyed hash: the name itself is gone."""

    key = models.CharField(max_length=64, unique=True)
    on = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = "personne retirée"

    def __str__(self):
        return f"retirée le {self.on:%d/%m/%Y}"

    @classmethod
    def has(cls, name: str) -> bool:
        return cls.objects.filter(key__in=keys_of(name)).exists()


class Mandate(models.Model):
    """A public function that a person holds in a group or an organisation, in the name of an authority or of itself."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mandates", verbose_name="personne"
    )
    function = models.CharField(
        "fonction",
        max_length=200,
        blank=True,
        help_text="Dans le groupe ou l’organisation : « coprésidence ». Vide si la source ne fait que citer la personne.",
    )
    group = models.ForeignKey(
        "groups.Group",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mandates",
        verbose_name="dans le groupe",
    )
    organisation = models.ForeignKey(
        "network.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="ou dans l’organisation",
    )
    capacity = models.CharField(
        "en qualité de", max_length=250, blank=True, help_text="Dans les mots de la source."
    )
    behalf_stated = models.CharField(
        "au titre de", max_length=200, blank=True, help_text="Dans les mots de la source."
    )
    authority = models.ForeignKey(
        Authority,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mandates",
        verbose_name="collectivité représentée",
    )
    is_elected = models.BooleanField(
        "en tant qu’élu ou élue",
        default=False,
        help_text="Au titre d’une commune ou d’une intercommunalité, le mandat s’éteint alors au renouvellement général.",
    )
    begins = PartialDateField("depuis")
    ends = PartialDateField("jusqu’à")
    note = models.CharField("précision", max_length=300, blank=True)
    source_title = models.CharField("titre de la source", max_length=300)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ["-begins", "person__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) ^ Q(organisation=None),
                name="groups_mandate_is_in_one_body",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.body}"

    @property
    def body(self) -> str:
        return str((self.group if self.group_id else self.organisation) or "")

    @property
    def body_url(self) -> str:
        body = self.group if self.group_id else self.organisation
        return body.get_absolute_url() if body else ""

    @property
    def renewal(self) -> datetime.date | None:
        """The general renewal at which it ends, where no source says when it does."""
        local = self.authority_id and self.authority.family in (COMMUNE, GROUPEMENT)
        if self.ends or not (self.begins and self.is_elected and local):
            return None
        return next(
            (day for day in GENERAL_RENEWALS if self.begins < day.isoformat()[: len(self.begins)]),
            None,
        )

    def is_held(self, day: datetime.date) -> bool:
        """On that day, as far as is known: false of one whose beginning no source tells."""
        if not has_begun(self.begins, day) or is_over(self.ends, day):
            return False
        return self.renewal is None or day < self.renewal

    def clean(self):
        super().clean()
        if ends_before(self.begins, self.ends):
            raise ValidationError({"ends": "Le mandat finirait avant d’avoir commencé."})

    def validate_constraints(self, exclude=None):
        """What the constraint asks, and more, at the field that it is about."""
        errors = {}
        if self.group_id and self.organisation_id:
            errors["organisation"] = "Choisissez le groupe ou l’organisation, pas les deux."
        elif not (self.group_id or self.organisation_id):
            errors["group"] = "Choisissez le groupe ou l’organisation où ce mandat s’exerce."
        same = Mandate.objects.filter(
            person=self.person_id,
            group=self.group_id,
            organisation=self.organisation_id,
            function=self.function,
            begins=self.begins,
        ).exclude(pk=self.pk)
        if not errors and same.exists():
            errors["person"] = "Ce mandat est déjà enregistré."
        if errors:
            raise ValidationError(errors)
