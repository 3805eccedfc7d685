"""May this sheet be published? One function, asked by every way to publish.

The form asks it in `is_valid` (errors beside their fields); bulk action, workflow approval, scheduled
publishing and import reach it through `core.models.BasePage.publish`.
"""

from core.rows import form_errors
from core.sanitising import plain_text

from . import choices
from .completeness import is_answered

MAX_OTHER_THEMES = 3
TITLE_LENGTH = 120

# D of product.md: needed for every sheet.
_ALWAYS = {
    "summary": "Résumez le projet en deux ou trois phrases.",
    "authority": "Choisissez la collectivité ou l’organisme qui porte le projet.",
    "main_theme": "Choisissez un thème principal.",
    "kind": "Choisissez la nature du projet.",
    "status": "Dites où en est le projet.",
}
# R: needed when the sheet is written with its authority. The key is the field that shows the error,
# the middle value the item of `completeness` that counts as an answer.
_WITH_AUTHORITY = {
    "start": ("start", "Dites quand le projet a commencé."),
    "context": ("context", "Décrivez le contexte et le besoin."),
    "objectives": ("objectives", "Dites ce qui était attendu."),
    "actions": ("actions", "Racontez ce qui a été fait."),
    "means_text": ("means", "Donnez les moyens humains, ou cochez « moyens non connus »."),
    "investment_unknown": (
        "investment",
        "Donnez le coût d’investissement, ou cochez « non connu ».",
    ),
    "running_unknown": ("running", "Donnez le coût de fonctionnement, ou cochez « non connu »."),
    "results_text": ("results", "Donnez les résultats, ou cochez « trop tôt pour le dire »."),
    "difficulties_text": (
        "difficulties",
        "Dites ce qui a été difficile : c’est ce qui aide le plus les autres.",
    ),
    "reproducibility": ("reproducibility", "Dites ce qu’il faut pour le reproduire."),
    "contact_function": ("contact_function", "Donnez la fonction de la personne-ressource."),
}


def publication_errors(sheet) -> dict[str, str]:
    """Why `sheet` (rows included) may not be published: {field: message in French}, {} when it may."""
    errors = {field: message for field, message in _ALWAYS.items() if not getattr(sheet, field)}
    if len(sheet.title) > TITLE_LENGTH:
        errors["title"] = f"Le titre compte {len(sheet.title)} caractères ; {TITLE_LENGTH} au plus."
    if sheet.kind and sheet.main_theme_id:
        errors |= _theme_errors(sheet)
    sources = list(sheet.sources.all())
    if sheet.origin == choices.Origin.DOCUMENTARY:
        if not sources:
            errors["origin"] = "Une fiche documentaire cite au moins une source."
    else:
        errors |= _authority_errors(sheet)
    if not sheet.status_date and (
        sheet.origin != choices.Origin.DOCUMENTARY or any(source.date for source in sources)
    ):
        # A documentary sheet none of whose sources is dated has no date to give.
        errors["status_date"] = "Dites à quelle date cet avancement était vrai."
    if sheet.start and sheet.end and sheet.end[: len(sheet.start)] < sheet.start[: len(sheet.end)]:
        errors["end"] = "La fin vient avant le début."
    # What is missing is said first where two messages would share a field.
    return (
        form_errors(sheet) | _unknown_sources(sheet, len(sources)) | _contradictions(sheet) | errors
    )


def _theme_errors(sheet) -> dict[str, str]:
    others = list(sheet.other_themes.all())
    if len(others) > MAX_OTHER_THEMES:
        return {"other_themes": f"Trois autres thèmes au plus ; il y en a {len(others)}."}
    if any(theme.pk == sheet.main_theme_id for theme in others):
        return {"other_themes": "Le thème principal n’est pas à répéter ici."}
    return {}


def _authority_errors(sheet) -> dict[str, str]:
    errors = {
        field: message
        for field, (item, message) in _WITH_AUTHORITY.items()
        if not is_answered(sheet, item)
    }
    if sheet.origin == choices.Origin.VALIDATED and not sheet.validated_on:
        errors["validated_on"] = "Donnez la date de validation par la collectivité."
    if sheet.is_debate:
        for field, message in (
            ("debate_question", "Donnez la question posée."),
            ("debate_method", "Dites comment le débat a été mené."),
        ):
            if not getattr(sheet, field).strip():
                errors[field] = message
    return errors


def _contradictions(sheet) -> dict[str, str]:
    """« Non connu » beside a value: somebody is wrong."""
    errors = {}
    natures = {row.nature for row in sheet.costs.all()}
    for field, contradicted in (
        ("investment_unknown", choices.CostNature.INVESTMENT in natures),
        ("running_unknown", choices.CostNature.RUNNING in natures),
        ("means_unknown", bool(plain_text(sheet.means_text)) or bool(list(sheet.means.all()))),
        (
            "results_too_early",
            bool(plain_text(sheet.results_text)) or bool(list(sheet.results.all())),
        ),
    ):
        if getattr(sheet, field) and contradicted:
            errors[field] = "Cette case contredit ce qui est écrit : décochez-la ou videz le reste."
    return errors


def _unknown_sources(sheet, count: int) -> dict[str, str]:
    for relation in ("costs", "funding", "means", "results", "difficulties", "debate_items"):
        for row in getattr(sheet, relation).all():
            if row.source_number and row.source_number > count:
                return {
                    "origin": f"« {row} » renvoie à la source n° {row.source_number}, "
                    f"mais la fiche en cite {count}."
                }
    return {}
