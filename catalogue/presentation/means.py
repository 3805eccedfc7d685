"""What it took: costs, funding, people, tools, licence."""

from catalogue import choices
from catalogue.costs import role_in_words, units_in_words
from catalogue.evidence import cited
from core.sanitising import rich_text

from .values import CostRow, FundingRow, Group, Licence, MeansRow, ToolRow
from .words import TITLES, figure, link, silence


def costs_of(sheet) -> Group[CostRow]:
    unknown = tuple(
        label
        for name, label in (("investment", "d’investissement"), ("running", "de fonctionnement"))
        if getattr(sheet, f"{name}_unknown")
    )
    return Group(
        title=TITLES["costs"],
        text=rich_text(sheet.costs_text),
        rows=tuple(_cost(sheet, row) for row in sheet.costs.all()),
        unknown=len(unknown) == 2,
        unknown_parts=unknown if len(unknown) == 1 else (),
        silence=silence(sheet, "costs"),
    )


def _cost(sheet, row) -> CostRow:
    repeats = row.period in (choices.Period.YEARLY, choices.Period.MONTHLY)
    return CostRow(
        label=row.label,
        role_label=role_in_words(row),
        amount=row.amount,
        tax=row.tax,
        year=str(row.year or ""),
        period_label=row.get_period_display() if repeats else "",
        units=units_in_words(row),
        scope=row.scope,
        cited=cited(sheet.sources.all(), row),
    )


def funding_of(sheet) -> Group[FundingRow]:
    rows = tuple(
        FundingRow(
            label=" · ".join(part for part in (row.funder, row.programme) if part),
            url=row.aid.standing.get_absolute_url() if row.aid_id else "",
            amount=row.amount,
            rate=f"{figure(row.rate)} %" if row.rate is not None else "",
            cited=cited(sheet.sources.all(), row),
        )
        for row in sheet.funding.all()
    )
    return Group(TITLES["funding_text"], rich_text(sheet.funding_text), rows)


def means_of(sheet) -> Group[MeansRow]:
    rows = tuple(
        MeansRow(row.skill, means_value(row), cited(sheet.sources.all(), row))
        for row in sheet.means.all()
    )
    text = rich_text(sheet.means_text)
    return Group(
        TITLES["means_text"],
        text,
        rows,
        unknown=sheet.means_unknown,
        silence=silence(sheet, "means_text"),
    )


def means_value(row) -> str:
    """« 20 jours, interne »."""
    quantity = f"{figure(row.quantity)} {row.get_unit_display()}".strip()
    return ", ".join(part for part in (quantity, row.get_origin_display().lower()) if part)


def tools_of(sheet) -> Group[ToolRow]:
    rows = tuple(
        ToolRow(
            name=f"{row.tool.name} ({row.detail})" if row.detail else row.tool.name,
            version=row.version,
            hosting=row.hosting,
            url=link("", outil=row.tool.slug)["url"],
        )
        for row in sheet.tools.all()
    )
    return Group(TITLES["tools_text"], rich_text(sheet.tools_text), rows)


def licence_of(sheet) -> Licence:
    return Licence(
        title=TITLES["licence_spdx"],
        spdx=sheet.licence_spdx,
        text=sheet.licence_text,
        state_label=sheet.get_code_state_display(),
        source_code_url=sheet.source_code_url,
    )
