"""What is known of each external address, and what of ours holds it."""

import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from . import verdicts
from .verdicts import Outcome, Verdict


class LinkQuerySet(models.QuerySet):
    def dead(self):
        return self.exclude(dead_since=None)

    def held_by(self, thing: models.Model):
        kind = ContentType.objects.get_for_model(thing)
        uses = LinkUse.objects.filter(content_type=kind, object_id=str(thing.pk))
        return self.filter(pk__in=uses.values("link"))


class Link(models.Model):
    address = models.CharField("adresse", max_length=2000, unique=True)
    host = models.CharField(max_length=255)
    verdict = models.CharField(
        "dernier constat", max_length=12, choices=Verdict, blank=True, default=Verdict.UNKNOWN
    )
    said = models.CharField(max_length=60, blank=True)
    moved_to = models.CharField("nouvelle adresse", max_length=2000, blank=True)
    checked_at = models.DateTimeField("vérifiée", null=True, blank=True)
    worked_at = models.DateTimeField("vue ouverte", null=True, blank=True)
    next_check = models.DateTimeField("prochaine vérification", default=timezone.now)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    failing_since = models.DateTimeField(null=True, blank=True)  # the first of them
    dead_since = models.DateTimeField("morte depuis", null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien externe"
        verbose_name_plural = "liens externes"
        indexes = [
            models.Index(fields=["next_check"], name="links_next_check"),
            models.Index(fields=["verdict", "checked_at"], name="links_verdict"),
            models.Index(
                fields=["dead_since"],
                condition=models.Q(dead_since__isnull=False),
                name="links_dead",
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def is_of_the_web(self) -> bool:
        return self.address.lower().startswith(("http://", "https://"))

    def learn(self, outcome: Outcome, now: datetime.datetime) -> bool:
        """Not saved. Whether it is dead from now on."""
        self.verdict, self.said, self.moved_to = outcome.verdict, outcome.said, outcome.moved_to
        self.checked_at = now
        was_dead = self.dead_since is not None
        if outcome.verdict in verdicts.OPENS:
            self.worked_at = now
            self.failures, self.failing_since, self.dead_since = 0, None, None
        elif outcome.verdict in verdicts.FAILURES:
            self.failures += 1
            self.failing_since = self.failing_since or now
            if not was_dead and verdicts.is_dead(now, self.failures, self.failing_since):
                self.dead_since = now
        self.next_check = verdicts.next_check(now, outcome.verdict, self.failures, self.pk)
        return self.dead_since is not None and not was_dead


# What a check writes.
LEARNT = (
    *("verdict", "said", "moved_to", "checked_at", "worked_at", "next_check"),
    *("failures", "failing_since", "dead_since"),
)


class LinkUse(models.Model):
    """Where an address stands: in which field of which page, or of what pages show."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    holder = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=100)  # "catalogue.ProjectSource.url"

    class Meta:
        verbose_name = "emploi d’un lien"
        verbose_name_plural = "emplois d’un lien"
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id", "field"], name="links_use"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="links_holder")]

    def __str__(self):
        return self.field


class Gathering(models.Model):
    """One row: when addresses were gathered last."""

    everything_at = models.DateTimeField(null=True)
    changes_at = models.DateTimeField(null=True)
