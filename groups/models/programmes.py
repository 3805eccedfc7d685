"""A programme: who runs it, its stages, its editions and who took part in each."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from core.dates import PartialDateField, ends_before
from core.rows import number_rows
from core.slugs import row_slug
from core.sources import Source
from network.models import NamedBody

from .rows import Deliverable


class Programme(ClusterableModel):
    class Kind(models.TextChoices):
        SUPPORT = "accompagnement", "Accompagnement"
        CALL = "appel", "Appel à projets"
        TRIAL = "experimentation", "Expérimentation"
        TRAINING = "formation", "Formation-action"
        POLICY = "politique", "Politique ou plan"

    name = models.CharField("nom", max_length=250, unique=True)
    # Part of an address: given once, not changed with the name.
    slug = models.SlugField("adresse", max_length=100, unique=True, editable=False)
    kind = models.CharField("nature", max_length=16, choices=Kind)
    begins = PartialDateField("depuis")
    ends = PartialDateField("jusqu’à")
    years_stated = models.CharField(
        "période, dans les mots de la source", max_length=200, blank=True
    )
    purpose = models.TextField("à quoi il sert", max_length=2000, blank=True)
    themes = ParentalManyToManyField(
        "taxonomy.Theme", blank=True, related_name="programmes", verbose_name="thèmes"
    )
    how_to_join = models.CharField("comment en être", max_length=500, blank=True)
    budget = models.CharField(
        "budget", max_length=400, blank=True, help_text="Dans les mots de la source, avec l’année."
    )
    url = models.URLField("adresse", max_length=500, blank=True, help_text="De sa propre page.")
    note = models.TextField(
        "réserves",
        max_length=1000,
        blank=True,
        help_text="Ce que les sources ne disent pas, ou disent autrement.",
    )

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(Programme, self.name)
        number_rows(self)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if ends_before(self.begins, self.ends):
            raise ValidationError({"ends": "Le programme finirait avant d’avoir commencé."})

    def get_absolute_url(self) -> str:
        return f"/programmes/{self.slug}/"


class ProgrammeOrganiser(NamedBody, Orderable):
    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="organisers")

    class Meta(Orderable.Meta):
        verbose_name = "organisateur"


class Stage(Orderable):
    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="stages")
    text = models.CharField("étape", max_length=400)
    event = models.ForeignKey(
        "events.EventPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="programme_stages",
        verbose_name="événement de l’agenda",
    )

    class Meta(Orderable.Meta):
        verbose_name = "étape"

    def __str__(self):
        return self.text


class ProgrammeSheet(Orderable):
    """A project of the programme whose edition no source tells."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="sheets")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        on_delete=models.CASCADE,
        related_name="programme_rows",
        verbose_name="fiche",
    )

    class Meta(Orderable.Meta):
        verbose_name = "fiche du programme"

    def __str__(self):
        return str(self.sheet)


class ProgrammeDeliverable(Deliverable):
    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="deliverables")


class WaitingMember(NamedBody, Orderable):
    """Who asked to be in it and is not yet, as a source says."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="waiting")
    since = PartialDateField("depuis")
    source_url = models.URLField("adresse de la source", max_length=500)

    class Meta(Orderable.Meta):
        verbose_name = "en attente"
        verbose_name_plural = "en attente"


class Tool(Orderable):
    """What the programme gives to work with: a guide, a template, a software."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="tools")
    text = models.CharField("outil", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "outil"

    def __str__(self):
        return self.text


class ProgrammeSource(Source):
    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="sources")


class Edition(ClusterableModel):
    """One round of a programme, with the authorities of its cohort that sources name."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="editions", verbose_name="programme"
    )
    name = models.CharField("édition", max_length=200)
    date = PartialDateField("date")
    text = models.TextField("ce qu’on en sait", max_length=1000, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    class Meta:
        verbose_name = "édition d’un programme"
        verbose_name_plural = "éditions des programmes"
        ordering = ["programme__name", "date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "name", "date"),
                name="groups_edition_once",
                violation_error_message="Cette édition est déjà enregistrée.",
            )
        ]

    def __str__(self):
        return f"{self.programme}, {self.name}"

    def save(self, *args, **kwargs):
        number_rows(self)
        super().save(*args, **kwargs)


class CohortMember(NamedBody, Orderable):
    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="cohort")
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cohort_rows",
        verbose_name="fiche",
        help_text="Le projet mené dans le programme, s’il est raconté ici.",
    )

    class Meta(Orderable.Meta):
        verbose_name = "participant"
