"""Facts that reach a sheet from outside the editor.

Plain tables: publishing an older draft of the page must not bring an old value back, nor delete rows
that its form never showed.
"""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from catalogue import choices
from core.dates import PartialDateField


class Reuse(models.Model):
    """Somebody took a project up. Each end is a sheet where there is one, else a name."""

    original = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche d’origine",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reused_by",
    )
    original_name = models.CharField("porteur d’origine", max_length=200, blank=True)
    original_authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité d’origine",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reuser = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche de la reprise",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reuse_of",
    )
    reuser_name = models.CharField("repris par", max_length=200, blank=True)
    reuser_authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité qui reprend",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    date = PartialDateField("date")
    adaptation = models.TextField("ce qui a été repris ou adapté", blank=True)
    cost = models.CharField("coût", max_length=200, blank=True)
    state = models.CharField("état", max_length=20, choices=choices.ReuseState, blank=True)
    contact = models.CharField("contact (fonction, service)", max_length=200, blank=True)
    source_title = models.CharField("source", max_length=255, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("original"),
                FieldRowPanel([FieldPanel("original_name"), FieldPanel("original_authority")]),
            ],
            heading="Le projet d’origine",
        ),
        MultiFieldPanel(
            [
                FieldPanel("reuser"),
                FieldRowPanel([FieldPanel("reuser_name"), FieldPanel("reuser_authority")]),
            ],
            heading="Qui l’a repris",
        ),
        FieldPanel("adaptation"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("state"), FieldPanel("cost")]),
        FieldPanel("contact"),
        FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url")]),
    ]

    class Meta:
        verbose_name = "reprise"
        verbose_name_plural = "reprises"
        ordering = ["date", "pk"]

    def __str__(self):
        return f"{self.reuser_label or '…'} ← {self.original_label or '…'}"

    def clean(self):
        if not (self.original_id or self.reuser_id):
            raise ValidationError(
                "Choisissez au moins une fiche : celle d’origine ou celle de la reprise."
            )
        if self.original_id and self.original_id == self.reuser_id:
            raise ValidationError({"reuser": "Une fiche ne peut pas se reprendre elle-même."})
        for end, label in (("original", "d’origine"), ("reuser", "de la reprise")):
            if not any(
                getattr(self, f"{end}{suffix}") for suffix in ("_id", "_name", "_authority_id")
            ):
                raise ValidationError({f"{end}_name": f"Nommez le porteur {label}."})

    @property
    def original_label(self) -> str:
        return self.original_name or str(self.original_authority or self.original or "")

    # What the admin's list writes above it.
    original_label.fget.short_description = "porteur d’origine"

    @property
    def reuser_label(self) -> str:
        return self.reuser_name or str(self.reuser_authority or self.reuser or "")

    reuser_label.fget.short_description = "repris par"


class OwnerConfirmation(models.Model):
    """The authority confirmed that its sheet is still true. The last one is shown on the sheet."""

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    confirmed_on = models.DateField("confirmée le")
    next_check_on = models.DateField("à revoir le", null=True, blank=True)
    confirmed_by = models.CharField(
        "par", max_length=200, blank=True, help_text="Fonction et service, plutôt qu’un nom."
    )

    panels = [
        FieldPanel("sheet"),
        FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("next_check_on")]),
        FieldPanel("confirmed_by"),
    ]

    class Meta:
        verbose_name = "confirmation par le porteur"
        verbose_name_plural = "confirmations par le porteur"
        ordering = ["-confirmed_on", "-pk"]

    def __str__(self):
        return f"{self.sheet} ({self.confirmed_on:%d/%m/%Y})"
