"""A label as search sees it, and what labels add to what is searched of a sheet."""

from dataclasses import replace

from core.records import Record

from .facets import LABEL
from .models import Label

KIND = "label"


def record_of(label: Label) -> Record:
    url = label.get_absolute_url()
    organisation = label.organisation
    words = (organisation.name, organisation.acronym, label.levels)
    return Record(
        key=f"{KIND}:{label.pk}",
        kind=KIND,
        title=label.name,
        summary=label.criteria,
        body="\n".join(word for word in words if word),
        url=url,
        date=None,
        card={
            "title": label.name,
            "summary": label.criteria,
            "url": url,
            "kind_label": "Label",
            "theme_slug": "",
        },
    )


def with_awards(sheet, record: Record) -> Record:
    """The record of a sheet, which says what its subject received."""
    awards = list(sheet.awards.all())
    if not awards:
        return record
    slugs = tuple(dict.fromkeys(award.label.slug for award in awards))
    words = "\n".join(f"{award.label.name} {award.words}" for award in awards)
    return replace(
        record,
        body=f"{record.body}\n{words}",
        facets=dict(record.facets) | {LABEL.name: slugs},
    )
