"""A project told without an account: what was answered on each screen, and what became of it.

Plain tables: a story is not the sheet, which an editor makes of it.
"""

import datetime
import hashlib
import json

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from catalogue.proposed import forget_author
from core.mail.rendering import absolute
from core.mail.unasked import count_message
from core.visitor_requests.models import RESEND_AFTER, VisitorRequest, VisitorRequestQuerySet

from . import addresses, states

WITH_ADDRESS = datetime.timedelta(days=30)  # an unfinished story, from its last screen on
WITHOUT_ADDRESS = datetime.timedelta(days=7)
AFTER_DECLINED = datetime.timedelta(days=30)  # a reply to the reason may come
AFTER_PUBLISHED = datetime.timedelta(days=90)  # the author reads the sheet, and may correct it
WITHOUT_NEWS = datetime.timedelta(days=365)  # nobody did anything any more


AUTHOR = "author"  # the side of the exchange that gets mail


class ContributionQuerySet(VisitorRequestQuerySet):
    def at(self, address: addresses.Address):
        """The story of this address; None when it is gone, or was mailed to another mailbox than its author's."""
        rows = self.filter(pk=address.pk, submission_key=address.secret, erased_at=None)
        # Two sheets are hundreds of columns, and few stories have one: read by whom asks for it.
        found = rows.select_related("authority").first()
        return found if found is not None and address.is_of(found.email) else None

    def with_state(self):
        """state: kind of the last event, None for a draft; since: when that was."""
        last = ContributionEvent.objects.filter(contribution=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            state=Subquery(last.values("kind")[:1]), since=Subquery(last.values("at")[:1])
        )

    def forget_pending(self, now: datetime.datetime) -> int:
        without = Q(email="", touched_at__lt=now - WITHOUT_ADDRESS)
        return self.pending().filter(without | Q(touched_at__lt=now - WITH_ADDRESS)).delete()[0]

    def expired(self, now: datetime.datetime):
        """Its time runs from the last event on."""
        over = Q(state=states.Kind.DECLINED, since__lt=now - AFTER_DECLINED)
        told = (states.Kind.PUBLISHED, states.Kind.VALIDATED)
        over |= Q(state__in=told, since__lt=now - AFTER_PUBLISHED)
        rows = self.confirmed().filter(erased_at=None).with_state()
        return rows.filter(over | Q(since__lt=now - WITHOUT_NEWS))

    def forget(self, now: datetime.datetime) -> int:
        """Erase what was written; dates stay, from which delays are measured."""
        due = list(self.expired(now).select_related("sheet"))
        for one in due:
            one.erase(now)
        return len(due)


class Contribution(VisitorRequest):
    """One project, told by one person. `submission_key` is the part of its address that nobody can guess."""

    confirmed_fields = ("digest",)
    erased_fields = ("email",)
    confirmation_mail = "contribution_confirm"
    confirmation_subject = "Confirmez le récit de votre projet"

    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Number of the form that began it: sent twice, it began once.
    begun_by = models.CharField(max_length=32, unique=True, editable=False)
    # {key of a screen: {name of its field: value}}; {"unknown": True}: « je ne sais pas ».
    answers = models.JSONField("réponses", default=dict)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    touched_at = models.DateTimeField("dernière réponse", default=timezone.now)
    # When a link was last mailed, and what for: a double click sends one.
    mailed_at = models.DateTimeField(null=True, blank=True)
    mailed_for = models.CharField(max_length=64, blank=True)
    # Whom its author told it to by telephone, and when; its author corrects and sends it.
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="entretien mené par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    interviewed_on = models.DateField("racontée par téléphone le", null=True, blank=True)
    # The draft that an editor made of it.
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="told_in",
    )
    # The documentary sheet that its authority takes over: what differs becomes suggestions on it.
    takes_over = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche reprise",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="taken_over_in",
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "récit de projet"
        verbose_name_plural = "récits de projets"
        ordering = ["-confirmed_at", "-pk"]

    def __str__(self):
        return f"{self.title or 'Un projet'} ({self.authority.label})"

    @property
    def title(self) -> str:
        told = self.answers.get("titre", {}).get("title", "")
        return told or (self.takes_over.title if self.takes_over_id else "")

    @property
    def about(self):
        """No page: it tells of one that is not there yet."""

    @property
    def mailed_url(self) -> str:
        """Where its author goes on with it, and follows it once it is confirmed."""
        token = addresses.mailed(self.pk, self.submission_key, self.email)
        return absolute(reverse("told", args=[token]))

    def current_state(self) -> str:
        last = self.events.order_by("pk").last()
        return last.kind if last else states.DRAFT

    def save_own(self, **columns) -> bool:
        """What stands in a column of its own. False once it is confirmed."""
        now = timezone.now()
        rows = Contribution.objects.pending().filter(pk=self.pk)
        if not rows.update(touched_at=now, **columns):
            return False
        self.refresh_from_db()
        return True

    def save_answers(self, key: str, answers: dict) -> bool:
        """What was said on one screen, whatever another window saved meanwhile. False once it is confirmed."""
        with transaction.atomic():
            now = timezone.now()
            if not Contribution.objects.pending().filter(pk=self.pk).update(touched_at=now):
                return False
            self.refresh_from_db()
            self.answers = {**self.answers, key: answers}
            self.digest = hashlib.sha256(
                json.dumps(self.answers, sort_keys=True).encode()
            ).hexdigest()
            self.save(update_fields=["answers", "digest"])
        return True

    def advance(self, kind: str, *, by=None, text: str = "") -> bool:
        """Note what happened. False when it may not follow the state that it is in by now."""
        with transaction.atomic():
            # Writing first makes a second worker wait, on either database.
            Contribution.objects.filter(pk=self.pk).update(touched_at=timezone.now())
            if not states.may_follow(self.current_state(), kind):
                return False
            self.events.create(kind=kind, by=by, text=text)
        return True

    def mail_once(self, what: str, email: str, send) -> None:
        """Call `send` unless the same went to the same address a moment ago."""
        now = timezone.now()
        said = hashlib.sha256(f"{what} {email} {self.digest}".encode()).hexdigest()
        again = Q(mailed_for=said, mailed_at__gt=now - RESEND_AFTER)
        with transaction.atomic():
            rows = Contribution.objects.filter(pk=self.pk).exclude(again)
            if rows.update(mailed_for=said, mailed_at=now):
                send()

    @property
    def exchange(self) -> str:
        """Under which its messages are counted."""
        return f"story-{self.pk}"

    def on_confirmed(self) -> None:
        if not self.interviewed_on:  # whose one mail is counted already
            count_message(self.exchange, AUTHOR)
        self.advance(states.Kind.CONFIRMED)

    def erase(self, now: datetime.datetime) -> None:
        """Who told it and what was written. What it was about and its dates are no personal data."""
        with transaction.atomic():
            if self.sheet is not None and self.sheet.first_published_at is None:
                forget_author(self.sheet)
            self.events.update(text="")
            title = {"titre": self.answers["titre"]} if "titre" in self.answers else {}
            Contribution.objects.filter(pk=self.pk).update(
                email="", answers=title, digest="", mailed_for="", erased_at=now
            )


class ContributionEvent(models.Model):
    """Something that happened to a story. The last one is its state."""

    contribution = models.ForeignKey(
        Contribution, verbose_name="récit", on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField("ce qui s’est passé", max_length=20, choices=states.Kind)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # A question, its answer, the reason of a refusal.
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "étape d’un récit"
        verbose_name_plural = "étapes des récits"
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()
