"""What mail servers send back of a message that they had accepted: delivery reports (RFC 3464).

A report names the message by its Message-ID, which only its recipient's side has seen: nobody else can end an address
by a forged one. A message whose delivery failed for good counts as given up; where that is because of its mailbox, whoever
wrote it ends the address (`OutgoingMail.objects.dead`).
"""

import uuid
from collections.abc import Iterator
from email import message_from_binary_file
from email.message import Message
from io import BytesIO
from typing import BinaryIO

from django.utils import timezone

from .models import UNDELIVERABLE, OutgoingMail

# No such mailbox, no such domain, not an address, moved, no mail wanted, closed (RFC 3463, RFC 7505). Others speak of the
# message, of the servers or of what they think of ours: the address may live.
_OF_THE_MAILBOX = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
LARGEST = 1_000_000  # octets; the report stands before the message that it gives back


def read_report(file: BinaryIO) -> int:
    """Take note of one message from the mailbox that reports come to; how many of ours it says will never arrive.

    Delays, readers' answers, out-of-office notes and anything that is no report count for nothing.
    """
    parts = list(message_from_binary_file(BytesIO(file.read(LARGEST))).walk())
    reasons = [reason for part in parts if (reason := _failure(part))]
    if not reasons:
        return 0
    gone = [reason for reason in reasons if reason in _OF_THE_MAILBOX]
    error = f"{UNDELIVERABLE} {gone[0]}" if gone else f"rendu par un serveur {reasons[0]}"
    sent = OutgoingMail.objects.filter(message_id__in=set(_ids(parts)), given_up_at=None)
    return sent.exclude(sent_at=None).update(given_up_at=timezone.now(), last_error=error)


def _failure(part: Message) -> str:
    """The status of one recipient whose server gave up for good, « 5.1.1 »; "" of any other part."""
    status = str(part.get("Status", "")).strip().split(" ")[0]
    failed = str(part.get("Action", "")).strip().casefold() == "failed"
    return status[:10] if failed and status.startswith("5.") else ""


def _ids(parts: list[Message]) -> Iterator[uuid.UUID]:
    """Of the messages that are given back, whole or as their headers alone."""
    for part in parts:
        found = [part] if part is not parts[0] else []
        if part.get_content_type() == "text/rfc822-headers":
            found = [message_from_binary_file(BytesIO(part.get_payload(decode=True) or b""))]
        for one in found:
            name = str(one.get("Message-ID", "")).strip().strip("<>").partition("@")[0]
            try:
                yield uuid.UUID(name)
            except ValueError:
                continue
