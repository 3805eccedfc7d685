"""A commission, a working group, a network of peers: who holds it, who leads it, what it plans, when it met."""

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source
from network.models import NamedBody

from .rows import Deliverable


class Group(ClusterableModel):
    class Kind(models.TextChoices):
        COMMISSION = "commission", "Commission"
        COMMITTEE = "comite", "Comité ou conseil"
        WORKING = "travail", "Groupe de travail"
        NETWORK = "reseau", "Réseau"
        COMMUNITY = "communaute", "Communauté"
        COLLEGE = "college", "Collège"

    class Joining(models.TextChoices):
        OPEN = "open", "Ouvert"
        CONDITIONS = "conditions", "Sous conditions"
        UNKNOWN = "", "Non dit par la source"

    name = models.CharField("nom", max_length=250, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=100, unique=True, editable=False)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    kind_stated = models.CharField("nature, dans les mots de la source", max_length=80, blank=True)
    purpose = models.TextField("à quoi il sert", max_length=2000, blank=True)
    themes = ParentalManyToManyField(
        "taxonomy.Theme", blank=True, related_name="groups", verbose_name="thèmes"
    )
    created = PartialDateField("création")
    members_stated = models.CharField(
        "membres",
        max_length=400,
        blank=True,
        help_text="Comme la source l’écrit, avec l’année du chiffre.",
    )
    joining = models.CharField("s’y joindre", max_length=12, choices=Joining, blank=True)
    how_to_join = models.CharField("comment s’y joindre", max_length=500, blank=True)
    # Where the relay writes: shown on no page, in no export.
    contact_email = models.EmailField(
        "adresse pour le relais",
        blank=True,
        help_text="De qui anime ce groupe. Vide : celle de qui le porte, sinon la rédaction. Jamais montrée : le site y transmet ce qu’on demande.",
    )
    partnership = models.ForeignKey(
        "network.Partnership",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="groups",
        verbose_name="partenariat qu’il pilote",
    )
    url = models.URLField("adresse", max_length=500, blank=True, help_text="De sa propre page.")
    note = models.TextField(
        "réserves",
        max_length=1000,
        blank=True,
        help_text="Ce que les sources ne disent pas, ou disent autrement.",
    )

    class Meta:
        verbose_name = "groupe"
        verbose_name_plural = "groupes"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Group, self.name)
        number_rows(self)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/groupes/{self.slug}/"


class GroupParent(NamedBody, Orderable):
    """Who holds the group: several organisations, or authorities."""

    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="parents")

    class Meta(Orderable.Meta):
        verbose_name = "porteur"


class RoadmapItem(Orderable):
    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="roadmap")
    text = models.CharField("chantier", max_length=400)
    status = models.CharField(
        "où il en est",
        max_length=120,
        blank=True,
        help_text="Comme la source l’écrit : « engagé ».",
    )
    date = PartialDateField("à la date de")

    class Meta(Orderable.Meta):
        verbose_name = "chantier"

    def __str__(self):
        return self.text


class Meeting(Orderable):
    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="meetings")
    date = PartialDateField("date", blank=False)
    subject = models.CharField("sujet", max_length=500)
    event = models.ForeignKey(
        "events.EventPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="group_meetings",
        verbose_name="événement de l’agenda",
    )
    report = models.URLField("adresse du compte rendu", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "réunion"

    def __str__(self):
        return self.subject


class GroupDeliverable(Deliverable):
    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="deliverables")


class GroupSource(Source):
    group = ParentalKey(Group, on_delete=models.CASCADE, related_name="sources")
