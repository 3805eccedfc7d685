"""A letter that was sent goes to each of its subscribers, once: `manage.py due` takes it up wherever a killed process left
it, since the mail in the queue and the number that its subscriber got are written together."""

import re
import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.mail.queue import send
from core.mail.refusals import is_refused
from core.mail.rendering import absolute
from core.sanitising import rich_text, typed_again

from .models import Letter, LetterSubscriber

BATCH = 500
LONGEST_ROUND = 40  # seconds; the next minute goes on
_LINK = re.compile(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def deliver() -> None:
    """All letters that are not wholly in the queue, in the order in which they were sent."""
    began = time.monotonic()
    LetterSubscriber.objects.rekey()
    LetterSubscriber.objects.end_dead()
    for letter in Letter.objects.under_way().order_by("number"):
        content = content_of(letter)
        while some := list(_waiting(letter)[:BATCH]):
            for subscriber in some:
                _send_one(letter, subscriber, content)
            if time.monotonic() - began > LONGEST_ROUND:
                return
        Letter.objects.filter(pk=letter.pk).update(finished_at=timezone.now())


def _waiting(letter: Letter):
    subscribed = LetterSubscriber.objects.standing().filter(confirmed_at__lte=letter.sent_at)
    return subscribed.filter(last_number__lt=letter.number).order_by("pk")


def content_of(letter: Letter) -> dict:
    """What its mail says to everybody."""
    html = absolute_links(rich_text(letter.body))
    return {
        "letter": letter,
        "body": html,
        "body_text": typed_again(_LINK.sub(r"\2 (\1)", html)),
        "url": absolute(letter.get_absolute_url()),
    }


def absolute_links(html: str) -> SafeString:
    """html: safe to print."""
    return mark_safe(html.replace('href="/', f'href="{settings.BASE_URL.rstrip("/")}/'))


@transaction.atomic
def _send_one(letter: Letter, subscriber: LetterSubscriber, content: dict) -> None:
    if is_refused(subscriber.email, since=subscriber.confirmed_at):
        LetterSubscriber.objects.filter(pk=subscriber.pk).end()
        return
    as_read = LetterSubscriber.objects.standing().filter(
        pk=subscriber.pk, last_number=subscriber.last_number
    )
    if not as_read.update(last_number=letter.number, notified_at=timezone.now()):
        return  # another worker sent it, or its reader left
    mail = send(
        to=subscriber.email,
        subject=letter.title,
        template="letter",
        context={**content, "leave_url": subscriber.leave_url},
        at_once=False,
        refusal_url=subscriber.leave_url,
    )
    LetterSubscriber.objects.filter(pk=subscriber.pk).update(mail=mail)
