"""What the site writes to an authority about its sheets: one message for all of them."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from core.mail.rendering import absolute, render
from core.mail.unasked import send_unasked
from exchanges.models import OwnerAddress
from exchanges.recipients import SOURCES

from .earned import earned
from .facts import aging_facts
from .models import Check
from .states import By

ASKED, REMINDER = "check_asked", "check_reminder"
TOLD = 5  # sheets whose facts stand in the message; the others are on the page


def to_owner(recipient: OwnerAddress, checks: Sequence[Check], template: str):
    """`OutgoingMail`, or why none was written (`core.mail.unasked.Held`)."""
    return send_unasked(
        to=recipient.email,
        subject=subject(checks, template),
        template=template,
        context=context(recipient, checks),
        side=By.OWNER,
        exchanges=[check.exchange for check in checks],
        is_reminder=template == REMINDER,
    )


def subject(checks: Sequence[Check], template: str) -> str:
    what = (
        f"Votre fiche « {checks[0].sheet.title} » est-elle toujours vraie ?"
        if len(checks) == 1
        else f"Vos {len(checks)} fiches sont-elles toujours vraies ?"
    )
    return f"Rappel : {what}" if template == REMINDER else what


def context(recipient: OwnerAddress, checks: Sequence[Check]) -> dict:
    sheets = [check.sheet for check in checks]
    shown = sheets[:TOLD]
    prefetch_related_objects(shown, "costs", "tools__tool")
    return {
        "authority": recipient.authority,
        "source": SOURCES[recipient.whence],
        "count": len(sheets),
        "earned": earned([sheet.pk for sheet in sheets]).words,
        "sheets": [
            {
                "title": sheet.title,
                "url": absolute(sheet.permalink),
                "facts": [fact for fact in aging_facts(sheet) if fact.said],
                "silent": [fact.label.lower() for fact in aging_facts(sheet) if not fact.said],
            }
            for sheet in shown
        ],
        "more": len(sheets) - len(shown),
        # Of one sheet, straight to what is asked of it.
        "url": recipient.url
        if len(sheets) > 1
        else recipient.url_of("owner_check", sheets[0].number),
    }


def preview(recipient: OwnerAddress, checks: Sequence[Check]) -> str:
    """« Voir ce que la collectivité recevra »: the text, and nothing is sent. Its links are the owner's alone."""
    links = {"url": absolute("/collectivite/…/"), "refusal_url": absolute("/courriels/…/")}
    return render(ASKED, {**context(recipient, checks), **links}).text
