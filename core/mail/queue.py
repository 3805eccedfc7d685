"""Sending an e-mail without losing it, and without making a visitor wait for a server that is down.

`send` writes a row in the caller's transaction: no record without its message, no message for a
record that was rolled back. The first try follows the commit, in the process; `manage.py due` takes
up what failed. A worker claims a row before it talks to the mail server, outside any transaction: two
workers never send the same row. One that dies between the server's "accepted" and its own note
leaves a claim that runs out, and the message is sent again with the same Message-ID, which lets the
recipient's server drop the copy: twice is better than never.
"""

import datetime
import enum
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from core.retention import Concerns, Retention, lasting

from .models import REFUSED_MEANWHILE, UNDELIVERABLE, OutgoingMail
from .refusals import is_refused, refuses_all
from .rendering import render

logger = logging.getLogger(__name__)

FIRST_WAIT = datetime.timedelta(minutes=1)  # before the second try; doubles each time
LONGEST_WAIT = datetime.timedelta(hours=6)
# Mail servers themselves give up after some days; links in messages live longer than this.
KEPT_TRYING = datetime.timedelta(days=3)
# What a worker that died holds up. Longer than a server takes: EMAIL_TIMEOUT bounds each of its answers.
CLAIM = datetime.timedelta(minutes=1)
# What is left of a message (its kind, dates and error) serves to find a fault, and then goes.
TRACE_KEPT = datetime.timedelta(days=30)
BATCH = 200  # messages in one round of the worker
# What left within it says whether our server serves others.
SERVING = datetime.timedelta(days=2)


class Outcome(enum.Enum):
    SENT = enum.auto()
    REFUSED = enum.auto()  # by the server, for this message; or meanwhile by whom it was for
    UNREACHABLE = enum.auto()  # no server, or it hung up
    HELD = enum.auto()  # by another worker, or done


def send(
    *,
    to: str,
    subject: str,
    template: str,
    context: dict,
    at_once: bool = True,
    refusal_url: str = "",
) -> OutgoingMail:
    """Write a message for one recipient, with the transaction under way.

    template: name in templates/mail/. at_once: try right after the commit, for what a visitor waits
    for; else the worker sends it within a minute. refusal_url: of what comes by itself, where one POST
    ends it (RFC 8058): what nobody asked for goes by `core.mail.unasked`, which gives it. Raises TemplateDoesNotExist; a mail server's failure is never
    raised.
    """
    parts = render(template, context)
    mail = OutgoingMail.objects.create(
        to=to,
        # A subject is one line whatever was typed into it.
        subject=" ".join(subject.split())[:255],
        template=template,
        text=parts.text,
        html=parts.html,
        refusal_url=refusal_url,
    )
    if at_once:
        transaction.on_commit(lambda: _try_after_commit(mail))
    return mail


def _try_after_commit(mail: OutgoingMail) -> None:
    try:
        attempt(mail)
    except Exception:  # what the message speaks of is saved: the page answers, the worker goes on
        logger.exception("an e-mail could not be tried; the worker will")


def drain(limit: int = BATCH) -> int:
    """Try what is due, oldest first; how many were sent. For the worker.

    The round ends at a server that cannot be reached: two hundred timeouts would hold up all else
    that is due.
    """
    sent = 0
    for mail in OutgoingMail.objects.due().order_by("next_try", "pk")[:limit]:
        outcome = attempt(mail)
        sent += outcome is Outcome.SENT
        if outcome is Outcome.UNREACHABLE:
            break
    return sent


def attempt(mail: OutgoingMail) -> Outcome:
    """One try, unless another worker has it; a failure sets the next try."""
    if not mail.claim(timezone.now() + CLAIM):
        return Outcome.HELD
    if refuses_all(mail.refusal_url) and is_refused(mail.to):
        mail.erase(given_up_at=timezone.now(), last_error=REFUSED_MEANWHILE)
        return Outcome.REFUSED
    server = get_connection()
    try:
        # Opened here: a backend that opens by itself says good-bye before it returns, and a worker that is
        # killed meanwhile would leave a message that has gone and is not noted.
        server.open()
        _message(mail, server).send()
    except Exception as error:  # noqa: BLE001 - a mail server, a resolver and a TLS library fail in many ways
        _postpone(mail, error)
        return Outcome.UNREACHABLE if _is_unreachable(error) else Outcome.REFUSED
    else:
        mail.erase(sent_at=timezone.now(), last_error="")
        return Outcome.SENT
    finally:
        _close(server)


def _close(server) -> None:
    try:
        server.close()
    except Exception:  # the message has its outcome already
        logger.warning("a mail server did not say good-bye", exc_info=True)


def retry(mail: OutgoingMail) -> Outcome:
    """One try now, whenever the next one was due; a worker that holds it keeps it."""
    OutgoingMail.objects.waiting().filter(pk=mail.pk).update(next_try=timezone.now())
    return attempt(mail)


def _message(mail: OutgoingMail, server) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    headers = {
        "Message-ID": f"<{mail.message_id}@{domain}>",
        # No out-of-office answer wanted (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    if mail.refusal_url:
        # A button of the mail program itself (RFC 8058).
        headers["List-Unsubscribe"] = f"<{mail.refusal_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.to], connection=server, headers=headers
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _postpone(mail: OutgoingMail, error: Exception) -> None:
    now = timezone.now()
    values = {"last_error": _reason(error)}
    if now - mail.created_at >= KEPT_TRYING:
        if _is_mailbox_gone(error, now):
            codes = " ".join(str(code) for code in _codes(error))
            values["last_error"] = f"{UNDELIVERABLE} {codes}"
        logger.error(
            "e-mail %s given up after %s tries: %s", mail.pk, mail.attempts, _reason(error)
        )
        mail.erase(given_up_at=now, **values)
        return
    wait = LONGEST_WAIT
    if not _is_final(error):
        wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 20), LONGEST_WAIT)
    logger.warning("e-mail %s not sent, next try in %s: %s", mail.pk, wait, _reason(error))
    OutgoingMail.objects.filter(pk=mail.pk).update(
        next_try=now + wait, claimed_until=None, **values
    )


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _is_unreachable(error: Exception) -> bool:
    # Every SMTPException is an OSError too; these two are about the server, not the message.
    gone = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)
    is_smtp = isinstance(error, smtplib.SMTPException)
    return isinstance(error, gone) or (isinstance(error, OSError) and not is_smtp)


def _is_final(error: Exception) -> bool:
    """The server said "no such address": asking again every minute would only annoy it.

    It is tried again all the same, seldom: "relaying denied" has the same codes, and is ours to mend.
    """
    codes = _codes(error)
    return bool(codes) and all(500 <= code < 600 for code in codes)


def _is_mailbox_gone(error: Exception, now: datetime.datetime) -> bool:
    """Refused for good, while most other messages left: a server that refuses everybody tells nothing of a mailbox."""
    if not (isinstance(error, smtplib.SMTPRecipientsRefused) and _is_final(error)):
        return False
    since = now - SERVING
    refused = Q(last_error__startswith=f"{smtplib.SMTPRecipientsRefused.__name__} 5")
    refused |= Q(given_up_at__gte=since, last_error__startswith=UNDELIVERABLE)
    counts = OutgoingMail.objects.filter(created_at__gte=since - KEPT_TRYING).aggregate(
        left=Count("pk", filter=Q(sent_at__gte=since)),
        refused=Count("pk", filter=refused & Q(sent_at=None)),
    )
    return counts["left"] > counts["refused"]


def _reason(error: Exception) -> str:
    """What failed, without the server's sentence: it repeats the recipient's address."""
    codes = " ".join(str(code) for code in _codes(error))
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        codes = error.strerror or ""
    return f"{type(error).__name__} {codes}".strip()[:255]


def _forget_traces(now: datetime.datetime) -> int:
    """Delete what is left of messages sent or given up a month ago; how many."""
    done = OutgoingMail.objects.exclude(pk__in=OutgoingMail.objects.waiting().values("pk"))
    return done.filter(created_at__lt=now - TRACE_KEPT).delete()[0]


RETENTION = (
    Retention(
        what="le destinataire et les mots d’un courriel",
        why="l’envoyer, en plusieurs essais s’il le faut",
        who_sees="le destinataire et l’objet : les administrateurs ; les mots : personne",
        kept=f"jusqu’à l’envoi, {lasting(KEPT_TRYING)} au plus ; puis effacés",
        concerns=Concerns.WRITTEN_TO,
        where="core/mail/queue.py",
    ),
    Retention(
        what="la nature, les dates et l’erreur d’un courriel, sans destinataire",
        why="trouver une panne",
        who_sees="les administrateurs",
        kept=f"{lasting(TRACE_KEPT)}",
        concerns=Concerns.WRITTEN_TO,
        where="core/mail/queue.py",
        forget=_forget_traces,
    ),
)
