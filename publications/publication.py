"""May this publication be published? One function, asked by every way to publish, as for sheets."""

from core.rows import form_errors
from publications.choices import Kind, State

_ALWAYS = {
    "kind": "Choisissez le type.",
    "summary": "Dites en deux phrases de quoi il s’agit.",
}
_OF_AN_ANSWER = {
    "question": "Donnez la question à laquelle il est répondu.",
    "ministry": "Dites quel ministère répond.",
    "question_date": "Donnez la date de la question.",
    "date": "Donnez la date de la réponse.",
}


def publication_errors(publication) -> dict[str, str]:
    """Why `publication` (rows included) may not be published: {field: message in French}, {} when it may."""
    asked = dict(_ALWAYS)
    if publication.kind == Kind.MINISTERIAL_ANSWER:
        asked |= _OF_AN_ANSWER
    errors = {name: said for name, said in asked.items() if not getattr(publication, name)}
    for earlier, later in (("question_date", "date"), ("date", "answer_date")):
        if _comes_before(getattr(publication, later), getattr(publication, earlier)):
            errors.setdefault(later, "La réponse vient avant ce à quoi elle répond.")
    opens, closes = publication.consultation_opens_on, publication.consultation_closes_on
    if opens and closes and closes < opens:
        errors["consultation_closes_on"] = "La consultation se ferme avant de s’ouvrir."
    elif (opens or publication.state == State.CONSULTED) and not closes:
        errors["consultation_closes_on"] = "Dites jusqu’à quand la consultation est ouverte."
    return form_errors(publication) | _nameless_rows(publication) | errors


def _comes_before(one: str, other: str) -> bool:
    """Of partial dates, as far as both are known."""
    return bool(one and other) and one[: len(other)] < other[: len(one)]


def _nameless_rows(publication) -> dict[str, str]:
    errors = {}
    for place, row in enumerate(publication.publishers.all(), start=1):
        if not (row.organisation_id or row.name):
            errors["publishers"] = f"« Qui publie », ligne {place} : choisissez l’organisation."
    for place, row in enumerate(publication.signatories.all(), start=1):
        if not (row.organisation_id or row.name or row.person):
            errors["signatories"] = f"« Signataires », ligne {place} : dites qui a signé."
        elif row.person and not row.function:
            errors["signatories"] = (
                f"« Signataires », ligne {place} : une personne n’est nommée que dans sa fonction publique."
            )
    numbers: dict[str, int] = {}
    for place, row in enumerate(publication.recommendations.all(), start=1):
        number = row.number.strip().lower()
        if number and numbers.setdefault(number, place) != place:
            errors["recommendations"] = (
                f"« Recommandations », ligne {place} : la ligne {numbers[number]} a déjà ce numéro."
            )
    return errors
