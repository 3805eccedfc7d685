"""The difficulty finder: from a complaint in one's own words to those who met it, and how they got out of it.

Kinds say what difficulties their records tell of (`Kind.met`); the engine finds the records, and of each the lines
that hold the words are shown.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from core import kinds
from core.kinds import Kind, Met
from search.engines.base import Hit, Page
from search.engines.queries import RELEVANCE, SearchQuery
from search.facets import KIND_FACET
from search.listing.addresses import ListAddress
from search.listing.request import ListRequest
from search.listing.results import carried
from search.text import analysis
from search.text.highlighting import Highlighter
from search.text.synonyms import is_marked

FIELD = "difficulties"  # of a record
ROWS = 3  # of the section above the hits
OF_A_RECORD = 2


def asked(query: SearchQuery) -> SearchQuery | None:
    """What finds those who met what a query speaks of; None where no record could tell."""
    kind = kind_of(query)
    if kind is None or query.page > 1 or not query.parsed.required:
        return None
    filters = {name: values for name, values in query.filters.items() if name != KIND_FACET.name}
    return replace(
        query,
        within=FIELD,
        kind=kind.key,
        filters=filters,
        near=None,
        own_apart=False,
        sort=RELEVANCE,
        size=2 * ROWS,
    )


def address(request: ListRequest) -> str:
    """Where all of them are listed, for the same words and territory; "" when nowhere."""
    kind = kind_of(request.query())
    if kind is None or kind.met_listing is None:
        return ""
    address = ListAddress(
        kind.met_listing.path,
        text=request.form.text,
        territory=request.address.territory,
    )
    return address.url()


def kind_of(query: SearchQuery) -> Kind | None:
    chosen = query.filters.get(KIND_FACET.name, ()) or ((query.kind,) if query.kind else ())
    telling = [kind for kind in kinds.all_kinds() if kind.met]
    return next((kind for kind in telling if not chosen or kind.key in chosen), None)


def section(query: SearchQuery, answer: Page, authority=None) -> list[dict]:
    """Rows above the hits: for a complaint those who met something like it, else those who met all of it."""
    parsed = answer.parsed
    is_complaint = any(one.is_complaint for one in parsed.required) or is_marked(
        analysis.words(query.text)
    )
    hits = answer.hits
    if not is_complaint:
        hits = [hit for hit in hits if not hit.missing] if len(parsed.required) > 1 else []
    found = rows(hits, Highlighter(parsed.phrases()), authority, of_each=1)
    # Who says it in these words first, then who tells how he got out of it.
    return sorted(found, key=lambda row: ("<mark>" not in row["text_html"], not row["way_out"]))[
        :ROWS
    ]


def rows(
    hits: Iterable[Hit],
    highlighter: Highlighter,
    authority=None,
    *,
    types: Collection[str] = (),
    of_each: int = OF_A_RECORD,
) -> list[dict]:
    """[{text_html, type_label, way_out, told_as, url, title, authority, theme_slug}] in the order of the hits.

    hits: that are `still_shown`; types: those that are chosen; () is any. Without words to mark, the first difficulties of each hit.
    """
    along = carried(authority)
    labels = {one.value: one for one in kinds.difficulties()}
    found = []
    for hit in hits:
        kind = kinds.by_key(hit.kind)
        told = kind.met(hit.card) if kind and kind.met else []
        told = [one for one in told if not types or one.type in types]
        for one in _best(told, labels, highlighter)[:of_each]:
            label = labels.get(one.type)
            found.append(
                {
                    "text_html": highlighter.title(one.text),
                    "type": one.type,
                    "type_label": label.label if label else "",
                    "way_out": one.way_out,
                    "told_as": one.told_as,
                    "url": f"{hit.card['url']}{along}#{one.anchor}",
                    "title": hit.title,
                    "authority": hit.card.get("authority"),
                    "theme_slug": hit.card.get("theme_slug", ""),
                }
            )
    return found


def _best(told: list[Met], labels: dict, highlighter: Highlighter) -> list[Met]:
    """Those that hold most of the words, or whose type the words lead to; all of them without words."""
    if highlighter.is_idle:
        return told

    def held(one: Met) -> int:
        label = labels.get(one.type)
        text = f"{label.words if label else ''}\n{one.text}"
        return len({term for *_, term in highlighter.spans(text)})

    scored = [(held(one), one) for one in told]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score]
