"""The network's directory: organisations, and what they agreed to do together."""

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.reference_data.models import ReferenceQuerySet, ReferenceRecord
from core.reference_data.names import names_in, names_of_both
from core.rows import number_rows
from core.slugs import row_slug
from links.addresses import with_scheme

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
    website = models.CharField("site", max_length=200, blank=True)
    description = models.TextField("description", blank=True)
    source_title = models.CharField("titre de la source", max_length=300, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
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
        *("website", "description", "source_title", "source_url", "authority"),
    )
    said_together = ("source_title", "source_url")
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


class Partnership(ClusterableModel):
    """What several parties agreed: a convention, a common body, a joint study."""

    name = models.CharField("nom", max_length=200, unique=True)
    slug = models.SlugField("adresse", max_length=_SLUG_LENGTH, unique=True, editable=False)
    kind = models.CharField("nature", max_length=80, blank=True)
    date = PartialDateField("date")
    purpose = models.TextField("objet", blank=True)
    governance = models.TextField("gouvernance", blank=True)
    joint_actions = models.TextField(
        "actions communes", blank=True, help_text="Une action par ligne."
    )
    source_title = models.CharField("titre de la source", max_length=300, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta:
        verbose_name = "partenariat"
        verbose_name_plural = "partenariats"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Partnership, self.name)
        number_rows(self)
        super().save(*args, **kwargs)


class Party(Orderable):
    """Who takes part, in the source's words, with a link to the directory where it is known."""

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    label = models.CharField("nom dans la source", max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="partnership_parties",
        verbose_name="organisation de l’annuaire",
    )

    class Meta(Orderable.Meta):
        verbose_name = "partie"
        verbose_name_plural = "parties"

    def __str__(self):
        return self.label
