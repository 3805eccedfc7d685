"""What somebody without an account sends: kept, confirmed by the link of an e-mail, passed on, erased in time.

Each of its states is a date of its row: none comes twice, and a conditional UPDATE of that date lets one of two
workers win. A kind whose events repeat (reminders) will need a table of them beside; these have nothing to put there.
"""

import datetime
import hashlib

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.mail.rendering import absolute
from core.mail.unasked import send_typed
from core.mailboxes import mailbox

from . import links

# Nobody opened the link: the address may be somebody else's. Also how long the link is good for.
UNCONFIRMED = datetime.timedelta(days=7)
# A double click is no reason for a second e-mail; one that got lost is.
RESEND_AFTER = datetime.timedelta(minutes=10)


def _key_of(sent_by: str, fields: dict) -> str:
    """Of other words that the same form sent: the same each time they come."""
    said = sorted((name, str(getattr(value, "pk", value))) for name, value in fields.items())
    return hashlib.sha256(repr((sent_by, said)).encode()).hexdigest()[:32]


class VisitorRequestQuerySet(models.QuerySet):
    def confirmed(self):
        """Whose author opened the link in the e-mail: the only ones that anybody sees."""
        return self.exclude(confirmed_at=None)

    def of_author(self, email: str) -> list:
        """Those whose author writes from the same box as this address, which has many spellings: each is read."""
        return [one for one in self.exclude(email="") if mailbox(one.email) == mailbox(email)]

    def pending(self):
        return self.filter(confirmed_at=None)

    def expired(self, now: datetime.datetime):
        """Confirmed, and kept long enough."""
        return self.confirmed().filter(self.model.expired_q(now), erased_at=None)

    def submit(self, *, submission_key: str, **fields):
        """Keep a request and write to its author. The same key twice is the same request.

        Sent again with other words (a mistyped address, seen on the next page) it is corrected, as long as it is
        not confirmed. What is confirmed stays, whoever knows the address: other words are another request then, with
        a confirmation of its own.
        """
        return self._keep(submission_key, fields)

    def _keep(self, submission_key: str, fields: dict):
        with transaction.atomic():
            record, is_new = self.get_or_create(submission_key=submission_key, defaults=fields)
            now = timezone.now()
            if not is_new:
                same = all(getattr(record, name) == value for name, value in fields.items())
                if same and now - record.created_at < RESEND_AFTER:
                    return record
                rows = self.pending().filter(pk=record.pk)
                if not rows.update(**fields, created_at=now):
                    if same:
                        return record
                    return self._keep(_key_of(submission_key, fields), fields)
                record.refresh_from_db()
            record.ask_to_confirm()
        return record

    def forget_pending(self, now: datetime.datetime) -> int:
        """Delete what nobody confirmed in time; how many."""
        return self.pending().filter(created_at__lt=now - UNCONFIRMED).delete()[0]

    def forget(self, now: datetime.datetime) -> int:
        """Erase what is due, or delete it where nothing may stay; how many."""
        expired = self.expired(now)
        if not self.model.erased_fields:
            return expired.delete()[0]
        return expired.update(**dict.fromkeys(self.model.erased_fields, ""), erased_at=now)


class VisitorRequest(models.Model):
    """A kind of request declares what is confirmed, what is erased and when; its page and the words of each state
    are `templates/visitor_requests/<model name>.html`, and the mail that asks to confirm has a default."""

    # What an author confirms with the address: a link sent for other words no longer does.
    confirmed_fields: tuple[str, ...] = ()
    # Blanked once the row is due; of a kind without any, the whole row is deleted.
    erased_fields: tuple[str, ...] = ()
    confirmation_mail = "request_confirm"  # templates/mail/

    submission_key = models.CharField(max_length=32, unique=True, editable=False)
    email = models.EmailField("adresse électronique", blank=True)
    created_at = models.DateTimeField("envoi", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmation", null=True, blank=True)
    notified_at = models.DateTimeField("transmission", null=True, blank=True)
    erased_at = models.DateTimeField("effacement", null=True, blank=True)

    objects = VisitorRequestQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def expired_q(cls, now: datetime.datetime) -> Q:
        raise NotImplementedError

    @property
    def about(self):
        """The page that it speaks of, where its own pages lead back."""
        raise NotImplementedError

    @property
    def confirmation_subject(self) -> str:
        return "Confirmez votre demande"

    def on_confirmed(self) -> None:
        """What follows, in the same transaction."""

    @classmethod
    def confirmation_purpose(cls) -> str:
        """What its links are signed for."""
        return cls._meta.model_name

    @classmethod
    def signed_fields(cls) -> tuple[str, ...]:
        return ("email", *cls.confirmed_fields)

    def fingerprint(self) -> str:
        """A key that holds as long as the row says what it says now."""
        said = repr([getattr(self, name) for name in self.signed_fields()])
        return f"{self.pk}.{salted_hmac('core.links.seal', said).hexdigest()[:20]}"

    def ask_to_confirm(self) -> None:
        """Its mail repeats nothing that was typed: the address may be somebody's who asked for nothing, or refused all."""
        token = links.sign(self.confirmation_purpose(), self.fingerprint())
        path = reverse(f"confirm_{self._meta.model_name}", args=[token])
        send_typed(
            to=self.email,
            subject=self.confirmation_subject,
            template=self.confirmation_mail,
            context={"record": self, "about": self.about, "url": absolute(path)},
        )

    def confirm(self) -> bool:
        """The author read this behind the link. False when that was done before, or it changed since."""
        with transaction.atomic():
            read = {name: getattr(self, name) for name in self.signed_fields()}
            rows = type(self).objects.pending().filter(pk=self.pk, **read)
            if not rows.update(confirmed_at=timezone.now()):
                return False
            self.refresh_from_db()
            self.on_confirmed()
        return True
