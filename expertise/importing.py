"""Offers and needs of a content file: created when missing, never overwritten."""

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import import_rows, text_of, texts_of
from core.sources import source_of
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.matching import authority_for

from .models import Expertise, ExpertiseSheet, ExpertiseSource


def import_expertises(rows: list[dict], *, source: str) -> int:
    """rows: as in `data/demo/expertise.json`, whose sheets `source` has brought; one that was deleted since is left out.

    The address of each is its `id`. Whom `organisation` names is looked for by its code, then in the directory; else it
    stays as words. The number created. Raises ImportRefused; nothing is changed then.
    """
    directory = Directory()
    themes = {theme.slug: theme for theme in Theme.objects.select_related("successor")}
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def make(row):
        one = _expertise(row, directory)
        one.themes = list(dict.fromkeys(theme_at(path, themes) for path in texts_of(row, "themes")))
        one.shared_with = [directory.named_or_made(name) for name in texts_of(row, "shared_with")]
        for key in texts_of(row, "sheet_ids"):
            if key not in sheets:
                raise ValidationError(f"fiche inconnue : « {key} »")
        keys = filter(None, (sheets[key] for key in texts_of(row, "sheet_ids")))
        one.sheets = [ExpertiseSheet(sheet_id=key) for key in keys]
        one.sources = [source_of(ExpertiseSource, told) for told in row["sources"]]
        return one

    def save(read):
        for row in read:
            row.thing.save()

    known = set(Expertise.objects.values_list("slug", flat=True))
    report = import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)
    return len(report.created)


def _expertise(row: dict, directory: Directory) -> Expertise:
    named = text_of(row, "organisation", required=True)
    has_code = text_of(row, "insee") or text_of(row, "siren") or text_of(row, "type")
    authority = authority_for(row).standing if has_code else None
    organisation = None if authority else directory.named(named)
    one = Expertise(
        slug=row["id"].strip(),
        direction=text_of(row, "direction"),
        subject=text_of(row, "subject"),
        text=text_of(row, "text"),
        authority=authority,
        organisation=organisation,
        label="" if authority or organisation else named,
        date=text_of(row, "date"),
        closes_on=text_of(row, "closes_on"),
        note=text_of(row, "note"),
    )
    one.full_clean(exclude=["themes", "shared_with"])
    return one
