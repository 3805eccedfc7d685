"""What stands at either end of a reuse."""

from django.db import models
from django.db.models import Q


class Node(models.Model):
    """A project that was taken up or that takes up: a sheet; or, where there is none, who carried it (Barcelone, a
    reuser who has told nothing yet). One authority has as many as it has projects."""

    sheet = models.OneToOneField(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reuse_node",
    )
    name = models.CharField("qui", max_length=200, blank=True)
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "projet d’un essaimage"
        verbose_name_plural = "projets d’un essaimage"
        constraints = [
            models.CheckConstraint(
                condition=Q(sheet__isnull=False) | ~Q(name=""), name="node_is_a_sheet_or_has_a_name"
            )
        ]

    def __str__(self):
        return self.label

    @property
    def body(self):
        """The authority that carries it, as far as it is in the register."""
        return self.sheet.authority if self.sheet_id else self.authority

    @property
    def label(self) -> str:
        """Who: as the source or the register names it."""
        if self.name:
            return self.name
        return str(self.body.label if self.body else self.sheet.title)

    @classmethod
    def of_sheet(cls, sheet) -> "Node":
        return cls.objects.get_or_create(sheet=sheet)[0]
