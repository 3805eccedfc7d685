"""« Envoyer à un contact »: sheets that somebody sends to himself and to at most five others, once he confirmed that the
address is his. Who is written to is known until the messages are written, and no longer.

What keeps it from writing to strangers: the sender is named, the words around his own are ours, he gives no link, few
messages go to one mailbox a day, and any mailbox may refuse for ever.
"""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from catalogue.models import ProjectPage
from core.mail.queue import send
from core.mail.rendering import absolute
from core.mail.unasked import Held, send_unasked
from core.mailboxes import mailbox
from core.rate_limits import RateLimit
from core.retained import MOST, query
from core.visibility import visible
from core.visitor_requests.models import VisitorRequest

MOST_CONTACTS = 5
LONGEST_MESSAGE = 500
KEPT = datetime.timedelta(days=30)  # without any address or word: for the link that is opened again
_DAY = datetime.timedelta(days=1)
# Of all senders together to one mailbox; of one sender to all others.
TO_ONE = RateLimit("contact-mails", times=3, period=_DAY)
BY_ONE = RateLimit("contact-senders", times=20, period=_DAY)


class Sending(VisitorRequest):
    confirmation_mail = "selection_confirm"
    confirmed_fields = ("numbers", "territory", "contacts", "message")

    numbers = models.CharField(max_length=MOST * 10)  # of the sheets: « 41,12,87 »
    territory = models.CharField(max_length=60, blank=True)  # a code of the register
    contacts = models.TextField(blank=True)  # addresses, a line each
    message = models.TextField(blank=True)
    wanted = models.PositiveSmallIntegerField(default=0)  # contacts
    sent = models.PositiveSmallIntegerField(default=0)  # of them, that were written to
    # What its link is signed for, once what that is made of is erased.
    sealed = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "envoi à des contacts"
        verbose_name_plural = "envois à des contacts"

    def __str__(self):
        return f"Envoi n° {self.pk}"

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        return Q(confirmed_at__lt=now - KEPT)

    @property
    def about(self):
        return None

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez votre envoi"

    @property
    def addresses(self) -> list[str]:
        return self.contacts.split()

    @cached_property
    def sheets(self) -> list[ProjectPage]:
        """Those that are public now, in the order of the selection."""
        numbers = [int(number) for number in self.numbers.split(",") if number]
        public = visible(ProjectPage.objects).filter(number__in=numbers).select_related("authority")
        found = {sheet.number: sheet for sheet in public}
        return [found[number] for number in numbers if number in found]

    def fingerprint(self) -> str:
        return self.sealed or super().fingerprint()

    def on_confirmed(self) -> None:
        self.sealed = super().fingerprint()
        self.wanted = len(self.addresses)
        if self.sheets:
            self._write()
        self.email = self.contacts = self.message = ""
        self.save()

    def _write(self) -> None:
        """To the contacts, of whom nobody is told which were left out; then the sender's copy."""
        count = len(self.sheets)
        what = f"{count} fiches" if count > 1 else "une fiche"
        numbers = [sheet.number for sheet in self.sheets]
        selection = query(pairs=[("territoire", self.territory)], numbers=numbers)
        context = {
            "sheets": [
                {
                    "title": sheet.title,
                    "authority": sheet.authority.label if sheet.authority else "",
                    "url": absolute(sheet.permalink),
                }
                for sheet in self.sheets
            ],
            "selection_url": absolute(f"{reverse('selection')}{selection}"),
            "message": self.message,
            "sender": self.email,
        }
        for place, address in enumerate(self.addresses):
            if BY_ONE.hit(mailbox(self.email)) and TO_ONE.hit(mailbox(address)):
                outcome = send_unasked(
                    to=address,
                    subject=f"De la part d’un contact : {what}",
                    template="selection_sent",
                    context=context,
                    side=f"contact-{place}",
                    exchanges=[f"sending-{self.pk}"],
                )
                self.sent += not isinstance(outcome, Held)
        send(
            to=self.email,
            subject=f"Votre copie : {what}",
            template="selection_copy",
            context=context | {"written": self.sent},
        )
