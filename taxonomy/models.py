"""The vocabulary that sheets share: themes in two levels, and tools."""

from django.db import models
from wagtail.fields import RichTextField

from core import rich_text
from core.reference_data.models import ReferenceQuerySet, ReferenceRecord
from core.slugs import row_slug


class SlugOnceModel(ReferenceRecord):
    """A name that an editor may change, and a slug that is set once: addresses never break."""

    name = models.CharField("nom", max_length=120)
    slug = models.SlugField(max_length=80, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = row_slug(type(self), self.name)
        super().save(*args, **kwargs)


class ThemeQuerySet(ReferenceQuerySet):
    def in_order(self):
        """Each theme followed by its sub-themes, both in the editors' order."""
        return self.annotate(
            family_order=models.functions.Coalesce("parent__sort_order", "sort_order"),
            family_key=models.functions.Coalesce("parent_id", "pk"),
            depth=models.Case(models.When(parent=None, then=0), default=1),
        ).order_by("family_order", "family_key", "depth", "sort_order", "name")


class Axis(models.TextChoices):
    """What a family of themes is: a sub-theme is as its family."""

    FIELD = "domaine", "Domaines d’action"
    MEANS = "moyen", "Moyens transversaux"


class Theme(SlugOnceModel):
    parent = models.ForeignKey(
        "self",
        verbose_name="thème parent",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
        help_text="Vide pour un thème de premier niveau.",
    )
    axis = models.CharField(
        "axe",
        max_length=10,
        choices=Axis,
        default=Axis.FIELD,
        help_text="Ce que la collectivité fait, ou ce qui sert à tout faire : réseaux, données, cybersécurité, sobriété. Un sous-thème suit son thème.",
    )
    sort_order = models.PositiveSmallIntegerField("ordre", default=0)
    introduction = RichTextField(
        "introduction",
        blank=True,
        features=rich_text.SENTENCES,
        help_text="Quelques phrases en tête de « Ce que l’on sait de… », pour un sous-thème ; le reste de cette page se "
        "compose de ce que disent les fiches.",
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["sort_order", "name"]

    def __str__(self):
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name

    def clean(self):
        from django.core.exceptions import ValidationError

        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Un thème ne peut pas être son propre parent."})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": "Ce thème a des sous-thèmes : il reste au premier niveau."}
            )

    def why_not_retired(self) -> str:
        if self.pk and self.children.filter(retired_on=None).exists():
            return "Ce thème a des sous-thèmes : retirez-les d’abord, ou rangez-les ailleurs."
        return ""

    def why_not_taken_up(self) -> str:
        if self.parent_id and self.parent.is_retired:
            return f"Sa famille « {self.parent.name} » n’est plus proposée : reprenez-la d’abord."
        return ""

    def why_not_merged_into(self, kept) -> str:
        if kept.parent_id and self.children.exclude(pk=kept.pk).filter(merged=False).exists():
            return "Ce thème a des sous-thèmes : réunissez-le à un thème de premier niveau."
        if kept.parent_id == self.pk:
            return "Un thème ne se réunit pas à l’un de ses sous-thèmes : gardez le thème."
        return ""

    @property
    def family(self) -> "Theme":
        """The first-level theme it belongs to (itself when it is one)."""
        return self.parent if self.parent_id else self


class Tool(SlugOnceModel):
    website = models.URLField("site", blank=True)

    own_fields = ("name", "website")
    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "outil"
        verbose_name_plural = "outils"
        ordering = ["name"]
