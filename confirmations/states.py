"""The life of a check, « is this sheet still true? »: what may follow what, when the clock acts next, who is to act, and
the words for both sides.

A check's state is the kind of its last event. Nothing here reads the database.
"""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices

DAY = datetime.timedelta(days=1)


class By(TextChoices):
    OWNER = "porteur", "la collectivité"
    EDITOR = "redaction", "la rédaction"
    CLOCK = "horloge", "le site"
    READER = "lecteur", "une personne qui lit la fiche"


class Kind(TextChoices):
    PLANNED = "prevue", "À demander plus tard"
    SIGNALLED = "signalee", "À demander : un signal est venu"
    ASKED = "demandee", "Demandée"
    REMINDED = "rappelee", "Rappelée"
    SILENT = "sans_nouvelles", "Sans nouvelles"
    TO_CALL = "a_appeler", "À appeler"
    WITH_EDITORS = "redaction", "Sources à relire"
    TAKEN_OVER = "reprise", "Reprise par la rédaction"
    HANDED_OVER = "confiee", "Confiée à quelqu’un d’autre"
    NOT_ME = "plus_moi", "L’interlocuteur n’est plus le même"
    BOUNCED = "sans_adresse", "L’adresse ne reçoit pas"
    UNWANTED = "refus", "L’adresse refuse nos courriels"
    REDIRECTED = "redirigee", "Adresse donnée par la rédaction"
    CORRECTED = "a_corriger", "À corriger"
    STOPPED = "arretee", "Projet arrêté"
    TRUE = "toujours_vrai", "Toujours vrai"
    REREAD = "sources_relues", "Sources relues"
    DONE = "corrigee", "Corrections traitées"
    NO_MORE = "ne_plus_demander", "Ne plus demander"
    CLOSED = "close", "Close"
    # A note: it changes nothing of the state.
    REMARKED = "remarque", "Signal pendant la vérification"


NOTES = frozenset({Kind.REMARKED})
STATES = frozenset(Kind) - NOTES
# The clock finds whom to write to.
TO_ASK = frozenset(
    {
        *(Kind.PLANNED, Kind.SIGNALLED, Kind.HANDED_OVER, Kind.NOT_ME),
        *(Kind.BOUNCED, Kind.UNWANTED, Kind.REDIRECTED),
    }
)
# The request goes on to another address.
MOVED_ON = TO_ASK - {Kind.PLANNED, Kind.SIGNALLED}
# Somebody of the authority was written to.
WAITING = frozenset({Kind.ASKED, Kind.REMINDED, Kind.SILENT, Kind.TO_CALL})
# The authority has said what is wrong: the sheet's turn.
TO_CORRECT = frozenset({Kind.CORRECTED, Kind.STOPPED})
FOR_EDITORS = TO_CORRECT | {Kind.TO_CALL, Kind.WITH_EDITORS, Kind.TAKEN_OVER}
FINAL = frozenset({Kind.TRUE, Kind.REREAD, Kind.DONE, Kind.NO_MORE, Kind.CLOSED})
OPEN = STATES - FINAL
ANSWERED = frozenset({Kind.TRUE, Kind.NO_MORE, Kind.DONE}) | TO_CORRECT
# What it is true of may still be answered.
_ANSWERABLE = OPEN - TO_CORRECT

# Kind of an event -> the states that it may follow.
MAY_FOLLOW: dict[str, frozenset[str]] = {
    Kind.PLANNED: frozenset({""}),
    Kind.SIGNALLED: frozenset({Kind.PLANNED}),
    Kind.ASKED: TO_ASK | {Kind.WITH_EDITORS},
    Kind.REMINDED: frozenset({Kind.ASKED}),
    Kind.SILENT: frozenset({Kind.REMINDED}),
    Kind.TO_CALL: frozenset({Kind.SILENT, Kind.TAKEN_OVER}),
    Kind.WITH_EDITORS: TO_ASK | {Kind.ASKED},  # after ASKED: the mail never arrived
    Kind.TAKEN_OVER: _ANSWERABLE,
    Kind.HANDED_OVER: _ANSWERABLE,
    Kind.NOT_ME: _ANSWERABLE,
    Kind.BOUNCED: WAITING,
    Kind.UNWANTED: WAITING | TO_ASK,
    Kind.REDIRECTED: _ANSWERABLE,
    # Somebody may see one more thing, or see later that it is over.
    Kind.CORRECTED: OPEN,
    Kind.STOPPED: OPEN,
    Kind.TRUE: _ANSWERABLE,
    Kind.REREAD: _ANSWERABLE,
    Kind.DONE: TO_CORRECT,
    Kind.NO_MORE: _ANSWERABLE,
    Kind.CLOSED: OPEN,
    Kind.REMARKED: STATES,
}

# How long after an event the clock acts: days 10, 30 and 60 of a check that nobody answers. PLANNED says its own day.
WAIT: dict[str, datetime.timedelta] = {
    **dict.fromkeys(TO_ASK, 0 * DAY),
    Kind.ASKED: 10 * DAY,
    Kind.REMINDED: 20 * DAY,
    Kind.SILENT: 30 * DAY,
    # An editor may hope for a year; then the authority, whose staff has changed, is asked once more.
    Kind.TO_CALL: 305 * DAY,
    # Whether somebody may be asked by now.
    Kind.WITH_EDITORS: 30 * DAY,
    Kind.TAKEN_OVER: 30 * DAY,
}
# What the clock does then; TO_ASK and WITH_EDITORS are asked when there is somebody to ask.
NEXT: dict[str, Kind] = {
    Kind.ASKED: Kind.REMINDED,
    Kind.REMINDED: Kind.SILENT,
    Kind.SILENT: Kind.TO_CALL,
    Kind.TAKEN_OVER: Kind.TO_CALL,
    Kind.TO_CALL: Kind.CLOSED,
}


def may_follow(state: str, kind: str) -> bool:
    return state in MAY_FOLLOW[kind]


@dataclass(frozen=True, slots=True)
class Words:
    """What each side reads of a state, and who is to act."""

    owner: str
    editor: str
    acts: By | None = None


_AGAIN = "Nous l’écrivons dans l’heure à une autre adresse de votre collectivité, ou la rédaction s’en charge."
_TAKEN = "La rédaction va corriger la fiche ; d’ici là elle ne change pas."
WORDS: dict[str, Words] = {
    Kind.PLANNED: Words(
        "Rien ne vous est demandé. Vous pouvez confirmer ou corriger quand vous voulez.",
        "Rien à faire : elle sera demandée le moment venu.",
    ),
    Kind.SIGNALLED: Words(
        "Quelqu’un pense que cette fiche n’est plus à jour.",
        "Le site va la demander à la collectivité.",
        By.CLOCK,
    ),
    Kind.ASKED: Words(
        "Ce que dit cette fiche est-il toujours vrai ?",
        "La collectivité doit répondre.",
        By.OWNER,
    ),
    Kind.REMINDED: Words(
        "Ce que dit cette fiche est-il toujours vrai ? Nous ne le rappellerons plus.",
        "La collectivité a eu un rappel et doit répondre.",
        By.OWNER,
    ),
    Kind.SILENT: Words(
        "La fiche dit que nous n’avons pas de nouvelles. Une réponse l’efface aussitôt.",
        "La fiche dit « sans nouvelles ». La collectivité peut encore répondre.",
        By.OWNER,
    ),
    Kind.TO_CALL: Words(
        "La fiche dit que nous n’avons pas de nouvelles. Une réponse l’efface aussitôt.",
        "Deux mois sans réponse : appelez la collectivité.",
        By.EDITOR,
    ),
    Kind.WITH_EDITORS: Words(
        "Nous n’avons pu le demander à personne. Vous pouvez confirmer ou corriger quand vous voulez.",
        "Personne à qui écrire, ou le courriel n’est pas arrivé : relisez les sources, ou donnez une adresse.",
        By.EDITOR,
    ),
    Kind.TAKEN_OVER: Words(
        "La rédaction s’en occupe. Vous pouvez toujours répondre.",
        "Quelqu’un de la rédaction s’en occupe.",
        By.EDITOR,
    ),
    Kind.HANDED_OVER: Words(
        "Vous l’avez confiée à quelqu’un d’autre, qui la reçoit dans l’heure.",
        "La collectivité l’a confiée à quelqu’un d’autre.",
        By.CLOCK,
    ),
    Kind.NOT_ME: Words(
        f"Vous avez dit que ce n’est plus vous. {_AGAIN}",
        "L’interlocuteur a changé : le site cherche à qui écrire.",
        By.CLOCK,
    ),
    Kind.BOUNCED: Words(
        f"L’adresse que nous avions ne reçoit plus. {_AGAIN}",
        "L’adresse ne reçoit pas : le site cherche à qui écrire.",
        By.CLOCK,
    ),
    Kind.UNWANTED: Words(
        f"Cette adresse a refusé nos courriels. {_AGAIN}",
        "L’adresse refuse nos courriels : le site cherche à qui écrire.",
        By.CLOCK,
    ),
    Kind.REDIRECTED: Words(
        "La rédaction l’envoie à une autre adresse.",
        "Elle part dans l’heure à l’adresse donnée.",
        By.CLOCK,
    ),
    Kind.CORRECTED: Words(
        f"Merci : vos corrections sont arrivées. {_TAKEN}",
        "La collectivité a corrigé : reportez ce que vous retenez sur la fiche.",
        By.EDITOR,
    ),
    Kind.STOPPED: Words(
        f"Merci : vous avez dit que le projet est arrêté. {_TAKEN}",
        "La collectivité dit le projet arrêté : reportez-le sur la fiche.",
        By.EDITOR,
    ),
    Kind.TRUE: Words(
        "Merci : vous avez confirmé cette fiche, et elle le dit.",
        "La collectivité a confirmé la fiche.",
    ),
    Kind.REREAD: Words(
        "La rédaction a relu les sources de cette fiche.", "Les sources ont été relues."
    ),
    Kind.DONE: Words(
        "Merci : la rédaction a traité vos corrections.", "Les corrections sont traitées."
    ),
    Kind.NO_MORE: Words(
        "C’est noté : nous ne vous le demanderons plus pour cette fiche.",
        "La collectivité ne veut plus qu’on le lui demande pour cette fiche.",
    ),
    Kind.CLOSED: Words("Cette vérification est close.", "Elle est close."),
}
