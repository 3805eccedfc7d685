"""Help while typing: themes, tools, territories and sheets, as JSON at /recherche/suggestions?q=…; with
&rubrique=evenement themes, networks, territories and dates, with &rubrique=tout themes, territories and all that exists.

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

from core.templatetags.typography import french_text
from search import engines
from search.engines.base import EngineUnavailable, Hit, SearchEngine
from search.engines.queries import RELEVANCE, SearchQuery
from search.index.sources import BY_KIND
from search.listing import labels
from search.listing.addresses import ListAddress
from search.models import Generations, IndexState
from search.text import analysis
from territories import openings

MAX_TEXT = 80
SHORTEST = 2  # characters
RECORDS, TERRITORIES, VALUES = 4, 2, 2
COMPLETIONS = 3  # words that the last, unfinished one may become
KEPT = 300  # seconds; a new generation is asked anew
MAX_AGE = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """What is suggested, and the list that it leads to."""

    kind: str  # "" is any
    path: str
    noun: str
    facets: tuple[tuple[str, str], ...]  # name, what one of its values is


GROUNDS = {
    "projet": Ground("projet", "/projets/", "fiche", (("theme", "Thème"), ("outil", "Outil"))),
    "evenement": Ground(
        "evenement", "/agenda/", "date", (("theme", "Thème"), ("reseau", "Réseau"))
    ),
    "tout": Ground("", "/recherche/", "résultat", (("theme", "Thème"),)),
}
SHEETS = GROUNDS["projet"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    detail: str  # what it is, in words
    url: str

    def as_dict(self) -> dict:
        return {
            "label": french_text(self.label),
            "detail": french_text(self.detail),
            "url": self.url,
        }


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """{"results": [{"label", "detail", "url"}]}, ten at most; [] when there is nothing to say."""
    text = cleaned(request.GET.get("q", ""))
    ground = GROUNDS.get(request.GET.get("rubrique", ""), SHEETS)
    response = JsonResponse({"results": _kept(text, ground) if len(text) >= SHORTEST else []})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def cleaned(text: str) -> str:
    normalised = unicodedata.normalize("NFKC", text[: 4 * MAX_TEXT])
    return " ".join(analysis.words(normalised))[:MAX_TEXT].lower()


def _kept(text: str, ground: Ground) -> list[dict]:
    current = IndexState.current()
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
    key = f"suggestions:{ground.kind}:{current.index}.{current.words}:{digest}"
    found = cache.get(key)
    if found is None:
        try:
            made = suggestions(engines.get_engine(), text, current, ground)
        except EngineUnavailable:
            # Not kept: the next key may find it answering again.
            return [one.as_dict() for one in _territories(text, current.words, ground)]
        found = [one.as_dict() for one in made]
        cache.set(key, found, KEPT)
    return found


def suggestions(
    engine: SearchEngine, text: str, current: Generations, ground: Ground = SHEETS
) -> list[Suggestion]:
    """Best first within each group. text: as `cleaned` gives it."""
    choices = labels.cache.get(current.words)
    counts = _counts.get(engine, current.index, ground)
    found = [
        one
        for name, what in ground.facets
        for one in _values(name, what, text, choices, counts, ground)[:VALUES]
    ]
    return found + _territories(text, current.words, ground) + records(engine, text, ground)


def records(engine: SearchEngine, text: str, ground: Ground) -> list[Suggestion]:
    """Records that hold all the words, the last of which may be unfinished."""
    query = completed(engine, text, ground.kind)
    if query is None:
        return []
    return [
        Suggestion(
            hit.title,
            " · ".join(part for part in (_what(hit, ground), _where(hit.card)) if part),
            hit.card.get("url", ""),
        )
        for hit in engine.search(query).hits
    ]


def _what(hit: Hit, ground: Ground) -> str:
    return ground.noun.capitalize() if ground.kind else BY_KIND[hit.kind].label


def _where(card: dict) -> str:
    return card["authority"]["name"] if card.get("authority") else card.get("city", "")


def completed(engine: SearchEngine, text: str, kind: str) -> SearchQuery | None:
    """The query for a text whose last word is not finished; None when nothing opens like that."""
    head, _, last = text.rpartition(" ")
    likely = [word for word, _ in engine.terms(last, COMPLETIONS)] if len(last) >= SHORTEST else []
    any_of = tuple(dict.fromkeys([last, *likely]))
    query = SearchQuery(text=head, any_of=any_of, kind=kind, sort=RELEVANCE, size=RECORDS)
    return query if query.parsed.required else None


def _values(name: str, what: str, text: str, choices, counts, ground: Ground) -> list[Suggestion]:
    door = ListAddress(ground.path)
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
                        f"{what} · {count} {ground.noun}{plural}",
                        door.toggled(name, choice.value),
                    ),
                )
            )
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _territories(text: str, generation: int, ground: Ground) -> list[Suggestion]:
    return [
        Suggestion(
            authority.label,
            f"Territoire · {authority.type_label}",
            ListAddress(ground.path).url(territoire=authority.code),
        )
        for authority in openings.cache.get(generation).find(text, TERRITORIES)
    ]


class _Counts:
    """How many records each value of the facets has, read once per process and generation."""

    def __init__(self):
        self._lock = Lock()
        self._mark: tuple | None = None
        self._known: dict[str, dict] = {}

    def get(
        self, engine: SearchEngine, generation: int, ground: Ground
    ) -> dict[str, dict[str, int]]:
        with self._lock:
            mark = (id(engine), generation)
            if self._mark != mark:
                self._mark, self._known = mark, {}
            if ground.kind not in self._known:
                names = [name for name, _ in ground.facets]
                query = SearchQuery(kind=ground.kind, size=0)
                self._known[ground.kind] = engine.search(query, facets=names).facets
            return self._known[ground.kind]


_counts = _Counts()
