"""Figures and titles of the page in words."""

from urllib.parse import urlencode

from catalogue import choices
from catalogue.completeness import is_answered
from catalogue.fields import FIELDS

CATALOGUE = "/projets/"
SILENCE = "Les sources n’en disent rien."
TITLES = {name: field.title for name, field in FIELDS.items()}


def silence(sheet, name: str) -> str:
    """What a documentary sheet says of a field that its sources do not tell: silence reads as none."""
    documentary = sheet.origin == choices.Origin.DOCUMENTARY
    field = FIELDS[name]
    return SILENCE if documentary and field.silence and not is_answered(sheet, field) else ""


def link(label: str, **parameters: str) -> dict:
    """To the catalogue with these filters."""
    return {"label": label, "url": f"{CATALOGUE}?{urlencode(parameters)}"}


def figure(value) -> str:
    """Decimal -> "404", "1.5" -> "1,5", "" when None; thousands are the template's business."""
    if value is None:
        return ""
    return f"{value.normalize():f}".replace(".", ",")


def duration(months: int | None) -> str:
    """14 -> « 1 an et 2 mois », None -> ""."""
    if months is None:
        return ""
    if months < 1:
        return "Moins d’un mois"
    years, rest = divmod(months, 12)
    parts = [f"{years} an{'s' if years > 1 else ''}"] if years else []
    parts += [f"{rest} mois"] if rest else []
    return " et ".join(parts)


def span(dates: list[str]) -> str:
    """Years of partial dates: « 2020-2021 », « 2020 », ""."""
    years = sorted({date[:4] for date in dates if date})
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(years)
