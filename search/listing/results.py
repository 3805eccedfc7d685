"""From an engine's answer to what the page shows: plain values and ready links, no query left."""

import datetime
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.utils import timezone

from core import kinds
from core.kinds import Choice, Facet
from search import facets
from search.engines.base import Hit, Page
from search.engines.queries import DATE, MAX_PAGE, NEARNESS, RELEVANCE, SearchQuery
from search.listing.addresses import ListAddress
from search.text.highlighting import Highlighter
from search.text.parsing import rewritten
from territories import comparison
from territories.choice import Chosen
from territories.population import scale_position

SORT_LABELS = {RELEVANCE: "pertinence", DATE: "date", NEARNESS: "proximité"}
MAX_MARKS = 60  # territories drawn on the scale


def carried(authority) -> str:
    """What goes along from a list to what it leads to: « ?territoire=47031 »."""
    return f"?{urlencode({'territoire': authority.code})}" if authority else ""


def listed_hits(hits: Iterable[Hit], highlighter: Highlighter, authority=None) -> list[dict]:
    """Cards as the list shows them. hits: that are `still_shown`; authority: the visitor's territory, for the reasons."""
    mine = authority.place() if authority else None
    at_mine = authority.at_name if authority else ""
    along = carried(authority)
    now = timezone.now()
    shown = []
    for hit in hits:
        reason = None
        if mine and hit.place:
            reason = comparison.reason(mine, hit.place, at_mine=at_mine).as_dict()
        shown.append(
            _card(hit, now)
            | {
                "url": hit.card["url"] + along,
                "title_html": highlighter.title(hit.title),
                "extract_html": highlighter.extract(hit.title, hit.summary, hit.lines),
                "reason": reason,
                "missing": hit.missing,
            }
        )
    return shown


def _card(hit: Hit, now: datetime.datetime) -> dict:
    kind = kinds.by_key(hit.kind)
    if kind is None:
        return hit.card
    card = kind.completed(hit.card, now) if kind.completed else hit.card
    return card | {"component": kind.component}


def facet_groups(
    query: SearchQuery,
    counts: dict[str, dict[str, int]],
    choices: dict[str, list[Choice]],
) -> list[dict]:
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "open": facet.open or bool(query.filters.get(facet.name)),
            "selected_count": len(query.filters.get(facet.name, ())),
            "values": _values(
                facet,
                counts.get(facet.name, {}),
                query.filters.get(facet.name, ()),
                choices,
            ),
        }
        for facet in facets.every()
    ]


def _values(
    facet: Facet,
    counts: dict[str, int],
    selected: tuple[str, ...],
    choices: dict[str, list[Choice]],
) -> list[dict]:
    """Values that some hit has, and those that are selected, even at zero."""
    if facet.choices is None:
        known = [Choice(value, value) for value in sorted({*counts, *selected}, reverse=True)]
    else:
        known = choices[facet.name]
    values = [
        {
            "value": choice.value,
            "label": choice.label,
            "count": counts.get(choice.value, 0),
            "selected": choice.value in selected,
            "depth": 1 if choice.parent else 0,
            "parent": choice.parent,
            "group": choice.group,
        }
        for choice in known
        if choice.value in selected or (choice.offered and choice.value in counts)
    ]
    if facet.by_count:
        values.sort(key=lambda value: -value["count"])
    return values


def label_of(choices: dict[str, list[Choice]], query: SearchQuery) -> dict[str, dict[str, str]]:
    """facet -> value -> label, for what is selected."""
    found: dict[str, dict[str, str]] = {}
    for name, values in query.filters.items():
        known = {one.value: one.label for one in choices.get(name, ()) if one.value in values}
        found[name] = {value: known.get(value, value) for value in values}
    return found


def chips(
    query: SearchQuery, labels: dict[str, dict[str, str]], address: ListAddress
) -> list[dict]:
    return [
        {"label": labels[name][value], "remove_url": address.toggled(name, value)}
        for name, values in query.filters.items()
        for value in values
    ]


def sorts(query: SearchQuery, address: ListAddress) -> list[dict]:
    """The orders that make sense here: relevance needs words, proximity a territory."""
    offered = [
        sort
        for sort, possible in (
            (NEARNESS, bool(query.near)),
            (RELEVANCE, bool(query.parsed.required)),
            (DATE, True),
        )
        if possible
    ]
    return [
        {
            "value": sort,
            "label": SORT_LABELS[sort],
            "selected": sort == query.order,
            # The first is what happens when nothing is asked for.
            "url": address.url(tri="" if sort == offered[0] else sort),
        }
        for sort in offered
    ]


def understood(answer: Page, query: SearchQuery, address: ListAddress) -> dict:
    """How the words were read: {whole, partly, is_silent, read: [{read, typed, url}]}; url forces what was typed.

    is_silent: nothing of what was typed can be looked for.
    """
    return {
        "is_silent": bool(query.text) and query.parsed.is_empty,
        "whole": answer.whole,
        "partly": answer.total - answer.whole,
        "read": [
            {
                "read": read,
                "typed": typed,
                "url": address.url(q=rewritten(query.text, {typed: f'"{typed}"'})),
            }
            for typed, read in answer.corrections
        ],
    }


def page_count(query: SearchQuery, answer: Page) -> int:
    if not query.size:
        return 1
    listed = answer.total - answer.own_total
    return min(max(1, -(-listed // query.size)), MAX_PAGE)


def pagination(query: SearchQuery, pages: int, address: ListAddress) -> dict:
    number = query.page

    def url(page: int) -> str:
        return address.url(page=page)

    return {
        "number": number,
        "pages": pages,
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if number < pages else "",
        "items": _page_items(number, pages, url),
    }


def _page_items(number: int, pages: int, url: Callable[[int], str]) -> list[dict | None]:
    """First, last and the neighbours; None for a gap."""
    wanted = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    items: list[dict | None] = []
    before = 0
    for page in wanted:
        if page == before + 2:
            items.append({"number": page - 1, "url": url(page - 1), "current": False})
        elif page > before + 1:
            items.append(None)
        items.append({"number": page, "url": url(page), "current": page == number})
        before = page
    return items


def territory(chosen: Chosen, hits: list[Hit], address: ListAddress) -> dict:
    """The strip above the results: the visitor's territory, and where those of the hits lie."""
    authority = chosen.authority
    marks = [
        mark
        for hit in hits[:MAX_MARKS]
        if hit.place and (mark := scale_position(hit.place.population)) is not None
    ]
    mine = scale_position(authority.population)
    return {
        "label": authority.name,
        "code": authority.code,
        # A name that says its own type, or its own place, is not followed by it again.
        "type_label": authority.card()["type_label"],
        "departement": authority.area_name,
        "population": authority.population,
        "page_url": authority.get_absolute_url(),
        "remove_url": address.url(territoire="", tri=""),
        "change_url": address.choice_of_territory(),
        "note": chosen.note,
        "scale": {"mine": mine, "marks": marks} if mine is not None else None,
    }
