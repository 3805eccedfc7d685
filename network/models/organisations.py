"""The network's directory: organisations, who announces for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.dates import PartialDateField
from core.reference_data.models import ReferenceQuerySet, ReferenceRecord
from core.reference_data.names import names_in, names_of_both
from core.slugs import row_slug
from links.addresses import with_scheme

from .memberships import Membership

_SLUG_LENGTH = 80


class Organisation(ReferenceRecord):
    """A network, association, OPSN, agency or company, as a public source describes it."""

    name = models.CharField("nom", max_length=200, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=_SLUG_LENGTH, unique=True, editable=False)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    former_name = models.CharField("ancien ou autre nom", max_length=500, blank=True)
    kind = models.CharField("nature", max_length=80, blank=True, help_text="Association, OPSN…")
    area = models.CharField("périmètre", max_length=120, blank=True)
    created = models.CharField(
        "création", max_length=60, blank=True, help_text="Comme la source l’écrit."
    )
    members_stated = models.CharField(
        "adhérents", max_length=200, blank=True, help_text="Chiffre de la source, avec son année."
    )
    # The figure alone, for « 312 adhérents connus de nous sur 1 120 annoncés »: never without its date.
    members_count = models.PositiveIntegerField(
        "nombre d’adhérents",
        null=True,
        blank=True,
        help_text="Le chiffre seul, que la source annonce ; il demande sa date.",
    )
    members_date = PartialDateField("à la date de")
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        verbose_name="fait partie de",
        help_text="L’organisation dont celle-ci est une antenne, une fédération locale, un service.",
    )
    founders = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="founded",
        verbose_name="fondée par",
    )
    statutes = models.TextField(
        "ce que disent les statuts", blank=True, help_text="Dans les mots de la source."
    )
    statutes_date = PartialDateField("date des statuts")
    statutes_url = models.URLField("adresse des statuts", max_length=500, blank=True)
    website = models.CharField("site", max_length=200, blank=True)
    description = models.TextField("description", blank=True)
    source_title = models.CharField("titre de la source", max_length=300, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    # Where the relay writes: shown on no page, in no export.
    contact_email = models.EmailField(
        "adresse pour le relais",
        blank=True,
        help_text="Jamais montrée : le site y transmet ce qu’on demande à ses groupes et de ses services.",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
        verbose_name="collectivité ou organisme du registre",
        help_text="Quand cette organisation porte elle-même des fiches.",
    )

    own_fields = (
        *("name", "acronym", "former_name", "kind", "area", "created", "members_stated"),
        *("members_count", "members_date", "part_of"),
        *("statutes", "statutes_date", "statutes_url"),
        *("website", "description", "source_title", "source_url", "authority"),
        "contact_email",
    )
    erased_when_merged = ("contact_email",)
    said_together = ("members_count", "members_date", "source_title", "source_url")
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Organisation, self.acronym or self.name)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        errors = {}
        if self.members_count is not None and not self.members_date:
            errors["members_date"] = "Un nombre d’adhérents dit sa date : une année suffit."
        if (self.statutes or self.statutes_url) and not self.statutes_date:
            errors["statutes_date"] = "Des statuts disent leur date : une année suffit."
        if self.part_of_id and self.pk and self.pk in self.part_of.chain():
            errors["part_of"] = (
                "Une organisation ne fait pas partie d’elle-même, ni de ce qui fait partie d’elle."
            )
        if errors:
            raise ValidationError(errors)

    def chain(self) -> list[int]:
        """Its key and those of what it is a part of, upwards. A statement a step: there are few."""
        keys, one = [], self
        while one is not None and one.pk not in keys:
            keys.append(one.pk)
            one = one.part_of
        return keys

    def why_not_merged_into(self, kept) -> str:
        if kept.pk in self.chain() or self.pk in kept.chain():
            return f"« {self} » et « {kept} » font partie l’une de l’autre : ôtez d’abord ce lien."
        founding = Organisation.founders.through.objects.filter(
            from_organisation__in=(self, kept), to_organisation__in=(self, kept)
        )
        if founding.exists():
            return (
                f"« {self} » et « {kept} » sont fondées l’une par l’autre : ôtez d’abord ce lien."
            )
        between = Membership.objects.filter(
            models.Q(organisation=self, member=kept) | models.Q(organisation=kept, member=self)
        )
        if between.exists():
            return f"« {self} » et « {kept} » sont adhérentes l’une de l’autre : ôtez d’abord cette adhésion."
        return ""

    def take_names_of(self, other) -> None:
        self.former_name = names_of_both(self, other)

    @property
    def other_names(self) -> list[str]:
        return names_in(self.former_name)

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.slug}/"

    @property
    def website_url(self) -> str:
        """The site's address with its scheme, of the web alone: sources often print it without."""
        return with_scheme(self.website)


class Announcer(models.Model):
    """An account that announces events in the name of an organisation (see `events.ownership`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="announces_for",
        verbose_name="compte",
        help_text="Du groupe Animation : il ne touche qu’aux événements et tournées de ses réseaux.",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="announcers",
        verbose_name="réseau",
    )

    class Meta:
        verbose_name = "animation d’un réseau"
        verbose_name_plural = "animation des réseaux"
        ordering = ["organisation__name", "user__username"]
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation"),
                name="unique_announcer",
                violation_error_message="Ce compte anime déjà ce réseau.",
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"
