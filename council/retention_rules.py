"""What sendings leave, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import Sending
from .models.sendings import KEPT

RETENTION = (
    unconfirmed(Sending, "des fiches à envoyer à des contacts : adresses et message"),
    Retention(
        what="le fait que des fiches ont été envoyées à des contacts, lesquelles et à combien ; ni adresse, ni mot",
        why="dire, sous le lien qui a confirmé, que c’est fait ; adresses et message sont effacés quand les courriels sont "
        "écrits",
        who_sees="personne",
        kept=f"{lasting(KEPT)}, puis supprimé",
        concerns=Concerns.SENDERS,
        where="council/models/sendings.py",
        forget=Sending.objects.forget,
    ),
)
