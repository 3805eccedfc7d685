"""What became of a note that was brought before a council: asked once, three months later, of who left an address."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalogue.models import ProjectPage
from core.mail.refusals import is_refused
from core.mail.rendering import absolute
from core.mailboxes import mailbox
from core.visibility import visible
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from territories.choice import chosen_territory
from territories.models import Authority

PURPOSE = "note-outcome"  # what its link is signed for
ASKED_AFTER = datetime.timedelta(days=91)  # three months
UNANSWERED = datetime.timedelta(days=60)  # after the question: then nobody answers any more


class Answer(models.TextChoices):
    ADOPTED = "adopte", "Adopté"
    POSTPONED = "reporte", "Reporté"
    REFUSED = "refuse", "Refusé"
    ABANDONED = "abandonne", "Abandonné"


class NoteOutcomeQuerySet(VisitorRequestQuerySet):
    def remember(self, email: str, sheets: list[ProjectPage], territory: str) -> None:
        """The same note on the same day, in three formats, is one request; nothing of who refused for ever is kept."""
        if is_refused(email):
            return
        numbers = ",".join(str(sheet.number) for sheet in sheets)
        said = repr([mailbox(email), numbers, territory, timezone.localdate()])
        key = salted_hmac("outcomes", said).hexdigest()[:32]
        self.submit(submission_key=key, email=email, numbers=numbers, territory=territory)

    def to_ask(self, now: datetime.datetime):
        due = self.confirmed().filter(confirmed_at__lte=now - ASKED_AFTER)
        return due.filter(notified_at=None, erased_at=None)


class NoteOutcome(VisitorRequest):
    """Of the note itself nothing is kept but whose sheets it was made of, and for which territory."""

    confirmed_fields = ("numbers", "territory")
    erased_fields = ("email", "numbers", "territory")
    confirmation_mail = "outcome_confirm"

    numbers = models.CharField("fiches", max_length=60, blank=True)  # « 41,12,87 »
    territory = models.CharField("territoire", max_length=20, blank=True)  # a code of the register
    answer = models.CharField("réponse", max_length=20, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = NoteOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’une note au conseil"
        verbose_name_plural = "suites des notes au conseil"

    def __str__(self):
        return f"Suite n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        """Answered, or not answered in time. The answer stays, without whose it was."""
        return Q(answered_at__isnull=False) | Q(notified_at__lt=now - UNANSWERED)

    about = None

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez : une question dans trois mois"

    @property
    def url(self) -> str:
        return absolute(reverse("note_outcome", args=[links.sign(PURPOSE, self.pk)]))

    def sheets(self) -> list[ProjectPage]:
        """Those that visitors may still read, in the order of the note."""
        numbers = [int(number) for number in self.numbers.split(",") if number]
        pages = visible(ProjectPage.objects.filter(number__in=numbers)).select_related("authority")
        return sorted(pages, key=lambda page: numbers.index(page.number))

    def authority(self) -> Authority | None:
        chosen = chosen_territory(self.territory) if self.territory else None
        return chosen.authority if chosen else None

    def note_answer(self, answer: str) -> bool:
        """False when it was answered before."""
        rows = NoteOutcome.objects.filter(pk=self.pk, answered_at=None, erased_at=None)
        return bool(rows.update(answer=answer, answered_at=timezone.now()))
