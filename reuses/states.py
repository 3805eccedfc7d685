"""The life of a reuse: what may follow what, when the clock acts next, who is to act, and the words for both sides.

Its state is the kind of its last event; "" is one that nobody has declared yet. Nothing here reads the database.
"""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices

DAY = datetime.timedelta(days=1)


class By(TextChoices):
    REUSER = "repreneur", "la collectivité qui reprend"
    OWNER = "porteur", "la collectivité d’origine"
    EDITOR = "redaction", "la rédaction"
    CLOCK = "horloge", "le site"


OTHER_SIDE = {By.REUSER: By.OWNER, By.OWNER: By.REUSER}


class Kind(TextChoices):
    DOCUMENTED = "documentaire", "Documentée par une source"
    DECLARED = "declaree", "Déclarée"
    SENT = "transmise", "Confirmation demandée à l’autre collectivité"
    NOT_ME = "plus_moi", "L’interlocuteur n’est plus le même"
    BOUNCED = "sans_adresse", "L’adresse ne reçoit pas"
    UNWANTED = "refus_courriel", "L’adresse refuse nos courriels"
    WITH_EDITORS = "redaction", "Confiée à la rédaction"
    REDIRECTED = "redirigee", "Adresse donnée par la rédaction"
    UNANSWERED = "non_confirmee", "Non confirmée : trente jours sans réponse"
    CONFIRMED = "confirmee", "Confirmée par les deux"
    CONTESTED = "contestee", "Contestée"
    WITHDRAWN = "retiree", "Retirée"
    REFUSED = "refusee", "Refusée par la rédaction"
    CLOSED = "close", "Close par la rédaction"
    # Notes: they change nothing of the state.
    SHOWN = "montree", "Montrée sur les fiches"
    STOPPED = "arretee", "Arrêtée"
    SHEET_MADE = "fiche", "Une fiche en est faite"


NOTES = frozenset({Kind.SHOWN, Kind.STOPPED, Kind.SHEET_MADE})
STATES = frozenset(Kind) - NOTES
# The clock finds whom to write to next.
TO_SEND = frozenset({Kind.DECLARED, Kind.NOT_ME, Kind.BOUNCED, Kind.UNWANTED, Kind.REDIRECTED})
# The other side has not said yet; it may at any time.
OPEN = TO_SEND | {Kind.SENT, Kind.WITH_EDITORS, Kind.UNANSWERED}
# No reuse (any more): neither shown nor counted, nor an edge that could close a circle.
GONE = frozenset({Kind.WITHDRAWN, Kind.REFUSED})
# What declares itself once more may go on from here.
_MAY_BE_DECLARED = frozenset({"", Kind.DOCUMENTED, Kind.WITHDRAWN})
_STANDING = OPEN | {Kind.DOCUMENTED, Kind.CONFIRMED, Kind.CONTESTED, Kind.CLOSED}

# Kind of an event -> the states that it may follow.
MAY_FOLLOW: dict[str, frozenset[str]] = {
    Kind.DOCUMENTED: OPEN | {"", Kind.CONTESTED, Kind.CLOSED, Kind.REFUSED, Kind.WITHDRAWN},
    Kind.DECLARED: _MAY_BE_DECLARED,
    Kind.SENT: TO_SEND,
    Kind.NOT_ME: OPEN,
    Kind.BOUNCED: OPEN,
    Kind.UNWANTED: OPEN,
    Kind.WITH_EDITORS: TO_SEND | {Kind.SENT},
    Kind.REDIRECTED: OPEN,
    Kind.UNANSWERED: frozenset({Kind.SENT, Kind.WITH_EDITORS}),
    # Who was silent, or contested, may say otherwise later.
    Kind.CONFIRMED: OPEN | {Kind.CONTESTED, Kind.CLOSED},
    Kind.CONTESTED: OPEN | {Kind.CONFIRMED, Kind.CLOSED},
    Kind.WITHDRAWN: OPEN | {Kind.CONFIRMED, Kind.CONTESTED, Kind.CLOSED},
    Kind.REFUSED: _STANDING,
    Kind.CLOSED: OPEN | {Kind.CONTESTED},
    Kind.SHOWN: OPEN | {Kind.CONTESTED, Kind.CLOSED},
    Kind.STOPPED: _STANDING,
    Kind.SHEET_MADE: _STANDING,
}

# How long after an event the clock acts.
WAIT: dict[str, datetime.timedelta] = {
    **dict.fromkeys(TO_SEND, 0 * DAY),
    Kind.SENT: 30 * DAY,
    Kind.WITH_EDITORS: 30 * DAY,
}


def may_follow(state: str, kind: str) -> bool:
    return state in MAY_FOLLOW[kind]


@dataclass(frozen=True, slots=True)
class Words:
    """What each side reads of a state, what everybody reads, and who is to act. {declarer} and {other} are the two
    collectivités."""

    declarer: str
    other: str
    shown: str
    next: str = ""  # what happens next, for who declared; « {date} » is when
    acts: By | str = ""


OTHER = "autre"  # who acts: the side that did not declare
DECLARER = "declarant"
ACTS = {OTHER: "l’autre collectivité", DECLARER: "qui l’a déclarée", **dict(By.choices)}

_BY = "déclarée par {declarer}"
_SILENT = "déclarée par {declarer}, non confirmée par {other}"
_LOOKING = "Nous cherchons à qui la soumettre ; le message part dans l’heure."
WORDS: dict[str, Words] = {
    "": Words(
        "Votre déclaration attend que vous la confirmiez.",
        "Cette reprise n’est pas encore confirmée par qui la déclare.",
        "",
        "Ouvrez le lien du courriel que vous avez reçu : sans confirmation, elle est effacée.",
        DECLARER,
    ),
    Kind.DOCUMENTED: Words(
        "Cette reprise est documentée par une source.",
        "Cette reprise est documentée par une source.",
        "documentée par une source",
    ),
    Kind.DECLARED: Words(
        "Votre déclaration est confirmée.",
        "Cette reprise vient d’être déclarée.",
        _BY,
        _LOOKING,
        By.CLOCK,
    ),
    Kind.SENT: Words(
        "Nous avons demandé à l’autre collectivité de confirmer.",
        "Cette reprise attend votre confirmation.",
        _BY,
        "Sans réponse le {date}, la fiche dira « non confirmée » : ce n’est pas un refus.",
        OTHER,
    ),
    Kind.NOT_ME: Words(
        "L’interlocuteur a changé.",
        "Vous avez dit que ce n’est plus vous.",
        _BY,
        _LOOKING,
        By.CLOCK,
    ),
    Kind.BOUNCED: Words(
        "L’adresse que nous avions ne reçoit plus.",
        "L’adresse que nous avions ne reçoit plus.",
        _BY,
        _LOOKING,
        By.CLOCK,
    ),
    Kind.UNWANTED: Words(
        "L’adresse que nous avions ne veut pas de nos courriels.",
        "Cette adresse a refusé nos courriels.",
        _BY,
        _LOOKING,
        By.CLOCK,
    ),
    Kind.WITH_EDITORS: Words(
        "La rédaction cherche qui peut confirmer.",
        "La rédaction cherche qui peut confirmer. Vous pouvez toujours le faire.",
        _BY,
        "Si elle n’a trouvé personne le {date}, la fiche dira « non confirmée » : ce n’est pas un refus.",
        By.EDITOR,
    ),
    Kind.REDIRECTED: Words(
        "La rédaction a trouvé à qui s’adresser.",
        "La rédaction la soumet à une autre adresse.",
        _BY,
        "Le message part dans l’heure.",
        By.CLOCK,
    ),
    Kind.UNANSWERED: Words(
        "L’autre collectivité n’a pas répondu en trente jours.",
        "Vous n’avez pas encore confirmé. Vous pouvez toujours le faire.",
        _SILENT,
        "Ce n’est pas un refus : sa confirmation reste possible, et nous n’écrirons plus.",
        OTHER,
    ),
    Kind.CONFIRMED: Words(
        "Votre reprise est confirmée par les deux collectivités.",
        "Vous avez confirmé cette reprise.",
        "confirmée par les deux",
    ),
    Kind.CONTESTED: Words(
        "L’autre collectivité conteste cette reprise.",
        "Vous avez contesté cette reprise.",
        "contestée par {other}",
        "La rédaction regarde qui s’est trompé, et peut vous écrire.",
        By.EDITOR,
    ),
    Kind.WITHDRAWN: Words(
        "Vous avez retiré cette déclaration.",
        "Cette déclaration a été retirée : il n’y a plus rien à confirmer.",
        "",
    ),
    Kind.REFUSED: Words(
        "La rédaction n’a pas retenu cette reprise.",
        "La rédaction n’a pas retenu cette reprise.",
        "",
    ),
    Kind.CLOSED: Words(
        "La rédaction n’attend plus de confirmation.",
        "Cette reprise n’attend plus de confirmation. Vous pouvez toujours la donner.",
        _SILENT,
    ),
}
