"""What became of each recommendation, change by change, and who asked to be told.

Plain tables: an older draft that is published brings neither back. Both name a recommendation by its page and code, which
outlive the row.
"""

import datetime
import hashlib

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.dates import PartialDateField
from core.mail.rendering import absolute
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from publications.choices import Standing

LEAVE = "follow-leave"  # the purpose of the signed link
# A recommendation may take longer than a mandate; a longer silence is no use to anybody.
WITHOUT_NEWS = datetime.timedelta(days=3 * 365)


class StandingNoteQuerySet(models.QuerySet):
    def note(self, page) -> None:
        """Of each recommendation that says something else than before; with the transaction that put the page online.

        Other words or another source of the same change mend what was noted: nothing else has happened.
        """
        known = {row.code: row for row in self.filter(page=page.pk).order_by("noted_at", "pk")}
        for row in page.recommendations.all():
            said = (row.standing, row.standing_date, row.standing_told, row.source)
            before = known.get(row.code)
            standing, date, told, source = said
            if before and before.said[:2] == said[:2]:
                if before.said != said:
                    self.filter(pk=before.pk).update(told=told, source=source)
            # Who only says where the recommendation was read has told nothing of what became of it.
            elif before or any(said[:3]):
                self.create(
                    page=page, code=row.code, standing=standing, date=date, told=told, source=source
                )


class StandingNote(models.Model):
    """What a published page said of a recommendation, from that moment on."""

    page = models.ForeignKey(
        "publications.PublicationPage",
        verbose_name="publication",
        on_delete=models.CASCADE,
        related_name="standing_notes",
    )
    code = models.SlugField("recommandation", max_length=30)
    standing = models.CharField("devenue", max_length=20, choices=Standing, blank=True)
    date = PartialDateField("depuis")
    told = models.TextField("comment", blank=True)
    source = models.URLField("source", max_length=500, blank=True)
    noted_at = models.DateTimeField("dit ici le", default=timezone.now)
    # When those who follow it were told; also where there was nothing to tell them.
    told_at = models.DateTimeField("annoncé le", null=True, blank=True)

    objects = StandingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’une recommandation"
        verbose_name_plural = "suites des recommandations"
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["page", "code"], name="publications_standing")]

    def __str__(self):
        return f"{self.page}, {self.code}"

    def is_last_word(self) -> bool:
        """Whether the next change is compared with it: without it, the same would be told a second time, or a slip
        never mended for those who were told."""
        told = StandingNote.objects.filter(page=self.page_id, code=self.code).exclude(told_at=None)
        later = Q(noted_at__gt=self.noted_at) | Q(noted_at=self.noted_at, pk__gt=self.pk)
        return not told.filter(later).exists()

    @property
    def said(self) -> tuple[str, str, str, str]:
        return self.standing, self.date, self.told, self.source


class FollowQuerySet(VisitorRequestQuerySet):
    def submit(self, *, submission_key: str, page, code: str, email: str):
        """One per person and recommendation, whichever form it comes by."""
        email = email.lower()
        person = hashlib.sha256(f"{page.pk} {code} {email}".encode()).hexdigest()[:32]
        return super().submit(submission_key=person, page=page, code=code, email=email)


class Follow(VisitorRequest):
    """One person, one recommendation. Deleted whole when the person leaves, or nothing was told for years."""

    confirmed_fields = ("code",)

    page = models.ForeignKey(
        "publications.PublicationPage",
        verbose_name="publication",
        on_delete=models.CASCADE,
        related_name="follows",
    )
    code = models.SlugField("recommandation", max_length=30)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi d’une recommandation"
        verbose_name_plural = "suivis de recommandations"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "code", "email"], name="one_follow_per_person_and_recommendation"
            )
        ]

    def __str__(self):
        return f"{self.page}, {self.code}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        """`notified_at` is when its author was last told."""
        before = now - WITHOUT_NEWS
        return Q(confirmed_at__lt=before) & (Q(notified_at=None) | Q(notified_at__lt=before))

    @property
    def about(self):
        return self.page

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre suivi : {self.page.title}"

    @property
    def recommendation(self):
        """None where the page does not name it any more."""
        return self.page.recommendations.filter(code=self.code).first()

    @property
    def leave_url(self) -> str:
        return absolute(reverse("leave_recommendation", args=[links.sign(LEAVE, self.pk)]))
