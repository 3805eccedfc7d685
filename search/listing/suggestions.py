"""Help while typing, as JSON at /recherche/suggestions?q=…&rubrique=…: values of the facets that a list names,
territories, and its records; with "tout", of all that exists; without, of the first kind that has a list.

The page works without it. Every answer is small, bounded and kept for a generation of the index.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core import kinds
from core.kinds import Facet, Listing
from core.records import Record
from core.templatetags.typography import french_text
from search import engines
from search.engines.base import EngineUnavailable, Hit, SearchEngine
from search.engines.queries import RELEVANCE, SearchQuery
from search.kinds import EVERYTHING
from search.listing import choices as facet_choices
from search.listing.addresses import ListAddress
from search.listing.shown import still_shown
from search.listing.titles import titled
from search.models import Generations, IndexState
from search.text import analysis
from search.text.vocabulary import synonyms
from territories.lookup import begun

MAX_TEXT = 80
SHORTEST = 2  # characters
MOST, TERRITORIES, VALUES = 10, 2, 2
COMPLETIONS = 3  # words that the last, unfinished one may become
KEPT = 300  # seconds; a new generation is asked anew
MAX_AGE = 60
ANY = "tout"


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
    listing = list_of(request.GET.get("rubrique", ""))
    response = JsonResponse({"results": _kept(text, listing) if len(text) >= SHORTEST else []})
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def list_of(asked: str = "") -> Listing:
    """asked: Kind.key, or "tout"; anything else is the first kind that has a list."""
    if asked == ANY:
        return EVERYTHING
    known = kinds.listings()
    return next((one for one in known if one.kind and one.kind == asked), known[0])


def cleaned(text: str) -> str:
    normalised = unicodedata.normalize("NFKC", text[: 4 * MAX_TEXT])
    return " ".join(analysis.words(normalised))[:MAX_TEXT].lower()


def _kept(text: str, listing: Listing) -> list[dict]:
    current = IndexState.current()
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
    key = f"suggestions:{listing.kind}:{current.index}.{current.words}:{digest}"
    found = cache.get(key)
    if found is None:
        try:
            made = suggestions(engines.get_engine(), text, current, listing)
        except EngineUnavailable:
            # Not kept: the next key may find it answering again.
            return [one.as_dict() for one in _without_engine(text, listing)]
        found = [one.as_dict() for one in made]
        cache.set(key, found, KEPT)
    return found


def suggestions(
    engine: SearchEngine, text: str, current: Generations, listing: Listing
) -> list[Suggestion]:
    """Best first within each group. text: as `cleaned` gives it."""
    choices = facet_choices.cache.get(current.words)
    counts = counts_kept.get(engine, current.index, listing)
    found = [
        one
        for facet, what in listing.suggests
        for one in _values(facet, what, text, choices, counts, listing)[:VALUES]
    ]
    found += _territories(text, listing)
    return found + records(engine, text, current, listing, MOST - len(found))


def _without_engine(text: str, listing: Listing) -> list[Suggestion]:
    """Territories are in memory, titles in the database."""
    found = _territories(text, listing)
    return found + [_of_record(one, listing) for one in titled(text, listing, MOST - len(found))]


def records(
    engine: SearchEngine, text: str, current: Generations, listing: Listing, limit: int
) -> list[Suggestion]:
    """Records about the thing, the most relevant first: those with all the words or what means the same, the last of
    which may be unfinished; where there are none, those with a part of them."""
    query = completed(engine, text, current, listing.kind, limit)
    if query is None:
        return []
    answer = engine.search(query)
    hits = answer.hits[: answer.whole] if answer.whole else answer.hits
    return [_of_record(hit, listing) for hit in still_shown(hits)]


def _of_record(one: Hit | Record, listing: Listing) -> Suggestion:
    told = (_what(one, listing), _where(one.card))
    return Suggestion(one.title, " · ".join(part for part in told if part), one.card.get("url", ""))


def _what(hit: Hit | Record, listing: Listing) -> str:
    if listing.kind:
        return listing.noun.capitalize()
    kind = kinds.by_key(hit.kind)
    return kind.label if kind else ""


def _where(card: dict) -> str:
    return card["authority"]["label"] if card.get("authority") else card.get("city", "")


def completed(
    engine: SearchEngine, text: str, current: Generations, kind: str, limit: int
) -> SearchQuery | None:
    """The query for a text whose last word is not finished; None when nothing opens like that."""
    last = text.rpartition(" ")[2]
    likely = [word for word, _ in engine.terms(last, COMPLETIONS)] if len(last) >= SHORTEST else []
    query = SearchQuery(
        text=text,
        or_last=tuple(dict.fromkeys([last, *likely])) if last else (),
        kind=kind,
        sort=RELEVANCE,
        size=limit,
        synonyms=synonyms(current.words),
    )
    return query if query.parsed.required else None


def _values(
    facet: Facet, what: str, text: str, choices, counts, listing: Listing
) -> list[Suggestion]:
    door = ListAddress(listing.path)
    typed = [analysis.plain(word) for word in text.split()]
    found = []
    for choice in choices[facet.name]:
        count = counts.get(facet.name, {}).get(choice.value, 0)
        if not (count and choice.offered):
            continue
        words = _plain_words(choice.label)
        if all(any(word.startswith(one) for word in words) for one in typed):
            plural = "s" if count > 1 else ""
            found.append(
                (
                    -count,
                    Suggestion(
                        choice.label,
                        f"{what} · {count} {listing.noun}{plural}",
                        door.toggled(facet.name, choice.value),
                    ),
                )
            )
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


@lru_cache(5_000)
def _plain_words(label: str) -> tuple[str, ...]:
    """Of a value of a facet, which is compared with each letter that somebody types."""
    return tuple(analysis.plain(word) for word in analysis.words(label))


def _territories(text: str, listing: Listing) -> list[Suggestion]:
    return [
        Suggestion(
            authority.label,
            f"Territoire · {authority.type_label}",
            ListAddress(listing.path).url(territoire=authority.code),
        )
        for authority in begun(text, TERRITORIES)
    ]


class _Counts:
    """How many records each value of the facets has, read once per process and generation."""

    def __init__(self):
        self._lock = Lock()
        self._mark: tuple | None = None
        self._known: dict[str, dict] = {}

    def forget(self) -> None:
        with self._lock:
            self._mark = None

    def get(
        self, engine: SearchEngine, generation: int, listing: Listing
    ) -> dict[str, dict[str, int]]:
        with self._lock:
            mark = (id(engine), generation)
            if self._mark != mark:
                self._mark, self._known = mark, {}
            if listing.kind not in self._known:
                names = [facet.name for facet, _ in listing.suggests]
                query = SearchQuery(kind=listing.kind, size=0)
                self._known[listing.kind] = engine.search(query, facets=names).facets
            return self._known[listing.kind]


counts_kept = _Counts()
