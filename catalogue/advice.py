"""What whoever writes a sheet is told while writing: how much is there, what is missing and why it matters.

Never shown to visitors.
"""

from dataclasses import dataclass

from .completeness import completeness, is_answered
from .fields import TABS, Field
from .publication import publication_errors

BEST = 3  # what would help a reader most


@dataclass(frozen=True)
class Missing:
    label: str
    why: str
    tab: str  # of the form
    weight: int


@dataclass(frozen=True)
class Advice:
    percent: int
    needed: list[str]  # before it may be published
    best: list[Missing]
    others: list[Missing]


def advice(sheet) -> Advice:
    missing = [
        Missing(_label(field), field.why, tab.title, field.weight)
        for tab in TABS
        for field in tab.fields
        if field.weight and not is_answered(sheet, field)
    ]
    # What weighs the same keeps the order of the form.
    missing.sort(key=lambda one: -one.weight)
    return Advice(
        completeness(sheet),
        _needed(sheet),
        missing[:BEST],
        missing[BEST:],
    )


def _needed(sheet) -> list[str]:
    """In words that stand alone. The address is made of the title."""
    errors = publication_errors(sheet)
    errors.pop("slug", None)
    if not sheet.title:
        errors["title"] = "Donnez un titre."
    return list(errors.values())


def _label(field: Field) -> str:
    label = field.absent or field.label
    return label[:1].upper() + label[1:]
