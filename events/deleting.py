"""What may not be deleted or unpublished without a word, because people count on it: they registered, proposed a project
or left their address. Cancelling says it to them, and to the calendars that they subscribed to."""

from django.utils import timezone

from .models.calls import Proposal
from .models.interests import Interest
from .registration import may_have_registrations


def why_kept(event, *, deleting: bool) -> str:
    """The reason why this event may not go, as a sentence that begins by what it stays; "" when it may."""
    reasons = []
    if may_have_registrations(event, timezone.now()):
        reasons.append("des personnes ont pu s’inscrire")
    proposed = Proposal.objects.confirmed().filter(call__event=event, erased_at=None).count()
    if proposed:
        reasons.append(_counted(proposed, "proposition de projet", "propositions de projets"))
    interested = _people(Interest.objects.confirmed().filter(event=event))
    if interested:
        reasons.append(_counted(interested, "personne intéressée", "personnes intéressées"))
    if not reasons:
        return ""
    kept = "n’est pas supprimé" if deleting else "reste en ligne"
    return (
        f"« {event.title} » {kept} : {', '.join(reasons)}. Marquez-le plutôt « annulé », avec "
        "la raison : la page et les calendriers le diront."
    )


def why_call_kept(call) -> str:
    """Its proposals would go with it, answered or not."""
    proposed = Proposal.objects.confirmed().filter(call=call).count()
    if not proposed:
        return ""
    return (
        f"L’appel de « {call.event.title} » n’est pas supprimé : il a reçu "
        f"{_counted(proposed, 'proposition de projet', 'propositions de projets')}. Pour n’en plus recevoir, "
        "donnez-lui un dernier jour passé."
    )


def why_sheet_kept(sheet) -> str:
    """The addresses of those who ask about it would go with it before its people got them."""
    interested = _people(Interest.objects.confirmed().filter(sheet=sheet))
    if not interested:
        return ""
    return (
        f"« {sheet.title} » n’est pas supprimée : "
        f"{_counted(interested, 'personne intéressée attend', 'personnes intéressées attendent')} une réponse. "
        "Retirez d’abord leur demande, dans « Projets qui intéressent »."
    )


def _people(interests) -> int:
    """Who wrote twice is one."""
    return interests.order_by().values("email").distinct().count()


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
