"""Deadlines of a content file: created when missing, never overwritten."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import cleaned, date_of, import_rows, text_of, texts_of
from core.sources import source_of
from funding.importing import types_of
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.matching import area_of, authority_for
from territories.models import Departement

from .models import Deadline, DeadlineMilestone, DeadlinePlace, DeadlineSource, DeadlineStory


def import_deadlines(rows: list[dict], *, source: str) -> int:
    """rows: as in `data/demo/deadlines.json`, whose sheets `source` has brought; one that was deleted since is left out.

    The address of each is its `id`. The number created. Raises ImportRefused; nothing is changed then.
    """
    themes = {theme.slug: theme for theme in Theme.objects.select_related("successor")}
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def make(row):
        deadline = _deadline(row)
        deadline.themes = list(
            dict.fromkeys(theme_at(path, themes) for path in texts_of(row, "themes"))
        )
        deadline.milestones = [cleaned(one, "deadline") for one in _milestones(row)]
        deadline.places = [cleaned(one, "deadline") for one in _places(row)]
        deadline.stories = [cleaned(one, "deadline") for one in _stories(row, sheets)]
        deadline.sources = [source_of(DeadlineSource, told) for told in row["sources"]]
        return deadline

    def save(read):
        for row in read:
            row.thing.save()

    known = set(Deadline.objects.values_list("slug", flat=True))
    report = import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)
    return len(report.created)


def _deadline(row: dict) -> Deadline:
    everywhere = row.get("everywhere")
    deadline = Deadline(
        slug=row["id"].strip(),
        what=text_of(row, "what"),
        date=text_of(row, "date"),
        concerned=text_of(row, "concerned"),
        to_do=text_of(row, "to_do"),
        is_national=everywhere is not None,
        types=types_of(everywhere or {}, "types"),
        communes_over=(everywhere or {}).get("communes_over"),
        groupings_over=(everywhere or {}).get("groupings_over"),
        url=text_of(row, "url"),
        note=text_of(row, "note"),
    )
    deadline.full_clean(exclude=["themes"])
    return deadline


def _milestones(row: dict) -> Iterator[DeadlineMilestone]:
    for told in row["milestones"]:
        date, source = date_of(told, "date"), text_of(told, "source")
        yield DeadlineMilestone(date=date, what=text_of(told, "what"), source=source)


def _places(row: dict) -> Iterator[DeadlinePlace]:
    """Those of the milestones with their day, then those that the row names without one."""
    named = set()
    for told in [*row["milestones"], row]:
        own = {} if told is row else {"date": date_of(told, "date"), "what": text_of(told, "what")}
        for code in texts_of(told, "communes"):
            if own or code not in named:
                yield DeadlinePlace(authority=authority_for({"insee": code}).standing, **own)
            named.add(code)
        for code in texts_of(told, "departements"):
            if own or f"D{code}" not in named:
                yield DeadlinePlace(departement=area_of(Departement, code), **own)
            named.add(f"D{code}")


def _stories(row: dict, sheets: Mapping[str, int | None]) -> Iterator[DeadlineStory]:
    told_of = set()
    for told in row["lived_by"]:
        told_of.add(key := text_of(told, "sheet_id"))
        yield DeadlineStory(
            sheet_id=_sheet(key, sheets) if key else None,
            authority=authority_for(told).standing,
            what=text_of(told, "what"),
            source=text_of(told, "source"),
        )
    for key in texts_of(row, "sheet_ids"):
        if key not in told_of and (page := _sheet(key, sheets)):
            yield DeadlineStory(sheet_id=page)


def _sheet(key: str, sheets: Mapping[str, int | None]) -> int | None:
    if key not in sheets:
        raise ValidationError(f"fiche inconnue : « {key} »")
    return sheets[key]
