"""A sheet as search sees it: the one place that says what of a sheet is found, filtered and listed."""

import datetime

from django.utils import timezone
from wagtail.fields import RichTextField

from core.facets import YEAR
from core.kinds import Met
from core.records import Record
from core.sanitising import plain_text
from funding.facets import FUNDING
from taxonomy.facets import THEME, TOOL, theme_values
from territories.facets import DEPARTEMENT, POPULATION, REGION, TYPE
from territories.kinds_of_places import kinds_of

from . import costs, facets
from .evidence import evidence_of
from .fields import FIELDS, Search, hidden_from
from .status import status_in_words
from .ways_out import way_out

KIND = "projet"


def record_of(sheet) -> Record:
    authority = sheet.authority
    themes = sheet.themes
    cost_rows = list(sheet.costs.all())
    tools = [row.tool for row in sheet.tools.all()]
    aids = [row.aid.standing for row in sheet.funding.all() if row.aid]
    return Record(
        key=f"{KIND}:{sheet.pk}",
        kind=KIND,
        title=_part(sheet, Search.TITLE),
        summary=_part(sheet, Search.SUMMARY),
        difficulties=_part(sheet, Search.DIFFICULTIES),
        body=f"{_part(sheet, Search.BODY)}\n{_names(sheet)}",
        url=sheet.relative_url(None) if sheet.url_path else "",
        date=_told_on(sheet),
        facets={
            name: values
            for name, values in {
                THEME.name: theme_values(themes),
                POPULATION.name: _one(authority and authority.population_class),
                TYPE.name: _one(authority and authority.type),
                REGION.name: _one(authority and authority.region_id),
                DEPARTEMENT.name: tuple(authority.departement_codes()) if authority else (),
                facets.NATURE.name: _one(sheet.kind),
                facets.STATUS.name: _one(sheet.status),
                facets.COST.name: _one(costs.cost_class(cost_rows)),
                YEAR.name: _one(sheet.start[:4]),
                facets.DIFFICULTY.name: tuple(
                    dict.fromkeys(row.type for row in sheet.difficulties.all())
                ),
                facets.EVIDENCE.name: facets.evidence_values(evidence_of(sheet).strength),
                TOOL.name: tuple(dict.fromkeys(tool.slug for tool in tools)),
                FUNDING.name: tuple(dict.fromkeys(aid.slug for aid in aids)),
            }.items()
            if values
        },
        place=authority.place() if authority else None,
        territory=kinds_of(authority) if authority else "",
        card=_card(sheet, authority, cost_rows),
    )


def card_of(sheet) -> dict:
    """What a card shows of a sheet, for a page that holds it already."""
    card = _card(sheet, sheet.authority, list(sheet.costs.all()))
    return with_status(card, timezone.now())


def met_of(card: dict) -> list[Met]:
    """The difficulties of a sheet, from its card."""
    return [Met(*row, anchor="difficultes") for row in card.get("met", ())]


def with_status(card: dict, now: datetime.datetime) -> dict:
    """The card with its state told as of `now`: the index holds the date of the state, not the words."""
    words = status_in_words(
        card["status_label"], card.get("status_date", ""), timezone.localdate(now)
    )
    # A state without a date: the year of what is told, for a list by date shows why it is in that order.
    if not card.get("status_date") and (told := card.get("told")):
        words = f"{words}, {told}" if words else told[:1].upper() + told[1:]
    return card | {"status_words": words}


def _card(sheet, authority, cost_rows) -> dict:
    difficulties = list(sheet.difficulties.all())
    cost_label, cost = costs.headline(cost_rows, sheet.costs_text)
    return {
        "title": sheet.title,
        "summary": sheet.summary,
        "url": sheet.relative_url(None) if sheet.url_path else "",
        "number": sheet.number,
        "authority": authority.card() if authority else None,
        "theme_slug": sheet.main_theme.family.slug if sheet.main_theme_id else "",
        "cost_label": cost_label,
        "cost": cost,
        "cost_unknown": sheet.investment_unknown and sheet.running_unknown,
        "difficulty": difficulties[0].text if difficulties else "",
        "met": [[row.type, row.text, *way_out(sheet, row.text)] for row in difficulties],
        "kind_label": sheet.get_kind_display(),
        "status_label": sheet.get_status_display(),
        "status_date": sheet.status_date,
        "told": _years_told(sheet),
    }


def _part(sheet, part: Search) -> str:
    """What `catalogue.fields` declares for this part of the record: texts, then rows."""
    hidden = hidden_from(sheet.kind)
    found = [field for field in FIELDS.values() if field.search is part and field not in hidden]
    words = [_text(sheet, field.name) for field in found if not field.rows]
    for field in found:
        if field.rows:
            words += [row.search_text for row in getattr(sheet, field.name).all()]
    return "\n".join(text for text in words if text)


def _text(sheet, name: str) -> str:
    """« <bio> » is a word of a title, and a tag of a rich text."""
    text = getattr(sheet, name)
    return plain_text(text) if isinstance(sheet._meta.get_field(name), RichTextField) else text


def _names(sheet) -> str:
    """What it is filed under, in words."""
    words = [theme.name for theme in sheet.themes]
    if authority := sheet.authority:
        words += [authority.label, authority.full_name, authority.region_name]
    words += [sheet.get_kind_display(), sheet.get_status_display()]
    return "\n".join(text for text in words if text)


def _years_told(sheet) -> str:
    """« fin 2021 », « début 2019 »; "" when neither is known."""
    if sheet.end:
        return f"fin {sheet.end[:4]}"
    return f"début {sheet.start[:4]}" if sheet.start else ""


def _told(sheet) -> str:
    """When what the sheet tells was so: its state, else its end, else its start; a partial date."""
    return sheet.status_date or sheet.end or sheet.start


def _told_on(sheet) -> datetime.date | None:
    """The first day that it may mean: in a list of the newest, vague dates come after precise ones."""
    told = _told(sheet)
    try:
        return datetime.date.fromisoformat(told + "-01-01"[len(told) - 4 :]) if told else None
    except ValueError:
        return None


def _one(value) -> tuple[str, ...]:
    return (str(value),) if value else ()
