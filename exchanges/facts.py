"""What may be asked about a sheet: the facts that it does not give, as questions that one taps."""

from catalogue.completeness import is_answered
from catalogue.fields import FIELDS

# Field of the sheet -> the question, in the order in which people ask.
QUESTIONS = {
    "costs": "Ce que cela a coûté",
    "running_unknown": "Ce que cela coûte chaque année",
    "means_text": "Combien de temps et qui",
    "difficulties_text": "Ce qui a coincé",
    "results_text": "Ce que cela a donné",
    "reproducibility": "Ce qu’il faut pour le refaire",
    "setup_months": "En combien de temps",
    "again": "Et si c’était à refaire ?",
    "tools_text": "Avec quels outils",
    "funding_text": "Qui a payé",
    "contact_function": "À qui parler",
}
OTHER = "autre"


def label(fact: str) -> str:
    return QUESTIONS.get(fact, "")


def gaps(sheet) -> list[str]:
    """Those that the sheet does not give. Of a field whose rows are shared (`costs`), one that is known closes it."""
    return [name for name in QUESTIONS if not is_answered(sheet, FIELDS[name])]
