"""What is kept of who left an address with a council note, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import ASKED_AFTER, UNANSWERED, NoteOutcome

RETENTION = (
    unconfirmed(NoteOutcome, "l’adresse laissée avec une note au conseil"),
    Retention(
        what="l’adresse, les fiches et le territoire d’une note au conseil, quand son auteur accepte qu’on lui demande la "
        "suite",
        why="la demander une fois, trois mois plus tard ; une reprise peut en naître",
        who_sees="personne, sauf un administrateur tant qu’un courriel attend",
        kept=f"jusqu’à la réponse, {lasting(ASKED_AFTER + UNANSWERED)} au plus ; puis effacés, la réponse reste seule",
        concerns=Concerns.SENDERS,
        where="outcomes/models.py",
        forget=NoteOutcome.objects.forget,
    ),
)
