"""Labels of a content file, and who received them: created when missing, never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import import_rows, text_of, texts_of
from core.sources import source_of
from network.bodies import authority_meant
from network.names import Directory
from territories.names import fold

from .models import Award, Label, LabelSource


@dataclass(slots=True)
class _Given:
    """A label with its awards, which are saved after it."""

    label: Label
    awards: list[Award] = field(default_factory=list)


def import_labels(rows: list[dict], *, source: str) -> int:
    """rows: as in `data/demo/labels.json`, whose sheets `source` has brought; one that was deleted since is left out.

    Organisations that rows name and the directory lacks are made. The number of labels created. Raises ImportRefused;
    nothing is changed then.
    """
    directory = Directory()
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def make(row):
        given = _Given(_label(row, directory))
        given.label.full_clean(exclude=["slug"], validate_unique=False)
        for told in row["awards"]:
            award = _award(told, directory, sheets)
            award.clean_fields(exclude=["label"])
            given.awards.append(award)
        return given

    def save(read):
        for row in read:
            row.thing.label.save()
            for award in row.thing.awards:
                award.label = row.thing.label
                award.validate_constraints()
                award.save()

    known = {fold(name) for name in Label.objects.values_list("name", flat=True)}
    report = import_rows(rows, named_by="name", key=fold, known=known, make=make, save=save)
    return len(report.created)


def _label(row: dict, directory: Directory) -> Label:
    label = Label(
        name=text_of(row, "name"),
        organisation=directory.named_or_made(text_of(row, "organisation", required=True)),
        since=text_of(row, "since"),
        criteria=text_of(row, "criteria"),
        levels="\n".join(texts_of(row, "levels")),
        url=text_of(row, "url"),
    )
    label.sources = [source_of(LabelSource, told) for told in row["sources"]]
    return label


def _award(told: dict, directory: Directory, sheets: Mapping[str, int | None]) -> Award:
    name = text_of(told, "authority", required=True)
    authority = authority_meant(name, told)
    key = text_of(told, "sheet_id")
    if key and key not in sheets:
        raise ValidationError(f"fiche inconnue : « {key} »")
    return Award(
        authority=authority,
        organisation=None if authority else directory.named_or_made(name),
        year=told["year"],
        level=text_of(told, "level"),
        category=text_of(told, "category"),
        sheet_id=sheets[key] if key else None,
        source=text_of(told, "source"),
    )
