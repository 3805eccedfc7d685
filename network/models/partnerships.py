"""What several parties agreed: what the convention says, what was done of it, who else is concerned."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source

from .bodies import NamedBody


class Partnership(ClusterableModel):
    """A convention, a common body, a joint study. Public as soon as it is saved."""

    name = models.CharField("nom", max_length=200, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=80, unique=True, editable=False)
    kind = models.CharField("nature", max_length=80, blank=True)
    date = PartialDateField("date")
    # Any page: the events are told by an app above.
    signed_at = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="signé à",
        help_text="L’événement de l’agenda où il a été signé.",
    )
    duration = models.CharField(
        "durée", max_length=200, blank=True, help_text="Comme la source l’écrit."
    )
    purpose = models.TextField("objet", blank=True)
    governance = models.TextField("gouvernance", blank=True)

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

    def get_absolute_url(self) -> str:
        return f"/partenariats/{self.slug}/"


class Party(NamedBody, Orderable):
    """Who takes part, or is concerned otherwise, in the source's words."""

    class Part(models.TextChoices):
        PARTY = "party", "Partie"
        THIRD = "third", "Tiers"
        INTENDS = "intends", "Veut s’y joindre"

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    part = models.CharField("à quel titre", max_length=10, choices=Part, default=Part.PARTY)
    role = models.CharField(
        "rôle", max_length=300, blank=True, help_text="Ce qu’il apporte, ou ce qui est envisagé."
    )

    class Meta(Orderable.Meta):
        verbose_name = "partie"
        verbose_name_plural = "parties"


class FieldOfWork(Orderable):
    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="fields")
    text = models.CharField("champ", max_length=200, help_text="Dans les mots de la source.")
    theme = models.ForeignKey(
        "taxonomy.Theme",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="thème",
    )

    class Meta(Orderable.Meta):
        verbose_name = "champ de travail"

    def __str__(self):
        return self.text


class JointAction(Orderable):
    """What the parties plan is told from what they did."""

    class Status(models.TextChoices):
        DONE = "done", "Fait"
        ONGOING = "ongoing", "En cours"
        PLANNED = "planned", "Prévu"
        DROPPED = "dropped", "Abandonné"
        UNKNOWN = "", "Non dit par la source"

    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField("action", max_length=300)
    status = models.CharField("où elle en est", max_length=10, choices=Status, blank=True)
    date = PartialDateField("date")
    event = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="événement",
    )

    class Meta(Orderable.Meta):
        verbose_name = "action commune"

    def __str__(self):
        return self.text


class PartnershipReview(Orderable):
    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField("année")
    outcome = models.TextField("ce qu’il en est sorti", max_length=1000)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "bilan annuel"

    def __str__(self):
        return str(self.year)


class PartnershipSource(Source):
    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="sources")
