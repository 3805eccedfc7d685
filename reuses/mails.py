"""What the site writes about reuses: once to the other side, and to who declared what became of it."""

from collections.abc import Sequence

from core.mail.rendering import absolute, render
from core.mail.unasked import send_unasked
from exchanges.models import OwnerAddress
from exchanges.recipients import SOURCES

from . import states
from .declaring import last_declaration
from .models import Declaration, Reuse
from .reading import told_rows

OTHER = "autre"  # the side that did not declare, where messages are counted
SENT, TOLD = "reuse_sent", "reuse_told"


def to_other_side(recipient: OwnerAddress, reuses: Sequence[Reuse]):
    """`OutgoingMail`, or why none was written (`core.mail.unasked.Held`). One mail speaks of all that wait."""
    return send_unasked(
        to=recipient.email,
        subject=_subject(reuses),
        template=SENT,
        context=other_side_context(recipient, reuses),
        side=OTHER,
        exchanges=[reuse.exchange for reuse in reuses],
    )


def _subject(reuses: Sequence[Reuse]) -> str:
    if len(reuses) > 1:
        return f"{len(reuses)} reprises à confirmer"
    declaration = last_declaration(reuses[0])
    return (
        f"Une reprise à confirmer : « {declaration.sheet.title} »"
        if declaration
        else "Une reprise à confirmer"
    )


def other_side_context(recipient: OwnerAddress, reuses: Sequence[Reuse]) -> dict:
    told = [(reuse, last_declaration(reuse)) for reuse in reuses]
    return {
        "recipient": recipient,
        "authority": recipient.authority,
        "source": SOURCES[recipient.whence],
        "told": [
            {"reuse": reuse, "declaration": one, "rows": told_rows(one)}
            for reuse, one in told
            if one
        ],
        "url": recipient.url,
    }


def preview(recipient: OwnerAddress, reuses: Sequence[Reuse]) -> str:
    """« Voir ce que la collectivité recevra »: the text, and nothing is sent. Its links are the owner's alone."""
    links = {"url": absolute("/collectivite/…/"), "refusal_url": absolute("/courriels/…/")}
    return render(SENT, {**other_side_context(recipient, reuses), **links}).text


def to_declarer(reuse: Reuse, state: str, *, why: str = ""):
    """What became of it; nothing where the address is erased."""
    declaration: Declaration | None = last_declaration(reuse)
    if declaration is None or not declaration.email:
        return None
    words = states.WORDS[state]
    return send_unasked(
        to=declaration.email,
        subject=f"{words.declarer.rstrip('.')} : {declaration.sheet.title}",
        template=TOLD,
        context={
            "declaration": declaration,
            "sheet": declaration.sheet,
            "words": words.declarer,
            "why": why,
            "url": declaration.url,
        },
        side=declaration.side,
        exchanges=[reuse.exchange],
    )
