"""Help while typing: themes, tools, territories and sheets, as JSON at /recherche/suggestions?q=….

The page works without it. Every answer is small, bounded and kept for a generation of the index.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from threading import Lock

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search import analysis, engines, labels
from search.addresses import ListAddress
from search.engines.base import EngineUnavailable, SearchEngine
from search.models import IndexState
from search.queries import RELEVANCE, SearchQuery
from territories.lookup import find

MAX_TEXT = 80
SHORTEST = 2  # characters
SHEETS, TERRITORIES, THEMES, TOOLS = 4, 2, 2, 2
COMPLETIONS = 3  # words that the last, unfinished one may become
KEPT = 300  # seconds; a new generation is asked anew
MAX_AGE = 60
KIND = "projet"
CATALOGUE = "/projets/"


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    detail: str  # what it is, in words
    url: str

    def as_dict(self) -> dict:
        return {"label": self.label, "detail": self.detail, "url": self.url}


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """{"results": [{"label", "detail", "url"}]}, ten at most; [] when there is nothing to say."""
    text = cleaned(request.GET.get("q", ""))
    response = JsonResponse({"results": _kept(text) if len(text) >= SHORTEST else []})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def cleaned(text: str) -> str:
    normalised = unicodedata.normalize("NFKC", text[: 4 * MAX_TEXT])
    return " ".join(analysis.words(normalised))[:MAX_TEXT].lower()


def _kept(text: str) -> list[dict]:
    generation = IndexState.current()
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
    key = f"suggestions:{generation}:{digest}"
    found = cache.get(key)
    if found is None:
        found = [one.as_dict() for one in suggestions(engines.get_engine(), text, generation)]
        cache.set(key, found, KEPT)
    return found


def suggestions(engine: SearchEngine, text: str, generation: int) -> list[Suggestion]:
    """Best first within each group. text: as `cleaned` gives it."""
    try:
        choices = labels.cache.get(generation)
        counts = _counts.get(engine, generation)
        found = _values("theme", "Thème", text, choices, counts)[:THEMES]
        found += _values("outil", "Outil", text, choices, counts)[:TOOLS]
        return found + _territories(text) + sheets(engine, text)
    except EngineUnavailable:
        return _territories(text)


def sheets(engine: SearchEngine, text: str) -> list[Suggestion]:
    """Sheets that hold all the words, the last of which may be unfinished."""
    query = completed(engine, text)
    if query is None:
        return []
    return [
        Suggestion(
            hit.title,
            " · ".join(
                ["Fiche", *([hit.card["authority"]["name"]] if hit.card.get("authority") else [])]
            ),
            hit.card.get("url", ""),
        )
        for hit in engine.search(query).hits
    ]


def completed(engine: SearchEngine, text: str) -> SearchQuery | None:
    """The query for a text whose last word is not finished; None when nothing opens like that."""
    head, _, last = text.rpartition(" ")
    likely = [word for word, _ in engine.terms(last, COMPLETIONS)] if len(last) >= SHORTEST else []
    any_of = tuple(dict.fromkeys([last, *likely]))
    query = SearchQuery(text=head, any_of=any_of, kind=KIND, sort=RELEVANCE, size=SHEETS)
    return query if query.parsed.required else None


def _values(name: str, what: str, text: str, choices, counts) -> list[Suggestion]:
    door = ListAddress(CATALOGUE)
    typed = [analysis.plain(word) for word in text.split()]
    found = []
    for choice in choices[name]:
        count = counts.get(name, {}).get(choice.value, 0)
        words = [analysis.plain(word) for word in analysis.words(choice.label)]
        if count and all(any(word.startswith(one) for word in words) for one in typed):
            plural = "s" if count > 1 else ""
            found.append(
                (
                    -count,
                    Suggestion(
                        choice.label,
                        f"{what} · {count} fiche{plural}",
                        door.toggled(name, choice.value),
                    ),
                )
            )
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _territories(text: str) -> list[Suggestion]:
    return [
        Suggestion(
            authority.label,
            f"Territoire · {authority.type_label}",
            ListAddress(CATALOGUE).url(territoire=authority.code),
        )
        for authority in find(text, limit=TERRITORIES)
    ]


class _Counts:
    """How many sheets each theme and tool has, read once per process and generation."""

    def __init__(self):
        self._lock = Lock()
        self._known: tuple = (None, {})

    def get(self, engine: SearchEngine, generation: int) -> dict[str, dict[str, int]]:
        with self._lock:
            mark = (id(engine), generation)
            if self._known[0] != mark:
                query = SearchQuery(kind=KIND, size=0)
                self._known = (mark, engine.search(query, facets=("theme", "outil")).facets)
            return self._known[1]


_counts = _Counts()
