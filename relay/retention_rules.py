"""What requests through the relay leave, as docs/personal-data.md tells it."""

import datetime

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import KEPT, RelayEvent, RelayRequest


def _erase_event_words(now: datetime.datetime) -> int:
    rows = RelayEvent.objects.filter(request__erased_at__isnull=False)
    return rows.exclude(text="", box="").update(text="", box="")


RETENTION = (
    unconfirmed(
        RelayRequest, "une demande à un groupe, ou un intérêt pour une expertise ou un achat groupé"
    ),
    Retention(
        what="le nom, la fonction, l’adresse et les mots d’une demande confirmée à un groupe, ou d’un intérêt pour une "
        "expertise ou un achat groupé, et la réponse",
        why="la transmettre, et rapporter la réponse",
        who_sees="qui répond du groupe, de l’expertise ou de l’achat, et la rédaction ; l’adresse : qui répond, après un oui et "
        "avec votre accord",
        kept=f"{lasting(KEPT)} après la dernière nouvelle ; puis effacés, la collectivité et les dates restent",
        concerns=Concerns.SENDERS,
        where="relay/models.py",
        forget=RelayRequest.objects.forget,
    ),
    Retention(
        what="les raisons données à chaque étape d’une demande, et une empreinte de la boîte à laquelle elle est partie",
        why="les dire à l’autre côté ; n’ouvrir la page qu’à cette boîte",
        who_sees="les raisons : les deux côtés et la rédaction ; l’empreinte : personne",
        kept="autant que les mots de la demande",
        concerns=Concerns.SENDERS,
        where="relay/retention_rules.py",
        forget=_erase_event_words,
    ),
    Retention(
        what="l’adresse à laquelle écrire à qui répond d’un groupe, d’une organisation ou d’une expertise",
        why="transmettre ce que des visiteurs demandent",
        who_sees="la rédaction",
        kept="jusqu’à ce que la rédaction la retire",
        concerns=Concerns.WRITTEN_TO,
        where="groups/models/groups.py, network/models/organisations.py, expertise/models.py",
    ),
)
