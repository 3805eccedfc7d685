"""The life of a request: what may follow what, when the clock acts next, and the words for who asked.

Its state is the kind of its last event; "" is one that its author has not confirmed. Nothing here reads the database.
"""

import datetime

from django.db.models import TextChoices

DAY = datetime.timedelta(days=1)


class By(TextChoices):
    ASKER = "demandeur", "la personne qui demande"
    HOLDER = "porteur", "qui répond"
    EDITOR = "redaction", "la rédaction"
    CLOCK = "horloge", "le site"


class Kind(TextChoices):
    CONFIRMED = "confirmee", "Confirmée"
    SENT = "transmise", "Transmise"
    REMINDED = "relancee", "Relancée"
    WITH_EDITORS = "redaction", "Confiée à la rédaction"
    REDIRECTED = "redirigee", "Adresse donnée par la rédaction"
    TOLD = "sans_nouvelles", "Sans nouvelles : la personne est prévenue"
    ACCEPTED = "acceptee", "La réponse est oui"
    DECLINED = "declinee", "La réponse est non"
    WITHDRAWN = "retiree", "Retirée"
    DISMISSED = "ecartee", "Écartée par la rédaction"
    CLOSED = "close", "Close"


NOTES: frozenset[str] = frozenset()
# The clock finds whom to write to.
TO_SEND = frozenset({Kind.CONFIRMED, Kind.REDIRECTED})
_AT_HOLDER = frozenset({Kind.SENT, Kind.REMINDED})
OPEN = TO_SEND | _AT_HOLDER | {Kind.WITH_EDITORS, Kind.TOLD}
ANSWERED = frozenset({Kind.ACCEPTED, Kind.DECLINED})
# Whose interest is no interest (any more).
NOT_COUNTED = frozenset({Kind.WITHDRAWN, Kind.DISMISSED})

# Kind of an event -> the states that it may follow.
MAY_FOLLOW: dict[str, frozenset[str]] = {
    Kind.CONFIRMED: frozenset({""}),
    Kind.SENT: TO_SEND,
    Kind.REMINDED: frozenset({Kind.SENT}),
    # After itself: what waited for an answer too long, then whose it was said that he is not the right one.
    Kind.WITH_EDITORS: TO_SEND | _AT_HOLDER | {Kind.WITH_EDITORS, Kind.TOLD},
    Kind.REDIRECTED: frozenset({Kind.WITH_EDITORS, Kind.TOLD}),
    Kind.TOLD: frozenset({Kind.WITH_EDITORS}),
    Kind.ACCEPTED: OPEN,
    Kind.DECLINED: OPEN,
    Kind.WITHDRAWN: OPEN,
    Kind.DISMISSED: OPEN,
    Kind.CLOSED: frozenset({Kind.TOLD}),
}
# How long after an event the clock acts: days 7 and 14 of a request that nobody answers; then the editors have two weeks.
WAIT: dict[str, datetime.timedelta] = {
    **dict.fromkeys(TO_SEND, 0 * DAY),
    Kind.SENT: 7 * DAY,
    Kind.REMINDED: 7 * DAY,
    Kind.WITH_EDITORS: 14 * DAY,
    Kind.TOLD: 60 * DAY,
}
# What the clock does then; the kinds of TO_SEND become SENT or WITH_EDITORS.
NEXT: dict[str, Kind] = {
    Kind.SENT: Kind.REMINDED,
    Kind.REMINDED: Kind.WITH_EDITORS,
    Kind.WITH_EDITORS: Kind.TOLD,
    Kind.TOLD: Kind.CLOSED,
}

# For who asked: where it is, and what comes next.
ASKED_BEFORE = (
    "Rien de plus ne part.",
    "Vous l’aviez déjà demandé : qui répond n’est dérangé qu’une fois.",
)
WORDS: dict[str, tuple[str, str]] = {
    "": ("Il reste à confirmer.", "Ouvrez le lien du courriel que vous avez reçu."),
    Kind.CONFIRMED: ("C’est confirmé.", "Cela part sous 24 heures."),
    Kind.REDIRECTED: ("La rédaction a trouvé à qui s’adresser.", "Cela part sous 24 heures."),
    Kind.SENT: ("C’est transmis.", "Sans réponse, nous relançons une fois, au bout d’une semaine."),
    Kind.REMINDED: (
        "C’est transmis, et relancé.",
        "Sans réponse sous une semaine, la rédaction s’en occupe.",
    ),
    Kind.WITH_EDITORS: (
        "La rédaction cherche à qui s’adresser.",
        "Vous saurez dans les deux semaines où cela en est.",
    ),
    Kind.TOLD: (
        "Pas encore de réponse.",
        "Une réponse vous parviendrait aussitôt ; sans elle, cela se clôt dans deux mois.",
    ),
    Kind.ACCEPTED: ("La réponse est oui.", ""),
    Kind.DECLINED: ("La réponse est non.", ""),
    Kind.WITHDRAWN: ("C’est retiré.", "Plus personne ne le reçoit."),
    Kind.DISMISSED: ("La rédaction n’a pas transmis.", ""),
    Kind.CLOSED: ("C’est clos, sans réponse.", "Vous pouvez demander de nouveau."),
}
