"""The life of a question: what may follow what, when the clock acts next, who is to act, and the words for both sides.

A question's state is the kind of its last event; "" is a question that its author has not confirmed. Nothing here reads
the database.
"""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices

DAY = datetime.timedelta(days=1)


class By(TextChoices):
    ASKER = "demandeur", "la personne qui demande"
    OWNER = "porteur", "la collectivité"
    EDITOR = "redaction", "la rédaction"
    CLOCK = "horloge", "le site"


class Kind(TextChoices):
    CONFIRMED = "confirmee", "Question confirmée"
    SENT = "transmise", "Transmise"
    REMINDED = "relancee", "Première relance"
    REMINDED_TWICE = "relancee_2", "Seconde relance"
    WITH_EDITORS = "redaction", "Confiée à la rédaction"
    TOLD = "sans_nouvelles", "Sans nouvelles : la personne est prévenue"
    LATER = "plus_tard", "La collectivité répondra plus tard"
    HANDED_OVER = "confiee", "Confiée à quelqu’un d’autre"
    NOT_ME = "plus_moi", "L’interlocuteur n’est plus le même"
    BOUNCED = "sans_adresse", "L’adresse ne reçoit pas"
    UNWANTED = "refus", "L’adresse refuse nos courriels"
    REPORTED = "signalee", "Signalée à la rédaction"
    REDIRECTED = "redirigee", "Adresse donnée par la rédaction"
    TAKEN_OVER = "reprise", "Reprise par la rédaction"
    ANSWERED = "repondue", "Répondue"
    FOLLOWED_UP = "suivi", "« Cela vous a-t-il servi ? »"
    FOLLOWED_UP_AGAIN = "suivi_2", "« Cela vous a-t-il servi ? », à six mois"
    OUTCOME = "suite", "La personne a dit la suite"
    WITHDRAWN = "retiree", "Retirée"
    CLOSED = "close", "Close"
    # Notes: they change nothing of the state.
    PUBLISHED = "publiee", "Réponse publiée"
    UNPUBLISHED = "depubliee", "Réponse retirée de la fiche"


NOTES = frozenset({Kind.PUBLISHED, Kind.UNPUBLISHED})
STATES = frozenset(Kind) - NOTES
# The clock finds whom to write to next.
TO_SEND = frozenset(
    {
        *(Kind.CONFIRMED, Kind.HANDED_OVER, Kind.NOT_ME, Kind.BOUNCED),
        *(Kind.UNWANTED, Kind.REDIRECTED),
    }
)
_WAITING = frozenset({Kind.SENT, Kind.REMINDED, Kind.REMINDED_TWICE})
OPEN = TO_SEND | _WAITING | {
    *(Kind.WITH_EDITORS, Kind.TOLD, Kind.LATER, Kind.REPORTED, Kind.TAKEN_OVER),
}  # fmt: skip
ANSWERED = frozenset({Kind.ANSWERED, Kind.FOLLOWED_UP, Kind.FOLLOWED_UP_AGAIN, Kind.OUTCOME})
FINAL = frozenset({Kind.WITHDRAWN, Kind.CLOSED})

# Kind of an event -> the states that it may follow.
MAY_FOLLOW: dict[str, frozenset[str]] = {
    Kind.CONFIRMED: frozenset({""}),
    Kind.SENT: TO_SEND,
    Kind.REMINDED: frozenset({Kind.SENT}),
    Kind.REMINDED_TWICE: frozenset({Kind.REMINDED, Kind.LATER}),
    # After SENT: the mail never arrived.
    Kind.WITH_EDITORS: TO_SEND | {Kind.SENT, Kind.REMINDED_TWICE},
    Kind.TOLD: frozenset({Kind.WITH_EDITORS, Kind.TAKEN_OVER}),
    Kind.LATER: OPEN,
    Kind.HANDED_OVER: OPEN,
    Kind.NOT_ME: OPEN,
    Kind.BOUNCED: OPEN,
    Kind.UNWANTED: OPEN,
    Kind.REPORTED: OPEN,
    Kind.REDIRECTED: OPEN,
    Kind.TAKEN_OVER: OPEN,
    Kind.ANSWERED: OPEN,
    Kind.FOLLOWED_UP: frozenset({Kind.ANSWERED}),
    Kind.FOLLOWED_UP_AGAIN: frozenset({Kind.FOLLOWED_UP, Kind.OUTCOME}),
    Kind.OUTCOME: ANSWERED,
    Kind.WITHDRAWN: OPEN,
    Kind.CLOSED: OPEN | ANSWERED,
    Kind.PUBLISHED: ANSWERED | {Kind.CLOSED},
    Kind.UNPUBLISHED: ANSWERED | {Kind.CLOSED},
}

# How long after an event the clock acts: days 7, 14, 21 and 28 of a question that nobody answers; 30 days and six
# months after an answer.
WAIT: dict[str, datetime.timedelta] = {
    **dict.fromkeys(TO_SEND, 0 * DAY),
    Kind.SENT: 7 * DAY,
    Kind.REMINDED: 7 * DAY,
    Kind.REMINDED_TWICE: 7 * DAY,
    Kind.WITH_EDITORS: 7 * DAY,
    Kind.TAKEN_OVER: 14 * DAY,
    Kind.REPORTED: 30 * DAY,
    Kind.LATER: 30 * DAY,
    Kind.TOLD: 150 * DAY,
    Kind.ANSWERED: 30 * DAY,
    Kind.FOLLOWED_UP: 150 * DAY,
    Kind.OUTCOME: 150 * DAY,
    Kind.FOLLOWED_UP_AGAIN: 30 * DAY,
}
# What the clock does then; the kinds of TO_SEND become SENT or WITH_EDITORS.
NEXT: dict[str, Kind] = {
    Kind.SENT: Kind.REMINDED,
    Kind.REMINDED: Kind.REMINDED_TWICE,
    Kind.LATER: Kind.REMINDED_TWICE,
    Kind.REMINDED_TWICE: Kind.WITH_EDITORS,
    Kind.WITH_EDITORS: Kind.TOLD,
    Kind.TAKEN_OVER: Kind.TOLD,
    Kind.TOLD: Kind.CLOSED,
    Kind.REPORTED: Kind.CLOSED,
    Kind.ANSWERED: Kind.FOLLOWED_UP,
    Kind.FOLLOWED_UP: Kind.FOLLOWED_UP_AGAIN,
    Kind.OUTCOME: Kind.FOLLOWED_UP_AGAIN,
    Kind.FOLLOWED_UP_AGAIN: Kind.CLOSED,
}


def may_follow(state: str, kind: str) -> bool:
    return state in MAY_FOLLOW[kind]


@dataclass(frozen=True, slots=True)
class Words:
    """What each side reads of a state, and who is to act."""

    asker: str
    owner: str
    next: str  # what happens next, for the asker; « {date} » is when
    acts: By | None = None


_LOOKING = "Nous cherchons à qui la transmettre ; elle part dans l’heure."
WORDS: dict[str, Words] = {
    "": Words(
        "Votre question attend que vous la confirmiez.",
        "Cette question n’est pas encore confirmée par son auteur.",
        "Ouvrez le lien du courriel que vous avez reçu : sans confirmation, elle est effacée.",
        By.ASKER,
    ),
    Kind.CONFIRMED: Words(
        "Votre question est confirmée.", "Cette question vous arrive.", _LOOKING, By.CLOCK
    ),
    Kind.SENT: Words(
        "Votre question est transmise.",
        "Cette question attend votre réponse.",
        "Sans réponse, nous relançons la collectivité le {date}.",
        By.OWNER,
    ),
    Kind.REMINDED: Words(
        "La collectivité a été relancée.",
        "Cette question attend votre réponse.",
        "Sans réponse, nous la relançons une dernière fois le {date}.",
        By.OWNER,
    ),
    Kind.REMINDED_TWICE: Words(
        "La collectivité a été relancée deux fois.",
        "Cette question attend votre réponse ; ce rappel était le dernier.",
        "Sans réponse, la rédaction prend le relais le {date}.",
        By.OWNER,
    ),
    Kind.WITH_EDITORS: Words(
        "La rédaction cherche la bonne personne.",
        "Sans réponse de votre part, la rédaction cherche à qui s’adresser. Vous pouvez toujours répondre.",
        "Si elle n’a rien trouvé le {date}, nous vous l’écrirons.",
        By.EDITOR,
    ),
    Kind.TOLD: Words(
        "Nous n’avons pas de nouvelles de la collectivité.",
        "La personne sait que nous n’avons pas de nouvelles. Vous pouvez toujours répondre.",
        "La question reste ouverte jusqu’au {date} : une réponse vous parviendrait aussitôt.",
        By.OWNER,
    ),
    Kind.LATER: Words(
        "La collectivité a lu votre question et répondra plus tard.",
        "Vous avez dit « pas maintenant ».",
        "Nous le lui rappellerons le {date}.",
        By.OWNER,
    ),
    Kind.HANDED_OVER: Words(
        "La collectivité confie votre question à quelqu’un d’autre.",
        "Vous l’avez confiée à quelqu’un d’autre.",
        "Elle lui parvient dans l’heure.",
        By.CLOCK,
    ),
    Kind.NOT_ME: Words(
        "L’interlocuteur a changé.",
        "Vous avez dit que ce n’est plus vous.",
        _LOOKING,
        By.CLOCK,
    ),
    Kind.BOUNCED: Words(
        "L’adresse que nous avions ne reçoit plus.",
        "L’adresse que nous avions ne reçoit plus.",
        _LOOKING,
        By.CLOCK,
    ),
    Kind.UNWANTED: Words(
        "L’adresse que nous avions ne veut pas de nos courriels.",
        "Cette adresse a refusé nos courriels.",
        _LOOKING,
        By.CLOCK,
    ),
    Kind.REPORTED: Words(
        "Votre question est relue par la rédaction.",
        "Vous l’avez signalée : la rédaction la relit.",
        "Sans suite de sa part, elle est close le {date}.",
        By.EDITOR,
    ),
    Kind.REDIRECTED: Words(
        "La rédaction a trouvé à qui s’adresser.",
        "La rédaction la transmet à une autre adresse.",
        "Votre question part dans l’heure.",
        By.CLOCK,
    ),
    Kind.TAKEN_OVER: Words(
        "La rédaction s’occupe de votre question.",
        "La rédaction s’occupe de cette question. Vous pouvez toujours répondre.",
        "Elle vous répond, ou nous vous disons le {date} où elle en est.",
        By.EDITOR,
    ),
    Kind.ANSWERED: Words(
        "Vous avez une réponse.",
        "Vous y avez répondu.",
        "Nous vous demanderons le {date} si elle vous a servi.",
    ),
    Kind.FOLLOWED_UP: Words(
        "Cela vous a-t-il servi ?",
        "Vous y avez répondu.",
        "Dites-le ci-dessous ; nous ne le redemanderons qu’une fois, le {date}.",
        By.ASKER,
    ),
    Kind.FOLLOWED_UP_AGAIN: Words(
        "Qu’en avez-vous fait ?",
        "Vous y avez répondu.",
        "Dites-le ci-dessous ; la question est close le {date}.",
        By.ASKER,
    ),
    Kind.OUTCOME: Words(
        "Merci de nous avoir dit la suite.",
        "La personne a dit ce qu’elle a fait de votre réponse.",
        "Vous pouvez compléter à tout moment.",
    ),
    Kind.WITHDRAWN: Words(
        "Vous avez retiré votre question.",
        "La personne a retiré sa question : il n’y a plus à y répondre.",
        "Plus personne ne la reçoit.",
    ),
    Kind.CLOSED: Words(
        "Cette question est close.",
        "Cette question est close.",
        "Son texte est effacé un an après.",
    ),
}


class Wants(TextChoices):
    ANSWER = "reponse", "Une réponse écrite"
    CALL = "appel", "Un appel"
    VISIT = "visite", "Une visite"


class Outcome(TextChoices):
    ANSWERED = "repondu", "La réponse m’a servi"
    MET = "rencontre", "Nous nous sommes parlé ou rencontrés"
    DOING_IT = "nous_le_faisons", "Nous le faisons à notre tour"
    GIVEN_UP = "abandonne", "Nous y avons renoncé"
