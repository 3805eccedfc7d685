"""The states of a story that somebody tells, what may follow each, and its words for both sides.

A state is the last event; before the first one it is a draft. Pure.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Kind(TextChoices):
    """What happens to a story: the state that it is in from then on."""

    CONFIRMED = "confirmee", "Confirmée"
    REVIEW = "relecture", "En relecture"
    ASKED = "question", "Question à l’auteur"
    ANSWERED = "reponse", "L’auteur a répondu"
    PUBLISHED = "publiee", "Publiée"
    VALIDATED = "validee", "Validée par la collectivité"
    DECLINED = "non_retenue", "Non retenue"
    WITHDRAWN = "retiree", "Retirée par l’auteur"


DRAFT = ""
# A confirmation, the questions and the end: four messages at most to one person.
MOST_QUESTIONS = 2

# Published whatever was said before: the page is there, and its author must know.
_WORKED_ON = {Kind.ASKED, Kind.PUBLISHED, Kind.DECLINED, Kind.WITHDRAWN}
NEXT: dict[str, set[str]] = {
    DRAFT: {Kind.CONFIRMED},
    Kind.CONFIRMED: {Kind.REVIEW, Kind.DECLINED, Kind.WITHDRAWN},
    Kind.REVIEW: _WORKED_ON,
    Kind.ASKED: {Kind.ANSWERED, Kind.PUBLISHED, Kind.DECLINED, Kind.WITHDRAWN},
    Kind.ANSWERED: _WORKED_ON,
    Kind.PUBLISHED: {Kind.VALIDATED},  # of a sheet that was taken over
    Kind.VALIDATED: set(),
    Kind.DECLINED: {Kind.PUBLISHED},
    Kind.WITHDRAWN: set(),
}
# Whose next step nobody has to wait for.
OVER = frozenset({Kind.PUBLISHED, Kind.VALIDATED, Kind.DECLINED, Kind.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Words:
    """author: what happens next, on his page; next_to_act: in the editors' list."""

    label: str
    author: str
    next_to_act: str


WORDS = {
    DRAFT: Words("Brouillon", "Il reste à le finir, puis à l’envoyer.", "l’auteur"),
    Kind.CONFIRMED: Words(
        "Confirmé",
        "La rédaction l’a reçu et va le lire. Vous n’avez rien à faire : un courriel vous dira la suite.",
        "la rédaction",
    ),
    Kind.REVIEW: Words(
        "En relecture",
        "La rédaction en fait une fiche, sans rien publier pour l’instant. Un courriel vous préviendra si elle a "
        "une question, et le jour où la fiche paraît.",
        "la rédaction",
    ),
    Kind.ASKED: Words(
        "Une question pour vous",
        "La rédaction vous demande une précision avant d’aller plus loin.",
        "l’auteur",
    ),
    Kind.ANSWERED: Words(
        "En relecture",
        "La rédaction a votre réponse et reprend la relecture. Un courriel vous dira la suite.",
        "la rédaction",
    ),
    Kind.PUBLISHED: Words(
        "Publié", "Votre projet a sa fiche. Merci : d’autres vont s’en servir.", "personne"
    ),
    Kind.VALIDATED: Words(
        "Fiche validée",
        "Votre collectivité répond maintenant de cette fiche. Merci : d’autres vont s’en servir.",
        "personne",
    ),
    Kind.DECLINED: Words("Non retenu", "La rédaction n’en fait pas une fiche.", "personne"),
    Kind.WITHDRAWN: Words(
        "Retiré", "Vous avez retiré ce récit : tout ce que vous aviez écrit est effacé.", "personne"
    ),
}


def may_follow(state: str, kind: str) -> bool:
    return kind in NEXT[state]
