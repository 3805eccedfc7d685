"""What the site writes about requests. One mail to a mailbox speaks of all that waits there."""

from collections.abc import Sequence

from core.mail.unasked import send_unasked

from .models import RelayRequest
from .purposes import Address
from .states import By


def to_holder(address: Address, requests: Sequence[RelayRequest], *, is_reminder: bool):
    """`OutgoingMail`, or why none was written (`core.mail.unasked.Held`)."""
    count = len(requests)
    titles = {one.about.title for one in requests}
    about = f"« {titles.pop()} »" if len(titles) == 1 else "ce que vous portez"
    what = "Une demande" if count == 1 else f"{count} demandes"
    return send_unasked(
        to=address.email,
        subject=f"{'Rappel : ' if is_reminder else ''}{what} au sujet de {about}",
        template="relay_sent",
        context={
            "source": address.whence,
            "is_reminder": is_reminder,
            "rows": [{"relayed": one, "url": one.holder_url(address.email)} for one in requests],
        },
        side=By.HOLDER,
        exchanges=[one.exchange for one in requests],
        is_reminder=is_reminder,
    )


def answered(
    request: RelayRequest, said_yes: bool, holder: Address | None, *, by_editors: bool
) -> None:
    """Both are told. holder: None where the editors answered, or the record names another address since."""
    to_asker(
        request,
        "relay_answered",
        f"{'Oui' if said_yes else 'Non'} : {request.about.title}",
        said_yes=said_yes,
        by_editors=by_editors,
    )
    if holder:
        send_unasked(
            to=holder.email,
            subject=f"Votre réponse est partie : {request.about.title}",
            template="relay_receipt",
            context={
                "relayed": request,
                "about": request.about,
                "said_yes": said_yes,
                "source": holder.whence,
                "email": request.email if said_yes and request.shares_address else "",
            },
            side=By.HOLDER,
            exchanges=[request.exchange],
        )


def to_asker(request: RelayRequest, template: str, subject: str, **context):
    return send_unasked(
        to=request.email,
        subject=subject,
        template=template,
        context={
            "relayed": request,
            "about": request.about,
            "url": request.asker_url,
            **context,
        },
        side=By.ASKER,
        exchanges=[request.exchange],
    )
