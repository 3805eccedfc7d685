"""Organisations and partnerships of a content file: created when missing, never overwritten.

A file with a broken row changes nothing: `ImportRefused` names each row and its reason.
"""

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from core.dates import validate as validate_date
from core.importing import ImportRefused
from territories.matching import body_named
from territories.names import fold

from .models import Organisation, Partnership, Party
from .names import Directory

Row = dict[str, object]

# Organisations that the register holds under a name of its own; others match by name or acronym.
_BODY_NAMES = {
    "SDEF": "SDEF",
    "SIEML": "SIEML",
    "SITIV": "SITIV",
    "Vendée Numérique": "GIP Vendée Numérique",
}


def import_organisations(rows: Iterable[Row]) -> int:
    """rows: as in `cases.json`, `organisations`. The number created."""
    made = _read(rows, _organisation)
    known = {fold(name) for name in Organisation.objects.values_list("name", flat=True)}
    return _create(made, known)


def import_partnerships(rows: Iterable[Row]) -> int:
    """rows: as in `cases.json`, `partnerships`. Import the organisations first. The number created."""
    made = _read(rows, _partnership)
    known = {fold(name) for name in Partnership.objects.values_list("name", flat=True)}
    directory = Directory()
    for partnership, _ in made:
        for party in partnership.parties.all():
            party.organisation = directory.named(party.label)
    return _create(made, known)


def _read(rows: Iterable[Row], make: Callable[[Row], Organisation | Partnership]) -> list[tuple]:
    made: list[tuple] = []
    errors: list[str] = []
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        name = row.get("name") if isinstance(row, dict) else None
        where = f"ligne {index + 1} ({name})" if name else f"ligne {index + 1}"
        try:
            instance = make(row)
            instance.full_clean(exclude=["slug", "partnership"], validate_unique=False)
        except ValidationError as error:
            reasons = error.messages if not hasattr(error, "error_dict") else _by_field(error)
            errors += [f"{where} : {reason}" for reason in reasons]
            continue
        key = fold(instance.name)
        if key in seen:
            errors.append(f"{where} : déjà à la ligne {seen[key]}")
        seen.setdefault(key, index + 1)
        made.append((instance, key))
    if errors:
        raise ImportRefused(errors)
    return made


def _by_field(error: ValidationError) -> list[str]:
    return [
        f"« {name} » : {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _create(made: list[tuple], known: set[str]) -> int:
    fresh = [instance for instance, key in made if key not in known]
    with transaction.atomic():
        for instance in fresh:
            instance.save()
    return len(fresh)


def _organisation(row: Row) -> Organisation:
    _check_row(row)
    name = _text(row, "name", required=True)
    acronym, former = split_other_names(name, _text(row, "acronym_or_former_name"))
    title, url = _source(row)
    body = body_named(_BODY_NAMES.get(name, name)) or (body_named(acronym) if acronym else None)
    return Organisation(
        name=name,
        acronym=acronym,
        former_name=former,
        kind=_text(row, "type"),
        area=_text(row, "area"),
        created=_text(row, "created"),
        members_stated=_text(row, "members_stated"),
        website=_text(row, "website"),
        description=_text(row, "description"),
        source_title=title,
        source_url=url,
        authority=body,
    )


def _partnership(row: Row) -> Partnership:
    _check_row(row)
    title, url = _source(row)
    date = _text(row, "date")
    if date:
        validate_date(date)
    partnership = Partnership(
        name=_text(row, "name", required=True),
        kind=_text(row, "kind"),
        date=date,
        purpose=_text(row, "purpose"),
        governance=_text(row, "governance"),
        joint_actions="\n".join(_texts(row, "joint_actions")),
        source_title=title,
        source_url=url,
    )
    labels = _texts(row, "parties")
    if not labels:
        raise ValidationError("aucune partie")
    partnership.parties = [
        Party(label=label, sort_order=order) for order, label in enumerate(labels)
    ]
    return partnership


def split_other_names(name: str, text: str) -> tuple[str, str]:
    """The acronym and the former or other name that a source gives in one field.

    A part is the acronym when its letters are initials of the name, in order ("APVF", "ARNia");
    anything else ("AdCF", "ex-GIP Territoires numériques BFC") is another name.
    """
    acronym, others = "", []
    for part in (part.strip() for part in text.split(",")):
        if part and not acronym and _is_acronym(part, name):
            acronym = part
        elif part:
            others.append(re.sub(r"^ex-", "", part))
    return acronym, ", ".join(others)


def _is_acronym(part: str, name: str) -> bool:
    if " " in part or len(part) > 10 or sum(letter.isupper() for letter in part) < 2:
        return False
    initials = iter(word[0] for word in fold(name).split())
    return all(letter in initials for letter in fold(part).replace(" ", ""))


def _check_row(row: object) -> None:
    if not isinstance(row, dict):
        raise ValidationError("un objet était attendu")


def _text(row: Row, name: str, *, required: bool = False) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ValidationError(f"« {name} » : un texte était attendu")
    text = (value or "").strip()
    if required and not text:
        raise ValidationError(f"« {name} » est vide")
    return text


def _texts(row: Row, name: str) -> list[str]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValidationError(f"« {name} » : une liste de textes était attendue")
    return [item.strip() for item in value if item.strip()]


def _source(row: Row) -> tuple[str, str]:
    source = row.get("source") or {}
    if not isinstance(source, dict):
        raise ValidationError("« source » : un objet était attendu")
    return _text(source, "title"), _text(source, "url")
