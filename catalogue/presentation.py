"""A sheet as its page shows it: plain values in reading order, one query per relation.

Texts are as typed; the template adds typography. A value that nobody filled is "", None or [], and
shows nothing; `unknown` is what somebody said: « non connu ».
"""

from urllib.parse import urlencode

from django.conf import settings

from core.sanitising import rich_text

from . import choices, costs
from .reuses import redo
from .share_picture import share_of
from .structured_data import json_ld

CATALOGUE = "/projets/"
TEXT_LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"

_STORY = (
    ("contexte", "Contexte et besoin", "context"),
    ("declencheur", "Élément déclencheur", "trigger"),
    ("objectifs", "Objectifs", "objectives"),
    ("realisation", "Ce qui a été fait", "actions"),
    ("gouvernance", "Portage et gouvernance", "governance"),
)
_MORE = (
    ("donnees", "Données", "data_text"),
    ("juridique", "Cadre juridique", "legal_text"),
    ("environnement", "Environnement et sobriété", "environment_text"),
    ("inclusion", "Inclusion", "inclusion_text"),
)


def present(sheet) -> dict:
    """The context `sheet` of templates/catalogue/project_page.html."""
    cost_rows = list(sheet.costs.all())
    means_rows = list(sheet.means.all())
    sources = list(sheet.sources.all())
    confirmation = sheet.confirmations.first() if sheet.pk else None
    view = {
        "permalink": f"{settings.BASE_URL}{sheet.permalink}" if sheet.number else "",
        "title": sheet.title,
        "summary": sheet.summary,
        "theme_slug": sheet.main_theme.family.slug if sheet.main_theme_id else "",
        "themes": [_link(theme.name, theme=theme.slug) for theme in sheet.themes],
        "crumbs": _crumbs(sheet),
        "authority": _authority(sheet),
        "kind_label": sheet.get_kind_display(),
        "start": sheet.start,
        "end": sheet.end,
        "facts": _facts(sheet, cost_rows, means_rows),
        "origin": sheet.origin,
        "sources_span": _span([source.date for source in sources if source.date]),
        "validated_on": sheet.validated_on.isoformat() if sheet.validated_on else "",
        "confirmed_on": confirmation.confirmed_on.isoformat() if confirmation else "",
        "next_check": confirmation.next_check_on.isoformat()
        if confirmation and confirmation.next_check_on
        else "",
        "story": _sections(sheet, _STORY),
        "more": _sections(sheet, _MORE),
        "debate": _debate(sheet) if sheet.is_debate else None,
        "results": _results(sheet),
        "difficulties": _difficulties(sheet),
        "success_factors": rich_text(sheet.success_factors),
        "again": rich_text(sheet.again),
        "redo": redo(sheet),
        "costs": _costs(sheet, cost_rows),
        "funding": {
            "text": rich_text(sheet.funding_text),
            "rows": [_funding(row) for row in sheet.funding.all()],
        },
        "means": {
            "text": rich_text(sheet.means_text),
            "unknown": sheet.means_unknown,
            "rows": [
                {"label": row.skill, "value": _means_value(row), "source": row.source_number}
                for row in means_rows
            ],
        },
        "tools": _tools(sheet),
        "licence": {
            "text": sheet.licence_text,
            "spdx": sheet.licence_spdx,
            "state_label": sheet.get_code_state_display(),
            "source_code_url": sheet.source_code_url,
        },
        "partners": _partners(sheet),
        "covered": [area.label for area in sheet.covered_territories.select_related("departement")]
        if sheet.pk
        else [],
        "willing_to": [
            label
            for name, label in (
                ("answers_questions", "répondre à des questions"),
                ("receives_visits", "recevoir une visite"),
                ("speaks_at_stages", "témoigner à une étape"),
            )
            if getattr(sheet, name)
        ],
        "contact": _contact(sheet),
        "pictures": [
            {"picture": row.picture, "caption": row.caption, "credit": row.picture.credit}
            for row in sheet.pictures.select_related("picture")
        ]
        if sheet.pk
        else [],
        "documents": [_document(row) for row in sheet.attachments.select_related("document")]
        if sheet.pk
        else [],
        "sources": [
            {
                "title": source.title,
                "author": source.author,
                "url": source.url,
                "date": source.date,
                "voice_label": source.get_voice_display(),
            }
            for source in sources
        ],
        "history": _history(sheet, confirmation),
        "share": share_of(sheet),
        "text_licence": {
            "label": sheet.text_licence,
            "url": TEXT_LICENCE_URL if sheet.text_licence.startswith("Licence Ouverte") else "",
        },
    }
    view["json_ld"] = json_ld(sheet, view)
    return view


def _link(label: str, **parameters: str) -> dict:
    return {"label": label, "url": f"{CATALOGUE}?{urlencode(parameters)}"}


def _crumbs(sheet) -> list[dict]:
    crumbs = [{"label": "Projets", "url": CATALOGUE}]
    if sheet.main_theme_id:
        family = sheet.main_theme.family
        crumbs.append(_link(family.name, theme=family.slug))
        if family != sheet.main_theme:
            crumbs.append(_link(sheet.main_theme.name, theme=sheet.main_theme.slug))
    return crumbs


def _authority(sheet) -> dict | None:
    authority = sheet.authority
    if authority is None:
        return None
    return authority.card() | {
        "record": authority,
        "label": authority.label,
        "population_year": authority.population_year,
        "url": _link("", territoire=authority.code)["url"],
        "stated": {
            "population": sheet.stated_population,
            "year": str(sheet.stated_population_year or ""),
        }
        if sheet.stated_population
        else None,
    }


def _facts(sheet, cost_rows, means_rows) -> list[dict]:
    """Cost, time, means, status: what an eye sweeps first."""
    facts = []
    headline = costs.headline(cost_rows, sheet.costs_text)
    if headline or (sheet.investment_unknown and sheet.running_unknown):
        facts.append({"label": "Coût", "text": headline, "unknown": not headline})
    if duration := _duration(sheet):
        facts.append({"label": "Durée", "text": duration, "unknown": False})
    if means_rows or sheet.means_unknown:
        text = ", ".join(f"{_means_value(row)} ({row.skill})" for row in means_rows[:2])
        facts.append({"label": "Moyens", "text": text, "unknown": not means_rows})
    if sheet.status:
        facts.append(
            {
                "label": "Avancement",
                "text": sheet.get_status_display(),
                "date": sheet.status_date,
            }
        )
    return facts


def _duration(sheet) -> str:
    months = sheet.duration_months
    if months is None:
        return ""
    if months < 1:
        return "Moins d’un mois"
    years, rest = divmod(months, 12)
    parts = [f"{years} an{'s' if years > 1 else ''}"] if years else []
    parts += [f"{rest} mois"] if rest else []
    return " et ".join(parts)


def _span(dates: list[str]) -> str:
    years = sorted({date[:4] for date in dates})
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(years)


def _sections(sheet, sections) -> list[dict]:
    filled = ((key, title, rich_text(getattr(sheet, name))) for key, title, name in sections)
    return [{"id": key, "title": title, "text": text} for key, title, text in filled if text]


def _debate(sheet) -> dict | None:
    debate = {
        "question": sheet.debate_question,
        "can_decide": sheet.debate_can_decide,
        "cannot_decide": sheet.debate_cannot_decide,
        "method": sheet.debate_method,
        "guarantor": sheet.debate_guarantor,
        "kit": sheet.debate_kit,
        "calendar": sheet.debate_calendar,
        "participants": sheet.debate_participants,
        "contributions": sheet.debate_contributions,
        "follow_up": sheet.debate_follow_up,
        "items": [
            {
                "text": item.text,
                "answer": item.answer,
                "answer_label": item.get_answer_display(),
                "answer_text": item.answer_text,
                "date": item.date,
                "source": item.source_number,
            }
            for item in sheet.debate_items.all()
        ],
    }
    return debate if any(debate.values()) else None


def _results(sheet) -> dict:
    return {
        "text": rich_text(sheet.results_text),
        "too_early": sheet.results_too_early,
        "rows": [
            {
                "indicator": row.indicator,
                "before": _figure(row.before),
                "after": _figure(row.after),
                "unit": row.unit,
                "date": row.date,
                "source": row.source_number,
            }
            for row in sheet.results.all()
        ],
    }


def _difficulties(sheet) -> dict:
    return {
        "text": rich_text(sheet.difficulties_text),
        "rows": [
            {
                "type": row.type,
                "type_label": row.get_type_display(),
                "text": row.text,
                "source": row.source_number,
            }
            for row in sheet.difficulties.all()
        ],
    }


def _costs(sheet, cost_rows) -> dict:
    unknown = [
        label
        for name, label in (("investment", "investissement"), ("running", "fonctionnement"))
        if getattr(sheet, f"{name}_unknown")
    ]
    return {
        "text": rich_text(sheet.costs_text),
        "unknown": len(unknown) == 2,
        "unknown_parts": unknown,
        "rows": [
            {
                "label": row.label,
                "amount": row.amount,
                "tax": row.tax,
                "year": str(row.year or ""),
                "period_label": row.get_period_display()
                if row.period in (choices.Period.YEARLY, choices.Period.MONTHLY)
                else "",
                "scope": row.scope,
                "source": row.source_number,
            }
            for row in cost_rows
        ],
    }


def _funding(row) -> dict:
    return {
        "label": " · ".join(part for part in (row.funder, row.programme) if part),
        "amount": row.amount,
        "rate": f"{_figure(row.rate)} %" if row.rate is not None else "",
        "source": row.source_number,
    }


def _means_value(row) -> str:
    quantity = f"{_figure(row.quantity)} {row.get_unit_display()}".strip()
    return ", ".join(part for part in (quantity, row.get_origin_display().lower()) if part)


def _tools(sheet) -> dict:
    rows = sheet.tools.select_related("tool") if sheet.pk else sheet.tools.all()
    return {
        "text": rich_text(sheet.tools_text),
        "rows": [
            {
                "name": f"{row.tool.name} ({row.detail})" if row.detail else row.tool.name,
                "version": row.version,
                "hosting": row.hosting,
                "url": _link("", outil=row.tool.slug)["url"],
            }
            for row in rows
        ],
    }


def _partners(sheet) -> list[dict]:
    rows = sheet.partners.select_related("organisation") if sheet.pk else sheet.partners.all()
    return [
        {
            "name": row.label,
            "role_label": row.get_role_display(),
            "url": row.organisation.get_absolute_url() if row.organisation_id else "",
        }
        for row in rows
    ]


def _contact(sheet) -> str:
    """Function and service; a name only with its owner's consent; an address never."""
    name = sheet.contact_name if sheet.contact_consent else ""
    return ", ".join(part for part in (name, sheet.contact_function, sheet.contact_service) if part)


def _document(row) -> dict:
    document = row.document
    return {
        "title": document.title,
        "kind_label": row.get_kind_display(),
        "url": document.url,
        "format": document.file_extension.upper(),
        "size": document.file_size,
        "licence": document.licence,
    }


def _history(sheet, confirmation) -> list[dict]:
    events = []
    if sheet.first_published_at:
        published = sheet.first_published_at.date().isoformat()
        events.append({"date": published, "text": "Fiche publiée"})
        changed = sheet.last_published_at.date().isoformat() if sheet.last_published_at else ""
        if changed and changed != published:
            events.append({"date": changed, "text": "Dernière modification"})
    if confirmation:
        events.append(
            {"date": confirmation.confirmed_on.isoformat(), "text": "Confirmée par le porteur"}
        )
    return sorted(events, key=lambda event: event["date"])


def _figure(value) -> str:
    """Decimal -> "404", "1.5" -> "1,5", "" when None; thousands are the template's business."""
    if value is None:
        return ""
    return f"{value.normalize():f}".replace(".", ",")
