"""Import of the rows of a content file: all of it or nothing, each broken row told, never twice the same row.

An app gives how one of its rows becomes a thing, and how things are saved.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from .dates import validate as validate_date

Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)


class ImportRefused(Exception):
    """A file with broken rows. Nothing was changed. `errors` are lines in French, one per broken row."""

    def __init__(self, errors: list[str]):
        super().__init__("Rien n’a été importé :\n" + "\n".join(f"  {error}" for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class ReadRow(Generic[Thing]):
    key: str
    data: dict
    thing: Thing  # not saved yet


@dataclass(frozen=True, slots=True)
class ImportReport(Generic[Thing]):
    created: list[Thing]
    kept: int  # imported before: left as they are, edited or deleted


def import_rows(
    rows: Iterable[object],
    *,
    named_by: str,
    key: Callable[[str], str],
    known: Collection[str],
    make: Callable[[dict], Thing],
    save: Callable[[Sequence[ReadRow[Thing]]], None],
) -> ImportReport[Thing]:
    """Save the things of the rows whose key is not among `known`.

    named_by: the field by which a file tells its rows apart; key: what is compared of it.
    make: a row -> an unsaved thing; raises ValidationError, or LookupError for what the row names and nobody knows.
    save: called once, when every row could be read.

    Raises ImportRefused with every broken row and its reason; nothing is changed then.
    """
    with transaction.atomic():
        read, kept = _read(rows, named_by, key, known, make)
        save(read)
    return ImportReport([row.thing for row in read], kept)


def _read(rows, named_by, key_of, known, make) -> tuple[list[ReadRow], int]:
    read: list[ReadRow] = []
    errors: list[str] = []
    lines: dict[str, int] = {}  # key -> its line
    kept = 0
    for line, data in enumerate(rows, start=1):
        name = data.get(named_by) if isinstance(data, dict) else None
        try:
            key = _key(data, named_by, key_of)
            if key in lines:
                raise ValidationError(f"déjà employé à la ligne {lines[key]}")
            lines[key] = line
            if key in known:
                kept += 1
            else:
                read.append(ReadRow(key, data, make(data)))
        except (
            ValidationError,
            LookupError,
            TypeError,
            AttributeError,
            ValueError,
            ArithmeticError,
        ) as error:
            errors.append(f"ligne {line}{f' ({name})' if name else ''} : {_reason(error)}")
    if errors:
        raise ImportRefused(errors)
    return read, kept


def _key(data: object, named_by: str, key_of: Callable[[str], str]) -> str:
    if not isinstance(data, dict):
        raise ValidationError("un objet était attendu")
    key = key_of(text_of(data, named_by, required=True))
    if not key:
        raise ValidationError(f"« {named_by} » n’a ni lettre ni chiffre")
    return key


def _reason(error: Exception) -> str:
    """The error as one line of the report."""
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return " ; ".join(
                f"« {name} » : {' '.join(texts)}" for name, texts in error.message_dict.items()
            )
        return " ".join(error.messages)
    if isinstance(error, KeyError):
        return f"il manque le champ « {error.args[0]} »"
    if type(error) is not IndexError and isinstance(error, LookupError):
        return str(error)
    return f"valeur inattendue ({error})"


def text_of(data: dict, name: str, *, required: bool = False) -> str:
    """A text of a row, without the spaces around it; "" when null or missing. Raises ValidationError."""
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        raise ValidationError(f"« {name} » : un texte était attendu")
    text = (value or "").strip()
    if required and not text:
        raise ValidationError(f"« {name} » est vide")
    return text


def date_of(data: dict, name: str) -> str:
    """A date of a row, as exact as it says; "" when null or missing. Raises ValidationError."""
    date = text_of(data, name)
    if date:
        validate_date(date)
    return date


def texts_of(data: dict, name: str) -> list[str]:
    """A list of texts of a row, without the empty ones. Raises ValidationError."""
    value = data.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValidationError(f"« {name} » : une liste de textes était attendue")
    return [item.strip() for item in value if item.strip()]


def cleaned(row: Row, parent: str) -> Row:
    """The row itself, which may be saved under a `parent` that is not saved yet. Raises ValidationError."""
    row.clean_fields(exclude=[parent])
    row.clean()
    return row
