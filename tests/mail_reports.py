"""A delivery report (RFC 3464) as common mail servers write it, piped to the command as theirs do."""

import io
import sys

from django.core.management import call_command

REPORT = """From: MAILER-DAEMON@mx.exemple.invalid (Mail Delivery System)
To: essaim@exemple.invalid
Subject: Undelivered Mail Returned to Sender
Message-Id: <20261130120000.1234@mx.exemple.invalid>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.invalid

Final-Recipient: rfc822; mairie@baugy.invalid
Original-Recipient: rfc822;mairie@baugy.invalid
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <mairie@baugy.invalid>: Recipient address rejected

--B
Content-Type: {kind}

Message-ID: <{id}@exemple.invalid>
From: Essaim <essaim@exemple.invalid>
To: mairie@baugy.invalid
Subject: Une question

Bonjour
--B--
"""


def report(message_id: object, action="failed", status="5.1.1", kind="message/rfc822") -> str:
    return REPORT.format(id=message_id, action=action, status=status, kind=kind)


def pipe(monkeypatch, text: str | bytes) -> None:
    octets = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))
    call_command("read_bounce", stdout=io.StringIO())
