"""Facts that reach a sheet from outside the editor.

Plain tables: publishing an older draft of the page must not bring an old value back, nor delete rows
that its form never showed.
"""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class OwnerConfirmation(models.Model):
    """The authority confirmed that its sheet is still true. The last one is shown on the sheet; `confirmations/` asks for
    the next."""

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    confirmed_on = models.DateField("confirmée le")
    confirmed_by = models.CharField(
        "par", max_length=200, blank=True, help_text="Fonction et service, plutôt qu’un nom."
    )

    panels = [
        FieldPanel("sheet"),
        FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("confirmed_by")]),
    ]

    class Meta:
        verbose_name = "confirmation par le porteur"
        verbose_name_plural = "confirmations par le porteur"
        ordering = ["-confirmed_on", "-pk"]

    def __str__(self):
        return f"{self.sheet} ({self.confirmed_on:%d/%m/%Y})"
