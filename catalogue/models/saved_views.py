"""Views of the list of sheets that editors save."""

from django.db import models


class SavedViewQuerySet(models.QuerySet):
    def of(self, user):
        """Those that this account sees: its own, and what editors share."""
        return self.filter(models.Q(owner=user) | models.Q(owner=None))


class SavedView(models.Model):
    """A name for the list filtered, searched and sorted in one way."""

    name = models.CharField("nom", max_length=60)
    address = models.TextField(
        editable=False
    )  # GET parameters, as `catalogue.listing.views` writes them
    # None: of all who see the list; who publishes sheets may rename and delete it. It outlives who made it.
    owner = models.ForeignKey(
        "users.User", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_shared(self) -> bool:
        return bool(self.pk) and self.owner_id is None
