"""A sheet as search sees it: the one place that says what of a sheet is found, filtered and listed."""

from core.records import Record
from core.sanitising import plain_text

from . import costs

KIND = "projet"

_PROSE = (
    "context",
    "trigger",
    "objectives",
    "actions",
    "governance",
    "means_text",
    "costs_text",
    "funding_text",
    "tools_text",
    "licence_text",
    "data_text",
    "legal_text",
    "results_text",
    "difficulties_text",
    "success_factors",
    "again",
    "environment_text",
    "inclusion_text",
    "reproducibility",
    "prerequisites",
    "risks",
)
_DEBATE_PROSE = (
    "debate_question",
    "debate_can_decide",
    "debate_cannot_decide",
    "debate_method",
    "debate_guarantor",
    "debate_follow_up",
)


def record_of(sheet) -> Record:
    authority = sheet.authority
    themes = sheet.themes
    cost_rows = list(sheet.costs.all())
    tools = [row.tool for row in sheet.tools.select_related("tool")] if sheet.pk else []
    return Record(
        key=f"{KIND}:{sheet.pk}",
        kind=KIND,
        title=sheet.title,
        summary=sheet.summary,
        body=_body(sheet, authority, themes, tools),
        url=sheet.relative_url(None) if sheet.url_path else "",
        date=sheet.first_published_at.date() if sheet.first_published_at else None,
        facets={
            name: values
            for name, values in {
                "theme": _theme_slugs(themes),
                "taille": _one(authority and authority.population_class),
                "type": _one(authority and authority.type),
                "region": _one(authority and authority.region_id),
                "departement": tuple(authority.departement_codes()) if authority else (),
                "nature": _one(sheet.kind),
                "avancement": _one(sheet.status),
                "cout": _one(costs.cost_class(cost_rows)),
                "annee": _one(sheet.start[:4]),
                "outil": tuple(dict.fromkeys(tool.slug for tool in tools)),
            }.items()
            if values
        },
        place=authority.place() if authority else None,
        card=_card(sheet, authority, cost_rows),
    )


def card_of(sheet) -> dict:
    """What a card shows of a sheet, for a page that holds it already."""
    return _card(sheet, sheet.authority, list(sheet.costs.all()))


def _card(sheet, authority, cost_rows) -> dict:
    difficulty = next(iter(sheet.difficulties.all()), None)
    return {
        "title": sheet.title,
        "summary": sheet.summary,
        "url": sheet.relative_url(None) if sheet.url_path else "",
        "number": sheet.number,
        "authority": authority.card() if authority else None,
        "theme_slug": sheet.main_theme.family.slug if sheet.main_theme_id else "",
        "cost": costs.headline(cost_rows, sheet.costs_text),
        "cost_unknown": sheet.investment_unknown and sheet.running_unknown,
        "difficulty": difficulty.text if difficulty else "",
        "kind_label": sheet.get_kind_display(),
        "status_label": sheet.get_status_display(),
    }


def _body(sheet, authority, themes, tools) -> str:
    parts = [plain_text(getattr(sheet, name)) for name in _PROSE]
    if sheet.is_debate:
        parts += [getattr(sheet, name) for name in _DEBATE_PROSE]
        for item in sheet.debate_items.all():
            parts += [item.text, item.answer_text]
    if authority:
        parts += [authority.label, authority.full_name, authority.region_name]
    parts += [theme.name for theme in themes]
    parts += [tool.name for tool in tools]
    parts += [row.label for row in sheet.partners.all()]
    parts += [row.label for row in sheet.costs.all()]
    parts += [row.indicator for row in sheet.results.all()]
    for row in sheet.difficulties.all():
        # « Difficulté technique »: a row of words that the search's list of plain wordings leads to.
        parts.append(f"Difficulté {row.get_type_display()} : {row.text}".removesuffix(" : "))
    parts += [sheet.get_kind_display(), sheet.get_status_display()]
    return "\n".join(part for part in parts if part)


def _theme_slugs(themes) -> tuple[str, ...]:
    """Each theme and its family, so that a family finds what its sub-themes hold."""
    return tuple(
        dict.fromkeys(slug for theme in themes for slug in (theme.family.slug, theme.slug))
    )


def _one(value) -> tuple[str, ...]:
    return (str(value),) if value else ()
