"""A question about a sheet, and what happened to it."""

import datetime
import hashlib

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.event_log import Event, Logged, LoggedQuerySet
from core.mail.blocked import BlockedMailbox
from core.mail.rendering import absolute
from core.mail.unasked import count_message
from core.sanitising import typed_line
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from exchanges import facts, states
from exchanges.states import Kind

ASKER = "exchange-asker"  # the purpose of the signed link
TEXT_KEPT = datetime.timedelta(days=365)  # after it was closed, or last spoken of


class QuestionQuerySet(LoggedQuerySet, VisitorRequestQuerySet):
    def alike(self, question: "Question"):
        """Confirmed questions of the same sheet that ask the same, itself among them."""
        return self.confirmed().filter(sheet_id=question.sheet_id, group=question.group)


class Question(Logged, VisitorRequest):
    confirmed_fields = (
        "sheet_id",
        "authority_id",
        "function",
        "fact",
        "text",
        "wants",
        "may_publish",
    )
    erased_fields = ("email", "function", "text")
    confirmation_mail = "question_confirm"

    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="fiche",
        on_delete=models.CASCADE,
        related_name="questions",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    function = models.CharField("fonction", max_length=200, blank=True)
    fact = models.CharField("ce qui est demandé", max_length=40, blank=True)
    text = models.TextField("question", blank=True)
    group = models.CharField(max_length=40, editable=False)  # equal questions have the same
    wants = models.CharField(
        "souhaite", max_length=20, choices=states.Wants, default=states.Wants.ANSWER
    )
    may_publish = models.BooleanField("accepte la publication", default=False)
    answer = models.ForeignKey(
        "exchanges.Answer",
        verbose_name="réponse",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sheet", "group"])]

    def __str__(self):
        return f"Question n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        """Answered, withdrawn or closed a year ago, with nothing said since."""
        recent = QuestionEvent.objects.filter(question=OuterRef("pk"), at__gte=now - TEXT_KEPT)
        return ~Exists(recent)

    @property
    def about(self):
        return self.sheet

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre question : {self.sheet.title}"

    @property
    def label(self) -> str:
        """What it asks, in a few words: « Le coût », or the beginning of what was typed."""
        return facts.label(self.fact) or typed_line(self.text)[:120] or "Une question"

    @property
    def exchange(self) -> str:
        """Its name where messages are counted."""
        return f"question-{self.pk}"

    @property
    def asker_url(self) -> str:
        return absolute(reverse("asker_desk", args=[links.sign(ASKER, self.pk)]))

    def on_confirmed(self) -> None:
        count_message(self.exchange, states.By.ASKER)  # the one that asked to confirm
        self.note(Kind.CONFIRMED, states.By.ASKER)
        if BlockedMailbox.has(self.email):  # since it was typed
            words = "Cette boîte ne peut plus rien envoyer ici."
            self.note(Kind.CLOSED, states.By.CLOCK, text=words)
        elif self._asked_before():
            # Else one person would be written to twice.
            words = "Vous aviez déjà posé cette question, et elle est encore ouverte."
            self.note(Kind.CLOSED, states.By.CLOCK, text=words)

    def _asked_before(self) -> bool:
        alike = type(self).objects.alike(self).exclude(pk=self.pk).with_state()
        return bool(alike.filter(current__in=states.OPEN).of_author(self.email))

    @property
    def words(self) -> states.Words:
        return states.WORDS[self.state]

    @staticmethod
    def group_of(fact: str, text: str) -> str:
        """Equal for the same fact, or for the same words of a free question."""
        if fact:
            return fact
        words = " ".join(text.casefold().split()).strip(" ?!.")
        return "=" + hashlib.sha256(words.encode()).hexdigest()[:32]


class QuestionEvent(Event):
    of = "question"
    rules = states

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField("par", max_length=20, choices=states.By)
    recipient = models.ForeignKey(
        "exchanges.OwnerAddress",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    outcome = models.CharField(max_length=20, choices=states.Outcome, blank=True)

    class Meta:
        verbose_name = "événement d’une question"
        ordering = ["question", "position"]
        indexes = [models.Index(fields=["due_at"])]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="one_event_at_a_time")
        ]
