"""The life of a suggestion: what may follow what, and its words. Pure."""

import datetime

from django.db.models import TextChoices


class By(TextChoices):
    AUTHOR = "auteur", "la personne qui le dit"
    EDITOR = "redaction", "la rédaction"
    OWNER = "porteur", "la collectivité"


class Kind(TextChoices):
    """What happens to it: the state that it is in from then on."""

    PROPOSED = "proposee", "Proposée"
    ACCEPTED = "acceptee", "Acceptée"
    REFUSED = "refusee", "Non retenue"
    WITHDRAWN = "retiree", "Retirée"


# Kind of an event -> the states that it may follow; "" is before the first.
MAY_FOLLOW: dict[str, frozenset[str]] = {
    Kind.PROPOSED: frozenset({""}),
    Kind.ACCEPTED: frozenset({Kind.PROPOSED}),
    Kind.REFUSED: frozenset({Kind.PROPOSED}),
    Kind.WITHDRAWN: frozenset({Kind.PROPOSED}),
}
NOTES: frozenset[str] = frozenset()
WAIT: dict[str, datetime.timedelta] = {}  # no clock decides
OVER = frozenset({Kind.ACCEPTED, Kind.REFUSED, Kind.WITHDRAWN})
# For who said it, on the page that follows what became of it.
WORDS = {
    Kind.PROPOSED: "La rédaction va lire cette proposition ; la fiche ne change pas d’ici là.",
    Kind.ACCEPTED: "C’est sur la fiche, avec la mention de qui l’a dit.",
    Kind.REFUSED: "Cette proposition n’a pas été retenue.",
    Kind.WITHDRAWN: "Cette proposition a été retirée.",
}


def may_follow(state: str, kind: str) -> bool:
    return state in MAY_FOLLOW[kind]
