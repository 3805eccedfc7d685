"""A question about a sheet, and what happened to it."""

import datetime
import hashlib

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from core.mail.rendering import absolute
from core.mail.unasked import count_message
from core.mailboxes import mailbox
from core.sanitising import typed_line
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from exchanges import facts, states
from exchanges.states import Kind

ASKER = "exchange-asker"  # the purpose of the signed link
TEXT_KEPT = datetime.timedelta(days=365)  # after it was closed, or last spoken of


class QuestionQuerySet(VisitorRequestQuerySet):
    def alike(self, question: "Question"):
        """Confirmed questions of the same sheet that ask the same, itself among them."""
        return self.confirmed().filter(sheet_id=question.sheet_id, group=question.group)

    def with_state(self):
        """With `current`, its state, and `since`, of the last event that says it."""
        last = (
            QuestionEvent.objects.filter(question=OuterRef("pk"))
            .exclude(kind__in=states.NOTES)
            .order_by("-position")
        )
        return self.annotate(
            current=Subquery(last.values("kind")[:1]), since=Subquery(last.values("at")[:1])
        )


class Question(VisitorRequest):
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
        if self._asked_before():
            # Else one person would be written to twice.
            words = "Vous aviez déjà posé cette question, et elle est encore ouverte."
            self.note(Kind.CLOSED, states.By.CLOCK, text=words)

    def _asked_before(self) -> bool:
        alike = type(self).objects.alike(self).exclude(pk=self.pk).with_state()
        addresses = alike.filter(current__in=states.OPEN).values_list("email", flat=True)
        return any(mailbox(address) == mailbox(self.email) for address in addresses)

    @property
    def last_event(self) -> "QuestionEvent | None":
        """The one that says its state. Of a list, `events` is prefetched."""
        told = [event for event in self.events.all() if event.kind not in states.NOTES]
        return max(told, key=lambda event: event.position, default=None)

    @property
    def state(self) -> str:
        last = self.last_event
        return last.kind if last else ""

    @property
    def words(self) -> states.Words:
        return states.WORDS[self.state]

    def note(self, kind: str, by: str, **fields) -> "QuestionEvent | None":
        """What happened, if it may happen now; None when it may not, or when something else happened meanwhile.

        fields: of the event; `due_at` overrules the clock's usual wait.
        """
        rows = QuestionEvent.objects.filter(question=self).order_by("-position")
        last = rows.first()
        state = rows.exclude(kind__in=states.NOTES).values_list("kind", flat=True).first() or ""
        if not states.may_follow(state, kind):
            return None
        now = timezone.now()
        wait = states.WAIT.get(kind)
        fields.setdefault("due_at", None if wait is None else now + wait)
        try:
            with transaction.atomic():
                return QuestionEvent.objects.create(
                    question=self,
                    position=last.position + 1 if last else 1,
                    kind=kind,
                    by=by,
                    at=now,
                    **fields,
                )
        except IntegrityError:  # of two at once, the other was first
            return None

    @staticmethod
    def group_of(fact: str, text: str) -> str:
        """Equal for the same fact, or for the same words of a free question."""
        if fact:
            return fact
        words = " ".join(text.casefold().split()).strip(" ?!.")
        return "=" + hashlib.sha256(words.encode()).hexdigest()[:32]


class QuestionEventQuerySet(models.QuerySet):
    def current(self):
        """The last of each question that says its state."""
        later = QuestionEvent.objects.filter(
            question=OuterRef("question"), position__gt=OuterRef("position")
        ).exclude(kind__in=states.NOTES)
        return self.exclude(kind__in=states.NOTES).filter(~Exists(later))

    def due(self, now: datetime.datetime):
        """Where the clock acts now, oldest first."""
        return self.current().filter(due_at__lte=now).order_by("due_at", "pk")


class QuestionEvent(models.Model):
    """One thing that happened to a question. Never changed, but that the clock may put `due_at` off."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    position = models.PositiveSmallIntegerField()  # 1 for the first: two at once are told apart
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField("par", max_length=20, choices=states.By)
    at = models.DateTimeField("le", default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    recipient = models.ForeignKey(
        "exchanges.OwnerAddress",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    mail = models.ForeignKey(
        "core.OutgoingMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A reason in words, or one of `states.Outcome`.
    text = models.CharField("précision", max_length=500, blank=True)
    outcome = models.CharField(max_length=20, choices=states.Outcome, blank=True)
    user = models.ForeignKey(
        "users.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuestionEventQuerySet.as_manager()

    class Meta:
        verbose_name = "événement d’une question"
        ordering = ["question", "position"]
        indexes = [models.Index(fields=["due_at"])]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="one_event_at_a_time")
        ]
