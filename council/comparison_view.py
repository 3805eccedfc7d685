"""Two to four sheets side by side: what differs first, nothing added up, nothing coloured good or bad."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exchanges.facts import QUESTIONS
from search.listing.results import carried

from . import cells
from .asked import Asked, asked, is_typed
from .views import COMPARED, LEAST

_NUMBERS = {2: "Deux", 3: "Trois", 4: "Quatre"}


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    shown = asked(request.GET, *cells.ROWS, most=COMPARED)
    if is_typed(request.GET, shown):
        return HttpResponseRedirect(shown.url("compare", shown.retained.numbers))
    context = {
        "asked": shown,
        "candidates": shown.candidates("compare") if shown.unknown_territory else [],
        "clean_url": shown.url("compare"),
        "selection_url": shown.url("selection"),
        "note_url": shown.url("note"),
        "back_url": shown.url("catalogue"),
        "is_enough": len(shown.sheets) >= LEAST,
        "left_out": len(shown.numbers) - len(shown.sheets),
        "count": _NUMBERS.get(len(shown.sheets), ""),
    }
    if context["is_enough"]:
        context |= {"heads": _heads(shown), **_table(shown)}
    return render(request, "council/compare.html", context)


def _heads(shown: Asked) -> list[dict]:
    """[{authority: card, title, url, remove_url, short}] of the columns; short: how a phone names one beside a fact."""
    along = carried(shown.mine)
    names = [sheet.authority.name if sheet.authority else sheet.title for sheet in shown.sheets]
    return [
        {
            "authority": sheet.authority.card() if sheet.authority else None,
            "title": sheet.title,
            "url": f"{sheet.relative_url(None)}{along}",
            # Two sheets of one territory are told apart by their titles.
            "short": name if names.count(name) == 1 else cells.clipped(sheet.title, 60),
            "remove_url": shown.url("compare", [n for n in shown.numbers if n != sheet.number])
            if len(shown.sheets) > LEAST
            else "",
        }
        for sheet, name in zip(shown.sheets, names, strict=True)
    ]


def _table(shown: Asked) -> dict:
    """{"differing", "same", "silent": [{label, cells: [{cell, ask_url}]}]}, each in the order of `cells.rows`.

    silent: nobody tells it, which is no likeness.
    """
    found: dict[str, list[dict]] = {"differing": [], "same": [], "silent": []}
    for row in cells.rows(shown.sheets, shown.mine):
        made = [row.cell(sheet) for sheet in shown.sheets]
        differs = len({cell.words for cell in made}) > 1
        is_told = any(cell.lines for cell in made)
        found[("differing" if differs else "same") if is_told else "silent"].append(
            {
                "label": row.label,
                "cells": [
                    {"cell": cell, "ask_url": _ask_url(sheet, cell)}
                    for sheet, cell in zip(shown.sheets, made, strict=True)
                ],
            }
        )
    return found


def _ask_url(sheet, cell: cells.Cell) -> str:
    if cell.fact not in QUESTIONS:
        return ""
    return f"{reverse('ask', args=[sheet.number])}?fait={cell.fact}"
