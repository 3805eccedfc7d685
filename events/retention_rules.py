"""What visitors leave with an event, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting
from core.visitor_requests.retention import unconfirmed

from .models import Interest, Proposal
from .retention import AFTER_DECLINED, AFTER_EVENT, WITHOUT_DATE

_EVENT = (
    f"{lasting(AFTER_EVENT)} après l’événement ({lasting(WITHOUT_DATE)} après l’envoi quand son jour n’est pas connu, "
    "ou ne l’est plus : reporté)"
)

RETENTION = (
    unconfirmed(Proposal, "un projet proposé pour un événement"),
    unconfirmed(Interest, "l’adresse de « Ce projet m’intéresse »"),
    Retention(
        what="le nom, la fonction, l’adresse et le message d’un projet proposé pour un événement et confirmé",
        why="choisir, répondre, et dire que la date change",
        who_sees="l’équipe d’animation, et l’adresse de l’appel à projets par courriel",
        kept=f"{lasting(AFTER_DECLINED)} après un refus, sinon {_EVENT} ; puis effacés, le projet et sa collectivité restent",
        concerns=Concerns.SENDERS,
        where="events/retention.py",
        forget=Proposal.objects.forget,
    ),
    Retention(
        what="la fonction et l’adresse de qui a proposé une nouvelle fiche (le message n’est pas recopié)",
        why="compléter la fiche avec cette personne",
        who_sees="la rédaction ; la fonction est publiée avec la fiche, l’adresse jamais",
        kept="autant que la proposition si elle a été refusée et la fiche jamais publiée, versions antérieures comprises ; "
        "sinon autant que la fiche",
        concerns=Concerns.SENDERS,
        where="catalogue/proposed.py",
    ),
    Retention(
        what="l’adresse, la collectivité et le message de « Ce projet m’intéresse »",
        why="laisser répondre les personnes du projet, avec votre accord confirmé par courriel, et dire que la date change",
        who_sees="le contact de la fiche, sinon l’adresse de l’appel à projets ; l’équipe d’animation, qui peut en emporter la "
        "liste et en répond alors",
        kept=f"{_EVENT}, ou jusqu’au retrait par le lien du courriel, qui vaut jusque-là ; puis supprimés",
        concerns=Concerns.SENDERS,
        where="events/retention.py",
        forget=Interest.objects.forget,
    ),
    Retention(
        what="le nom, la fonction et l’organisme de qui intervient à un événement",
        why="annoncer et garder le programme",
        who_sees="tout le monde",
        kept="autant que l’événement, ou jusqu’à ce que la personne demande à en être retirée",
        concerns=Concerns.NAMED,
        where="events/models/rows.py",
    ),
)
