"""One row of a content file (the shape of `data/demo/cases.json`) -> the record that a line of a spreadsheet would make.

Nothing is invented: a null leaves its field empty, and no flag « non connu » is set for it.
"""

import re

from django.core.exceptions import ValidationError
from wagtail.fields import RichTextField

from core.dates import parse as parse_date
from core.tables.content_file import Cells, record_of_cells
from core.tables.records import Record
from taxonomy.importing import theme_at
from territories.matching import authority_for

from . import choices
from .fields import FIELDS
from .models import ProjectPage
from .publication import MAX_OTHER_THEMES
from .spreadsheet.contents import SHEETS
from .spreadsheet.references import References

_DETAIL = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
_DEBATE = ("question", "can_decide", "cannot_decide", "method", "guarantor", "follow_up")


def record_of(row: dict, references: References) -> Record:
    """Raises ValidationError, or LookupError: a field that is missing, a territory that nobody knows."""
    return record_of_cells(SHEETS, row["id"], _sheet(row, references), _rows(row, references))


def _sheet(row: dict, references: References) -> Cells:
    themes = list(dict.fromkeys(theme_at(path, references.by_slug) for path in row["themes"]))
    if not themes:
        raise ValidationError("aucun thème")
    territory = row["territory"]
    debate = row.get("debate") or {}
    return {
        **_rich_texts(row),
        "title": _required(row, "title"),
        "origin": choices.Origin.DOCUMENTARY.value,
        "summary": _required(row, "summary"),
        "authority": authority_for(territory).code,
        "stated_population": territory.get("population_stated"),
        "main_theme": themes[0].slug,
        "other_themes": ";".join(theme.slug for theme in themes[1 : MAX_OTHER_THEMES + 1]),
        "kind": row["kind"],
        "status": row["status"],
        "status_date": _latest_source_date(row),
        "start": row.get("start") or row.get("start_year"),
        "end": row.get("end"),
        "licence_text": row.get("licence"),
        "source_code_url": row.get("source_code_url"),
        "code_state": choices.CodeState.PUBLISHED.value if row.get("source_code_url") else None,
        **{f"debate_{name}": debate.get(name) for name in _DEBATE},
        "debate_participants": debate.get("participants"),
        "debate_contributions": debate.get("contributions"),
    }


def _rich_texts(row: dict) -> Cells:
    """Every rich text of the sheet, by the column that `catalogue.fields` gives it."""
    return {
        column.name: row.get(FIELDS[column.name].column)
        for column in ProjectPage._meta.local_concrete_fields
        if isinstance(column, RichTextField)
    }


def _required(row: dict, name: str) -> str:
    text = row[name]
    if not isinstance(text, str) or not text.strip():
        raise ValidationError(f"le champ « {name} » est vide")
    return text


def _latest_source_date(row: dict) -> str:
    """The status of a documentary sheet is what its latest dated source says."""
    return max(
        (parse_date(source["date"]) for source in row["sources"] if source["date"]), default=""
    )


def _rows(row: dict, references: References) -> dict[str, list[Cells]]:
    debate = row.get("debate") or {}
    return {
        "sources": [
            {
                **{name: item[name] for name in ("title", "url", "date")},
                "archived_url": item.get("archived_url"),
                "voice": item.get("voice"),
            }
            for item in row["sources"]
        ],
        "partners": [_partner(label, references) for label in row["partenaires"]],
        "tools": [_tool(label) for label in row["outils"]],
        "funding": [_funding(item, references) for item in row.get("funding", ())],
        "costs": [_cost(item) for item in row.get("costs", ())],
        "difficulties": [
            {"type": item["type"], "text": item["text"], **_source(item)}
            for item in row.get("difficulties", ())
        ],
        "results": [
            {
                **{name: item.get(name) for name in ("before", "after", "unit", "date")},
                "indicator": item["indicator"],
                **_source(item),
            }
            for item in row.get("results_indicators", ())
        ],
        "debate_items": [
            {
                **{name: item.get(name) for name in ("answer_text", "date")},
                "text": item["text"],
                "answer": item["answer"],
                **_source(item),
            }
            for item in debate.get("opinion_items") or ()
        ],
    }


def _source(item: dict) -> Cells:
    """`second_source_index`: of one that confirms it."""
    found = {}
    for key in ("source", "second_source"):
        index = item.get(f"{key}_index")
        found[f"{key}_number"] = None if index is None else index + 1
    return found


def _partner(label: str, references: References) -> Cells:
    organisation = references.directory.named(label)
    return {"label": label, "organisation": organisation.name if organisation else None}


def _tool(label: str) -> Cells:
    """ "Decidim (Oyé)" -> the tool Decidim, with its detail."""
    match = _DETAIL.match(label)
    name, detail = match.groups() if match else (label, None)
    return {"tool": name, "detail": detail}


def _funding(item: dict, references: References) -> Cells:
    aid = references.known_aid(item["programme"])
    return {
        **{name: item.get(name) for name in ("amount", "rate")},
        "funder": item["funder"],
        "programme": item["programme"],
        "aid": aid.name if aid else None,
        **_source(item),
    }


def _cost(item: dict) -> Cells:
    running = item["period"] in (choices.Period.YEARLY, choices.Period.MONTHLY)
    nature = choices.CostNature.RUNNING if running else choices.CostNature.INVESTMENT
    return {
        "label": item["label"],
        "nature": nature.value,
        # Unless the file says that it is the whole cost, an amount does not count for the class.
        "role": item.get("role", choices.CostRole.OTHER.value),
        "amount": item["amount_eur"],
        "period": item["period"],
        **{name: item.get(name) for name in ("tax", "year", "quantity", "unit", "scope")},
        **_source(item),
    }
