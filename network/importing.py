"""Organisations, partnerships and memberships of a content file: created when missing, never overwritten."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from wagtail.models import Page

from core.importing import ReadRow, date_of, import_rows, text_of, texts_of
from core.sources import source_of
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.matching import body_named
from territories.names import fold

from .bodies import authority_meant, fill
from .models import (
    FieldOfWork,
    JointAction,
    Membership,
    Organisation,
    Partnership,
    PartnershipReview,
    PartnershipSource,
    Party,
)
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
    return _import(rows, Organisation, _organisation, _found)


def _found(read: list[ReadRow[Organisation]]) -> None:
    """Founders may stand below what they founded in the same file."""
    directory = Directory()
    for row in read:
        names = texts_of(row.data, "founders")
        if names:
            row.thing.founders.set([directory.named_or_made(name) for name in names])


def import_partnerships(rows: Iterable[dict]) -> int:
    """rows: as in `cases.json`, `partnerships`. Import the organisations first. The number created.

    Raises ImportRefused.
    """
    directory = Directory()
    themes = {theme.slug: theme for theme in Theme.objects.select_related("successor")}
    return _import(rows, Partnership, lambda row: _partnership(row, directory, themes))


def import_memberships(rows: Iterable[dict]) -> int:
    """rows: as in `data/demo/groups.json`, `memberships`. The number created. Raises ImportRefused."""
    directory = Directory()

    def make(row):
        source = row["source"]
        membership = Membership(
            organisation=directory.named_or_made(text_of(row, "organisation", required=True)),
            begins=date_of(row, "from"),
            ends=date_of(row, "to"),
            source_title=text_of(source, "title", required=True),
            source_url=text_of(source, "url"),
            source_date=date_of(source, "date"),
        )
        name = text_of(row, "member", required=True)
        membership.member = directory.named(name)
        if membership.member is None:
            membership.authority = authority_meant(name, row)
        if membership.member is None and membership.authority is None:
            membership.member = directory.named_or_made(name)
        membership.clean_fields()
        membership.clean()
        return membership

    def save(read):
        for row in read:
            row.thing.full_clean()
            row.thing.save()

    known = {
        f"{fold(one.organisation.name)}|{fold(one.authority.name if one.authority_id else one.member.name)}"
        for one in Membership.objects.select_related("organisation", "authority", "member")
    }
    rows = [
        row | {"key": f"{row['organisation']}|{row['member']}"} if isinstance(row, dict) else row
        for row in rows
    ]
    key = _key_of_both
    return len(
        import_rows(rows, named_by="key", key=key, known=known, make=make, save=save).created
    )


def _key_of_both(text: str) -> str:
    return "|".join(fold(part) for part in text.split("|"))


def _import(rows, model, make, after=None) -> int:
    def checked(row):
        instance = make(row)
        instance.full_clean(exclude=["slug", "partnership"], validate_unique=False)
        return instance

    def save(read):
        for row in read:
            row.thing.save()
        if after:
            after(read)

    known = {fold(name) for name in model.objects.values_list("name", flat=True)}
    report = import_rows(rows, named_by="name", key=fold, known=known, make=checked, save=save)
    return len(report.created)


def _organisation(row: dict) -> Organisation:
    name = text_of(row, "name")
    acronym, former = split_other_names(name, text_of(row, "acronym_or_former_name"))
    title, url = _source(row)
    members_count, members_date = count_of(text_of(row, "members_stated"))
    body = body_named(_BODY_NAMES.get(name, name)) or (body_named(acronym) if acronym else None)
    return Organisation(
        name=name,
        acronym=acronym,
        former_name=former,
        kind=text_of(row, "type"),
        area=text_of(row, "area"),
        created=text_of(row, "created"),
        members_stated=text_of(row, "members_stated"),
        members_count=members_count,
        members_date=members_date,
        statutes=text_of(row.get("statutes") or {}, "text"),
        statutes_date=date_of(row.get("statutes") or {}, "date"),
        statutes_url=text_of(row.get("statutes") or {}, "url"),
        website=text_of(row, "website"),
        description=text_of(row, "description"),
        source_title=title,
        source_url=url,
        authority=body,
    )


def _partnership(row: dict, directory: Directory, themes: dict[str, Theme]) -> Partnership:
    title, url = _source(row)
    partnership = Partnership(
        name=text_of(row, "name"),
        kind=text_of(row, "kind"),
        date=date_of(row, "date"),
        # An event of the agenda, where it is there.
        signed_at=Page.objects.filter(
            title=text_of(row, "signed_at") or None, content_type__model="eventpage"
        ).first(),
        duration=text_of(row, "duration"),
        purpose=text_of(row, "purpose"),
        governance=text_of(row, "governance"),
    )
    named = [{"name": label} for label in texts_of(row, "parties")]
    if not named:
        raise ValidationError("aucune partie")
    partnership.parties = [
        fill(Party(label=text_of(told, "name"), role=text_of(told, "role"), part=part), directory)
        for part, rows in (
            (Party.Part.PARTY, named),
            (Party.Part.THIRD, row.get("third_parties") or []),
            (Party.Part.INTENDS, row.get("intentions") or []),
        )
        for told in rows
    ]
    partnership.fields = [
        FieldOfWork(
            text=text_of(told, "text"),
            theme=theme_at(told["theme"], themes) if told.get("theme") else None,
        )
        for told in row.get("fields") or []
    ]
    partnership.actions = [_action(told) for told in row.get("joint_actions") or []]
    partnership.reviews = [
        PartnershipReview(
            year=told["year"], outcome=text_of(told, "outcome"), source_url=text_of(told, "source")
        )
        for told in row.get("reviews") or []
    ]
    sources = [{"title": title, "url": url}] if title else []
    partnership.sources = [
        source_of(PartnershipSource, told) for told in row.get("sources") or sources
    ]
    for name in ("parties", "fields", "actions", "reviews"):
        for one in getattr(partnership, name).all():
            one.clean_fields(exclude=["partnership"])
    return partnership


def _action(told: str | dict) -> JointAction:
    """A text alone says nothing of where the action is."""
    if isinstance(told, str):
        return JointAction(text=told.strip())
    return JointAction(
        text=text_of(told, "text"), status=text_of(told, "status"), date=date_of(told, "date")
    )


# « 530 membres (2025) »: one figure, and its year. Of « 1 120 adhérents avec la FNCCR (2024) », which counts two bodies, or
# of what has no year, no figure is taken.
_COUNTED = re.compile(
    r"^(?:plus de |environ )?(\d[\d\s]*) (?:membres|adhérents|OPSN|communes) \((\d{4})\)$"
)


def count_of(stated: str) -> tuple[int | None, str]:
    """The number of members and its year, of a text as sources write it."""
    match = _COUNTED.match(stated)
    return (int(re.sub(r"\D", "", match[1])), match[2]) if match else (None, "")


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
