"""Organisations and partnerships of a content file: created when missing, never overwritten."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from core.dates import validate as validate_date
from core.importing import import_rows, text_of, texts_of
from territories.matching import body_named
from territories.names import fold

from .models import Organisation, Partnership, Party
from .names import Directory

# Organisations that the register holds under a name of its own; others match by name or acronym.
_BODY_NAMES = {
    "SDEF": "SDEF",
    "SIEML": "SIEML",
    "SITIV": "SITIV",
    "Vendée Numérique": "GIP Vendée Numérique",
}


def import_organisations(rows: Iterable[dict]) -> int:
    """rows: as in `cases.json`, `organisations`. The number created. Raises ImportRefused."""
    return _import(rows, Organisation, _organisation)


def import_partnerships(rows: Iterable[dict]) -> int:
    """rows: as in `cases.json`, `partnerships`. Import the organisations first. The number created.

    Raises ImportRefused.
    """
    directory = Directory()
    return _import(rows, Partnership, lambda row: _partnership(row, directory))


def _import(rows, model, make) -> int:
    def checked(row):
        instance = make(row)
        instance.full_clean(exclude=["slug", "partnership"], validate_unique=False)
        return instance

    def save(read):
        for row in read:
            row.thing.save()

    known = {fold(name) for name in model.objects.values_list("name", flat=True)}
    report = import_rows(rows, named_by="name", key=fold, known=known, make=checked, save=save)
    return len(report.created)


def _organisation(row: dict) -> Organisation:
    name = text_of(row, "name")
    acronym, former = split_other_names(name, text_of(row, "acronym_or_former_name"))
    title, url = _source(row)
    body = body_named(_BODY_NAMES.get(name, name)) or (body_named(acronym) if acronym else None)
    return Organisation(
        name=name,
        acronym=acronym,
        former_name=former,
        kind=text_of(row, "type"),
        area=text_of(row, "area"),
        created=text_of(row, "created"),
        members_stated=text_of(row, "members_stated"),
        website=text_of(row, "website"),
        description=text_of(row, "description"),
        source_title=title,
        source_url=url,
        authority=body,
    )


def _partnership(row: dict, directory: Directory) -> Partnership:
    title, url = _source(row)
    date = text_of(row, "date")
    if date:
        validate_date(date)
    partnership = Partnership(
        name=text_of(row, "name"),
        kind=text_of(row, "kind"),
        date=date,
        purpose=text_of(row, "purpose"),
        governance=text_of(row, "governance"),
        joint_actions="\n".join(texts_of(row, "joint_actions")),
        source_title=title,
        source_url=url,
    )
    labels = texts_of(row, "parties")
    if not labels:
        raise ValidationError("aucune partie")
    partnership.parties = [
        Party(label=label, organisation=directory.named(label), sort_order=order)
        for order, label in enumerate(labels)
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


def _source(row: dict) -> tuple[str, str]:
    source = row.get("source") or {}
    if not isinstance(source, dict):
        raise ValidationError("« source » : un objet était attendu")
    return text_of(source, "title"), text_of(source, "url")
