"""Funding programmes and deadlines as search sees them, and what deadlines add to what is searched of a sheet."""

import datetime
from dataclasses import replace

from django.utils import timezone

from core.dates import is_over
from core.facets import YEAR
from core.records import Record
from core.words import partial_date
from funding.models import FundingProgramme, over_in_words
from taxonomy.facets import THEME, theme_values
from territories.areas import departement
from territories.facets import REGION, TYPE

from .facets import DEADLINE
from .models import Deadline

FUNDING_KIND = "aide"
DEADLINE_KIND = "echeance"


def funding_record(programme: FundingProgramme) -> Record:
    themes = list(programme.themes.all())
    regions = [one.code for one in programme.regions.all()]
    areas = [departement(one.code) for one in programme.departements.all()]
    regions += [area.region for area in areas if area]
    said = (
        *(programme.acronym, programme.former_name, programme.funder, programme.rate),
        *(programme.period, programme.status, programme.note),
        *(theme.name for theme in themes),
        programme.organisation.name if programme.organisation else "",
    )
    facets = {
        THEME.name: theme_values(themes),
        TYPE.name: tuple(programme.eligible),
        REGION.name: tuple(dict.fromkeys(regions)),
    }
    url = programme.get_absolute_url()
    return Record(
        key=f"{FUNDING_KIND}:{programme.pk}",
        kind=FUNDING_KIND,
        title=programme.name,
        summary=programme.what,
        body="\n".join(part for part in said if part),
        url=url,
        date=None,
        facets={name: values for name, values in facets.items() if values},
        card={
            "title": programme.name,
            "summary": programme.what,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": "Aide",
            "above": programme.funder,
            "ends": programme.ends,
            "is_closed": programme.is_closed,
        },
    )


def with_funding_state(card: dict, now: datetime.datetime) -> dict:
    over = over_in_words(card["is_closed"], card["ends"])
    return card | {"state": over.capitalize()}


def deadline_record(deadline: Deadline) -> Record:
    themes = list(deadline.themes.all())
    said = (
        *(deadline.to_do, deadline.note),
        *(row.what for row in deadline.milestones.all()),
        *(theme.name for theme in themes),
    )
    facets = {
        THEME.name: theme_values(themes),
        YEAR.name: (deadline.date[:4],),
    }
    url = deadline.get_absolute_url()
    return Record(
        key=f"{DEADLINE_KIND}:{deadline.pk}",
        kind=DEADLINE_KIND,
        title=deadline.what,
        summary=deadline.concerned,
        body="\n".join(part for part in said if part),
        url=url,
        # The first day that the words may mean: « 2026 » before « mars 2026 ».
        date=datetime.date.fromisoformat((deadline.date + "-01-01")[:10]),
        facets={name: values for name, values in facets.items() if values},
        card={
            "title": deadline.what,
            "summary": deadline.concerned,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": "Échéance",
            "day": deadline.date,
        },
    )


def with_deadline_state(card: dict, now: datetime.datetime) -> dict:
    is_past = is_over(card["day"], timezone.localdate(now))
    told = partial_date(card["day"])
    return card | {"above": told, "state": "Passée" if is_past else "À venir"}


def with_deadlines(sheet, record: Record) -> Record:
    """The record of a sheet, which says which deadlines its subject met."""
    deadlines = [row.deadline for row in sheet.deadline_stories.all()]
    if not deadlines:
        return record
    slugs = tuple(dict.fromkeys(one.slug for one in deadlines))
    words = "\n".join(one.what for one in deadlines)
    return replace(
        record,
        body=f"{record.body}\n{words}",
        facets=dict(record.facets) | {DEADLINE.name: slugs},
    )
