"""The weekly letter: drafted from the week, edited and sent by a person, and archived by being sent."""

import datetime

from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField

from core.page_cache import content_changed
from core.rich_text import PAGE
from core.visitor_requests.subscriptions import Subscription
from core.words import full_date


class LetterQuerySet(models.QuerySet):
    def sent(self):
        """What everybody may read, the last first."""
        return self.exclude(sent_at=None).order_by("-number")

    def drafts(self):
        return self.filter(sent_at=None).order_by("-week")

    def under_way(self):
        return self.sent().filter(finished_at=None)


class Letter(models.Model):
    week = models.DateField("semaine", unique=True, editable=False)  # its Monday
    title = models.CharField("titre", max_length=120)
    introduction = models.TextField(
        "mot de la rédaction",
        blank=True,
        max_length=800,
        help_text="Quelques phrases au-dessus de la lettre. Facultatif.",
    )
    body = RichTextField(
        "lettre",
        features=PAGE,
        help_text="Écrite d’elle-même avec ce que la semaine a apporté : raccourcissez, réordonnez, ajoutez.",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # Given when it is sent: letters are sent in the order of their numbers.
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    sent_at = models.DateTimeField("envoyée le", null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)  # a mail to each is in the queue

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre de la semaine"
        verbose_name_plural = "lettres de la semaine"

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("letter", args=[self.week])

    @property
    def week_in_words(self) -> str:
        return f"Semaine du {full_date(self.week)}"

    def send(self) -> bool:
        """It is archived now, and goes to who is subscribed now. False when somebody sent it before."""
        number = (Letter.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        drafts = Letter.objects.drafts().filter(pk=self.pk)
        if not drafts.update(sent_at=timezone.now(), number=number):
            return False
        content_changed()
        self.refresh_from_db()
        return True


class LetterSubscriber(Subscription):
    """Who gets the letter."""

    confirmation_mail = "letter_confirm"

    last_number = models.PositiveIntegerField(default=0)  # of the letters that went to it

    class Meta:
        verbose_name = "abonnement à la lettre"
        verbose_name_plural = "abonnements à la lettre"
        indexes = [models.Index(fields=["last_number"], name="letters_last_number")]

    def __str__(self):
        return f"abonnement {self.pk}"

    @property
    def about(self) -> "About":
        return About()

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez votre abonnement"

    def on_confirmed(self) -> None:
        """Letters that were sent before are in the archive. Who subscribes twice gets one."""
        before = LetterSubscriber.objects.of_mailbox(self.email).exclude(pk=self.pk)
        numbers = list(before.values_list("last_number", flat=True))
        before.delete()
        last = Letter.objects.aggregate(last=Max("number"))["last"] or 0
        self.last_number = min(numbers) if numbers else last
        self.save()


class About:
    """The archive, as `visitor_requests` pages speak of what a request is about."""

    title = "La lettre de la semaine"

    def get_url(self) -> str:
        return reverse("letters")


def monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
