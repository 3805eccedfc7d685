"""How much of a sheet is written: an aid to the editor, never shown to visitors nor used to rank.

What another authority needs most weighs most (`Field.weight`). « Non connu » and « trop tôt » are answers.
"""

from core.sanitising import plain_text

from .fields import FIELDS, Field


def is_answered(sheet, field: Field) -> bool:
    """Whether it has an answer: typed, in prose, in rows, or « non connu »."""
    return any(is_filled(sheet, name) for name in (field.name, *field.answered_by))


def is_filled(sheet, name: str) -> bool:
    """Whether this attribute of the sheet holds something. False is not an answer, 0 is one."""
    # The key of what a field names says it without reading it.
    value = getattr(sheet, f"{name}_id" if hasattr(sheet, f"{name}_id") else name)
    if hasattr(value, "all"):
        return bool(list(value.all()))
    if isinstance(value, str):
        return bool(plain_text(value))
    return bool(value) or (value == 0 and value is not False)


def completeness(sheet) -> int:
    """Percentage, 0 to 100."""
    weighed = [field for field in FIELDS.values() if field.weight]
    done = sum(field.weight for field in weighed if is_answered(sheet, field))
    return round(100 * done / sum(field.weight for field in weighed))
