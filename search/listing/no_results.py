"""When nothing was found: a likely spelling, and which filter to lift. Never a dead end."""

from dataclasses import replace

from search.engines.base import SearchEngine
from search.engines.queries import SearchQuery
from search.listing.addresses import ListAddress
from search.text import analysis
from search.text.spelling import is_slip

MAX_WORDS = 6  # of a query whose spelling is looked at
MAX_LIFTED = 5
_LENGTH = 1_000


def correction(engine: SearchEngine, query: SearchQuery, address: ListAddress) -> dict | None:
    """{text, url} of the query with its unknown words respelt, if that finds something."""
    corrected, start = [], 0
    respelt: dict[str, str] = {}  # of each word looked at: "" stays as it is
    text, _ = analysis.normalise(query.text)
    for match in analysis.WORD.finditer(text):
        word = match.group()
        if analysis.term(word) is None:
            continue
        if word not in respelt:
            if len(respelt) == MAX_WORDS:
                break
            respelt[word] = _respelt(engine, word, query.kind)
        if other := respelt[word]:
            corrected += [text[start : match.start()], other]
            start = match.end()
    if not corrected:
        return None
    wording = ("".join(corrected) + text[start:])[:_LENGTH]
    if not engine.count(replace(query, text=wording, page=1)):
        return None
    return {"text": wording, "url": address.url(q=wording)}


def _respelt(engine: SearchEngine, word: str, kind: str) -> str:
    """The likeliest word for one that no record holds; "" when there is none, or when it is known."""
    if engine.count(SearchQuery(text=f'"{word}"', kind=kind)):
        return ""
    return next((one for one, _ in engine.near_terms(word) if is_slip(word, one)), "")


def lifted(
    engine: SearchEngine,
    query: SearchQuery,
    address: ListAddress,
    labels: dict[str, dict[str, str]],
) -> list[dict]:
    """[{label, count, url}]: what one filter less, or else none, or else no quotes and exclusions, or one word less
    would find; most first. label: « sans … ».
    """
    found = []
    for name, values in query.filters.items():
        label = ", ".join(labels[name].get(value, value) for value in values)
        found.append(
            (
                f"«\u202f{label}\u202f»",
                replace(query, filters=_less(query, name)),
                address.without(name),
            )
        )
    found = _that_find(engine, found)
    if not found and len(query.filters) > 1:
        found = _that_find(
            engine, [("aucun filtre", replace(query, filters={}), address.cleared())]
        )
    if not found and query.parsed.is_strict and (text := query.parsed.loosened()):
        label = "guillemets ni exclusions"
        found = _that_find(engine, [(label, replace(query, text=text), address.url(q=text))])
    if not found and len(query.parsed.required) > 1:
        found = _that_find(
            engine,
            [
                (f"«\u202f{clause.typed}\u202f»", replace(query, text=text), address.url(q=text))
                for clause in query.parsed.required[:MAX_WORDS]
                for text in [query.parsed.without(clause)]
            ],
        )
    return found[:MAX_LIFTED]


def _less(query: SearchQuery, name: str) -> dict:
    return {other: values for other, values in query.filters.items() if other != name}


def _that_find(engine: SearchEngine, attempts: list[tuple[str, SearchQuery, str]]) -> list[dict]:
    counted = [
        {"label": label, "count": engine.count(attempt), "url": url}
        for label, attempt, url in attempts
    ]
    return sorted((one for one in counted if one["count"]), key=lambda one: -one["count"])
