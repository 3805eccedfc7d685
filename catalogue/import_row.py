"""One row of a content file (the shape of `data/demo/cases.json`) -> a sheet, not saved yet.

Nothing is invented: a null leaves its field empty, and no flag « non connu » is set for it.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.html import escape
from wagtail.fields import RichTextField

from core.dates import parse as parse_date
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme, Tool
from territories.matching import authority_for

from . import choices
from .fields import FIELDS
from .models import (
    DebateItem,
    ProjectCost,
    ProjectDifficulty,
    ProjectPage,
    ProjectPartner,
    ProjectResult,
    ProjectSource,
    ProjectTool,
)
from .publication import MAX_OTHER_THEMES

_DETAIL = re.compile(r"^(.+?)\s*\(([^()]+)\)$")


@dataclass
class References:
    """What rows refer to by name, read once for a whole file."""

    themes: dict[str, Theme] = field(default_factory=dict)
    tools: dict[str, Tool] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)

    @classmethod
    def load(cls) -> "References":
        return cls(
            themes={theme.slug: theme for theme in Theme.objects.select_related("parent")},
            tools={tool.name.lower(): tool for tool in Tool.objects.all()},
        )

    def tool(self, name: str) -> Tool:
        """An unknown tool is added: the list grows with the sheets."""
        if name.lower() not in self.tools:
            self.tools[name.lower()] = Tool.objects.create(name=name)
        return self.tools[name.lower()]


def sheet_from_row(row: dict, references: References) -> ProjectPage:
    """Raises ValidationError, or LookupError: a field that is missing, a territory that nobody knows."""
    territory = row["territory"]
    themes = list(dict.fromkeys(theme_at(path, references.themes) for path in row["themes"]))
    if not themes:
        raise ValidationError("aucun thème")
    sheet = ProjectPage(
        title=_required(row, "title"),
        origin=choices.Origin.DOCUMENTARY,
        summary=_required(row, "summary"),
        authority=authority_for(territory),
        stated_population=territory.get("population_stated"),
        main_theme=themes[0],
        kind=_choice(choices.Kind, row["kind"], "nature"),
        status=_choice(choices.Status, row["status"], "avancement"),
        status_date=_latest_source_date(row),
        start=_date(row.get("start") or row.get("start_year")),
        end=_date(row.get("end")),
        licence_text=row.get("licence") or "",
        source_code_url=row.get("source_code_url") or "",
        code_state=choices.CodeState.PUBLISHED if row.get("source_code_url") else "",
        **_rich_texts(row),
    )
    sheet.other_themes = themes[1 : MAX_OTHER_THEMES + 1]
    sheet.sources = [_source(item) for item in row["sources"]]
    sheet.partners = [_partner(label, references) for label in row["partenaires"]]
    sheet.tools = [_tool(label, references) for label in row["outils"]]
    sheet.costs = [_cost(item) for item in row.get("costs", ())]
    sheet.difficulties = [_difficulty(item) for item in row.get("difficulties", ())]
    sheet.results = [_result(item) for item in row.get("results_indicators", ())]
    if debate := row.get("debate"):
        _add_debate(sheet, debate)
    return sheet


def _rich_texts(row: dict) -> dict[str, str]:
    """Every rich text of the sheet, by the column that `catalogue.fields` gives it."""
    return {
        column.name: paragraphs(row.get(FIELDS[column.name].column))
        for column in ProjectPage._meta.local_concrete_fields
        if isinstance(column, RichTextField)
    }


def _required(row: dict, name: str) -> str:
    text = row[name]
    if not isinstance(text, str) or not text.strip():
        raise ValidationError(f"le champ « {name} » est vide")
    return text.strip()


def paragraphs(text: str | None) -> str:
    """Plain text -> rich text, escaped."""
    blocks = (block.strip() for block in (text or "").split("\n"))
    return "".join(f"<p>{escape(block)}</p>" for block in blocks if block)


def _latest_source_date(row: dict) -> str:
    """The status of a documentary sheet is what its latest dated source says."""
    return max((_date(source["date"]) for source in row["sources"] if source["date"]), default="")


def _date(value) -> str:
    return parse_date(str(value)) if value else ""


def _choice(enumeration, value: str, label: str) -> str:
    try:
        return enumeration(value)
    except ValueError:
        raise ValidationError(f"{label} inconnue : « {value} »") from None


def _source_number(item: dict) -> int | None:
    index = item.get("source_index")
    return None if index is None else index + 1


def _source(item: dict) -> ProjectSource:
    return ProjectSource(
        title=item["title"],
        url=item["url"] or "",
        archived_url=item.get("archived_url") or "",
        date=_date(item["date"]),
    )


def _partner(label: str, references: References) -> ProjectPartner:
    return ProjectPartner(label=label, organisation=references.directory.named(label))


def _tool(label: str, references: References) -> ProjectTool:
    """ "Decidim (Oyé)" -> the tool Decidim, with its detail."""
    match = _DETAIL.match(label)
    name, detail = match.groups() if match else (label, "")
    return ProjectTool(tool=references.tool(name), detail=detail)


def _cost(item: dict) -> ProjectCost:
    period = _choice(choices.Period, item["period"], "période")
    running = period in (choices.Period.YEARLY, choices.Period.MONTHLY)
    return ProjectCost(
        label=item["label"],
        nature=choices.CostNature.RUNNING if running else choices.CostNature.INVESTMENT,
        # Unless the file says that it is the whole cost, an amount does not count for the class.
        role=_choice(choices.CostRole, item.get("role", choices.CostRole.OTHER), "rôle"),
        amount=_decimal(item["amount_eur"]),
        tax=item.get("tax") or "",
        year=item.get("year"),
        period=period,
        scope=item.get("scope") or "",
        source_number=_source_number(item),
    )


def _difficulty(item: dict) -> ProjectDifficulty:
    return ProjectDifficulty(
        type=_choice(choices.Difficulty, item["type"], "difficulté"),
        text=item["text"],
        source_number=_source_number(item),
    )


def _result(item: dict) -> ProjectResult:
    return ProjectResult(
        indicator=item["indicator"],
        before=_decimal(item.get("before")),
        after=_decimal(item.get("after")),
        unit=item.get("unit") or "",
        date=_date(item.get("date")),
        source_number=_source_number(item),
    )


def _add_debate(sheet: ProjectPage, debate: dict) -> None:
    for name in ("question", "can_decide", "cannot_decide", "method", "guarantor", "follow_up"):
        setattr(sheet, f"debate_{name}", debate.get(name) or "")
    sheet.debate_participants = debate.get("participants")
    sheet.debate_contributions = debate.get("contributions")
    sheet.debate_items = [
        DebateItem(
            text=item["text"],
            answer=_choice(choices.Answer, item["answer"], "réponse"),
            answer_text=item.get("answer_text") or "",
            date=_date(item.get("date")),
            source_number=_source_number(item),
        )
        for item in debate.get("opinion_items") or ()
    ]


def _decimal(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))
