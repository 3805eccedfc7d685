"""« Ce projet m'intéresse »: who would like to hear more of a project that an event shows."""

import datetime
import hashlib

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.mail.rendering import absolute
from core.visitor_requests import links
from core.visitor_requests.models import VisitorRequest, VisitorRequestQuerySet
from events.retention import long_over

from .announcements import AnnouncedDate
from .calls import ProjectCall

WITHDRAW = "interest-withdraw"  # the purpose of the signed link


class InterestQuerySet(VisitorRequestQuerySet):
    def not_notified(self):
        """Confirmed, and not yet on a list that the project's people received."""
        return self.confirmed().filter(notified_at=None)

    def submit(self, *, submission_key: str, event, sheet, email: str, **fields):
        """One per person, project and event, whichever form it comes by, and another for each other word of somebody
        who confirmed one.

        Until it is confirmed the last words count: the first may be somebody else's. The page answers the same in
        every case: it must not tell whose address is known here.
        """
        email = email.lower()
        person = hashlib.sha256(f"{event.pk} {sheet.pk} {email}".encode()).hexdigest()[:32]
        return super().submit(
            submission_key=person, event=event, sheet=sheet, email=email, **fields
        )


class Interest(VisitorRequest):
    """One person, one project, one event. Deleted whole when its time is up.

    Without agreement there is no row: the form says so, and the link in the e-mail is its proof.
    """

    confirmed_fields = ("authority_id", "message")
    confirmation_mail = "interest_confirm"

    event = models.ForeignKey(
        "events.EventPage",
        verbose_name="événement",
        on_delete=models.CASCADE,
        related_name="interests",
    )
    sheet = models.ForeignKey(
        "catalogue.ProjectPage",
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="interests",
    )
    authority = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité",
        on_delete=models.PROTECT,
        related_name="+",
    )
    message = models.TextField("question ou précision", blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "projet qui intéresse"
        verbose_name_plural = "projets qui intéressent"
        ordering = ["-confirmed_at"]

    def __str__(self):
        return f"{self.authority.label} : {self.sheet.title}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        return long_over("event", now)

    @property
    def about(self):
        return self.event

    def on_confirmed(self) -> None:
        AnnouncedDate.note(self.event)

    @property
    def confirmation_subject(self) -> str:
        return f"Confirmez votre intérêt : {self.sheet.title}"

    def of_same_person(self) -> models.QuerySet:
        """All that this person asked about this project at this event."""
        return Interest.objects.filter(event=self.event_id, sheet=self.sheet_id, email=self.email)

    @property
    def withdraw_url(self) -> str:
        return absolute(reverse("withdraw_interest", args=[links.sign(WITHDRAW, self.pk)]))

    def recipient(self) -> str:
        """Who gets it, with a list: the sheet's contact, else the team that gathers the projects; or "".

        Not the contact of a real project for a demonstration, of which its people know nothing.
        """
        contact = "" if self.event.is_demonstration else self.sheet.contact_email
        if contact:
            return contact
        call = ProjectCall.objects.filter(event=self.event).first()
        return call.contact_email if call else ""

    def reaches(self) -> str:
        """What may be promised: it reaches the "contact" of the project, the "team" of the event; or "": nobody can
        be written to, and the organisers alone see it."""
        to = self.recipient()
        if not to:
            return ""
        return "contact" if to == self.sheet.contact_email else "team"
