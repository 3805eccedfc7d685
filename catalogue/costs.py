"""What a project cost, in one class and in one line. Only what a source gives is counted."""

from decimal import Decimal

from core.sanitising import plain_text
from core.words import euros, number

from .choices import CostNature, CostRole, CostUnit, Period

# (key, upper bound in euros, excluded). The key is in addresses: it never changes.
CLASSES: tuple[tuple[str, int | None, str], ...] = (
    ("moins-de-5000", 5_000, "Moins de 5 000 €"),
    ("5000-20000", 20_000, "5 000 à 20 000 €"),
    ("20000-100000", 100_000, "20 000 à 100 000 €"),
    ("100000-1000000", 1_000_000, "100 000 € à 1 million d’euros"),
    ("plus-de-1000000", None, "1 million d’euros et plus"),
)


def cost_class(rows) -> str:
    """Class of the whole project: its investment, or failing that one year of running. "" unknown.

    Two sources that contradict each other are both kept on the sheet; the larger one counts here.
    """
    row = _whole(rows)
    if row is None:
        return ""
    amount = _one_year(row) if row.nature == CostNature.RUNNING else row.amount
    return next(key for key, bound, _ in CLASSES if bound is None or amount < bound)


def headline(rows, text: str) -> tuple[str, str]:
    """The cost in one short line for a card, with the word for what it is: ("Coût", "36 000 € HT").

    Failing the cost of the whole project, the sheet's own words if short: they may tell a grant, a ransom
    or an envelope, which are no cost. Nothing is ("Coût", "").
    """
    row = _whole(rows)
    if row is not None:
        return "Coût", describe(row)
    text = plain_text(text)
    return ("Montant cité", text) if text and len(text) <= 120 else ("Coût", "")


def role_in_words(row) -> str:
    """What an amount is, where it is not the cost of the project: « Autre montant cité »."""
    # The parenthesis is for those who choose.
    return "" if row.role == CostRole.WHOLE else row.get_role_display().partition(" (")[0]


def units_in_words(row) -> str:
    """« pour 1 900 points lumineux », « par élève » of a price for one; "" of what nobody counts so."""
    if not row.unit or not row.quantity:
        return ""
    if row.quantity == 1 and row.role == CostRole.OTHER:
        return f"par {row.get_unit_display()}"
    count = row.quantity.normalize()
    return f"pour {number(f'{count:f}')} {unit_name(row.unit, count)}"


def unit_name(unit: str, count) -> str:
    """« point lumineux », « points lumineux » from two on."""
    words = CostUnit(unit).label.split()
    if abs(count) < 2:
        return " ".join(words)
    # « lumineux » is its own plural.
    return " ".join(word if word.endswith("x") else f"{word}s" for word in words)


def describe(row) -> str:
    """One amount in words: "36 000 € HT par an", "2 000 000 € pour 1 900 points lumineux"."""
    parts = [euros(row.amount), row.tax, units_in_words(row)]
    if row.period in (Period.YEARLY, Period.MONTHLY):
        parts.append(row.get_period_display())
    return " ".join(part for part in parts if part)


def _whole(rows):
    """The row that stands for the whole project, None when no source gives it."""
    whole = [row for row in rows if row.role == CostRole.WHOLE]
    investment = [row for row in whole if row.nature == CostNature.INVESTMENT]
    if investment:
        return max(investment, key=lambda row: row.amount)
    return max(whole, key=_one_year, default=None)


def _one_year(row) -> Decimal:
    return row.amount * 12 if row.period == Period.MONTHLY else row.amount
