"""The search at /recherche/, the catalogue at /projets/, and the health of the whole at /health/.

One search request: form -> frozen query -> one call of the engine -> plain values -> a template that
asks for nothing.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import ProjectIndexPage
from search import engines
from search.audience import counting
from search.engines.base import EngineUnavailable, SearchEngine
from search.engines.queries import DATE, SearchQuery
from search.index.sources import BY_KIND, KIND_FACET
from search.listing import helping, labels, results
from search.listing.addresses import ListAddress
from search.listing.facets import FACET_NAMES, LIST_NAMES, names_for
from search.listing.forms import CatalogueForm
from search.listing.labels import Choice
from search.listing.overview import theme_doors
from search.models import IndexState, Outbox
from search.text.highlighting import Highlighter
from search.text.vocabulary import synonyms
from territories.choice import Chosen, chosen_territory

KIND = "projet"
LATEST = 3
OF_A_THEME = 12  # sheets of a chosen theme, when the engine does not answer
# A worker that is this late is not working.
MAX_LAG = 600  # seconds


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the two lists that this module serves."""

    kind: str  # "" is any
    title: str
    label: str  # of the search field
    placeholder: str
    noun: str  # of what is counted
    none: str


CATALOGUE = Listing(
    KIND,
    "Projets",
    "Rechercher un projet",
    "Un sujet, un outil, une difficulté, une commune",
    "fiche",
    "Aucune fiche",
)
EVERYTHING = Listing(
    "",
    "Rechercher",
    "Rechercher dans tout le site",
    "Un sujet, un événement, une commune",
    "résultat",
    "Aucun résultat",
)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return _listing(request, CATALOGUE)


@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    """Everything that exists, with a facet of kinds; one kind chosen offers the facets of its list."""
    return _listing(request, EVERYTHING)


def _listing(request: HttpRequest, listing: Listing) -> HttpResponse:
    generation = IndexState.current().words
    choices = labels.cache.get(generation)
    form = CatalogueForm(request.GET, choices, LIST_NAMES if listing.kind else FACET_NAMES)
    address = ListAddress(
        request.path,
        text=form.text,
        filters=form.filters,
        territory=form.territory,
        sort=form.sort,
    )
    chosen = chosen_territory(form.territory)
    authority = chosen.authority if chosen else None
    if chosen and form.territory not in _codes(chosen):
        # Typed without JavaScript: one territory, one address.
        return HttpResponseRedirect(address.url(territoire=chosen.authority.code))
    if form.territory and not chosen:
        address = ListAddress(request.path, text=form.text, filters=form.filters, sort=form.sort)
        # What nobody answers to is not carried along.
        form.fields.pop("territoire", None)
    query = form.query(
        kind=listing.kind,
        near=authority.place() if authority else None,
        synonyms=synonyms(generation),
    )
    context = {
        "page": ProjectIndexPage.objects.live().first() if listing.kind else None,
        "listing": listing,
        "form": form,
        "query": query,
        "unknown_territory": _unknown_territory(form.territory, address) if not chosen else None,
    }
    try:
        found = _found(engines.get_engine(), query, choices, address, chosen)
    except EngineUnavailable:
        context |= _without_engine(query, choices, address, chosen)
        return render(request, "search/catalogue.html", context)
    if found["results"]["pagination"]["pages"] < query.page:
        return HttpResponseRedirect(address.url(page=found["results"]["pagination"]["pages"]))
    counting.note(request, query, found["results"]["total"])
    return render(request, "search/catalogue.html", context | found)


def _found(
    engine: SearchEngine,
    query: SearchQuery,
    choices: dict[str, list[Choice]],
    address: ListAddress,
    chosen: Chosen | None,
) -> dict:
    authority = chosen.authority if chosen else None
    answer = engine.search(query, facets=_facets_of(query))
    highlighter = Highlighter(query.parsed.phrases())
    selected = results.label_of(choices, query)
    shown = {
        "hits": results.listed_hits(answer.hits, highlighter, authority),
        "own_hits": (
            results.listed_hits(answer.own_hits, highlighter, authority) if query.page == 1 else []
        ),
        "total": answer.total,
        "facets": results.facet_groups(query, answer.facets, choices),
        "chips": results.chips(query, selected, address),
        "clear_url": address.cleared(),
        "sorts": results.sorts(query, address),
        "pagination": results.pagination(query, results.page_count(query, answer), address),
        "correction": None,
        "lift": [],
        "engine_down": False,
        "territory": results.territory(chosen, answer.hits, address) if chosen else None,
    }
    context = {"results": shown, "latest": [], "themes": []}
    if not answer.total:
        shown["correction"] = helping.correction(engine, query, address)
        shown["lift"] = helping.lifted(engine, query, address, selected)
        recent = SearchQuery(kind=KIND, sort=DATE, size=LATEST)
        everything = engine.search(recent, facets=["theme"])
        context["latest"] = results.listed_hits(everything.hits, Highlighter(()))
        context["themes"] = theme_doors(choices, everything.facets["theme"])
    return context


def _facets_of(query: SearchQuery) -> tuple[str, ...]:
    if query.kind:
        return names_for(query.kind)
    chosen = query.filters.get(KIND_FACET, ())
    own = names_for(chosen[0]) if len(chosen) == 1 else ()
    return tuple(dict.fromkeys((*names_for(""), *own)))


def _families(sheets) -> set[tuple[int, str]]:
    """(sheet, slug of a family of themes that it belongs to)."""
    found = set()
    for theme in ("main_theme", "other_themes"):
        rows = sheets.values_list("pk", f"{theme}__parent__slug", f"{theme}__slug")
        found |= {(pk, family or slug) for pk, family, slug in rows if slug}
    return found


def _without_engine(query, choices, address, chosen) -> dict:
    """Same shape: what the database alone can give."""
    source = BY_KIND[KIND]
    sheets = source.may_be_shown()
    counts = Counter(family for _, family in _families(sheets))
    themes = query.filters.get("theme", ())
    if themes:
        of_theme = [Q(**{f"{way}__slug__in": themes}) for way in source.shows["taxonomy.Theme"]]
        sheets = sheets.filter(pk__in=sheets.filter(Q(*of_theme, _connector=Q.OR)).values("pk"))
    shown = OF_A_THEME if themes else LATEST
    selected = results.label_of(choices, query)
    newest = sheets.order_by("-first_published_at", "-pk").select_related(*source.select_related)
    newest = newest.prefetch_related(*source.prefetch_related)
    return {
        "results": {
            "hits": [],
            "own_hits": [],
            "total": 0,
            "facets": [],
            "chips": results.chips(query, selected, address),
            "clear_url": address.cleared(),
            "sorts": [],
            "pagination": results.pagination(query, query.page, address),
            "correction": None,
            "lift": [],
            "engine_down": True,
            "territory": results.territory(chosen, [], address) if chosen else None,
        },
        "latest": [page.search_record().card for page in newest[:shown]],
        "latest_of": ", ".join(selected.get("theme", {}).values()),
        "themes": theme_doors(choices, counts),
    }


def _codes(chosen: Chosen) -> set[str]:
    """Codes that an address may keep: a retired one too, so that the page can say who took over."""
    return {one.code for one in (chosen.authority, chosen.former) if one}


def _unknown_territory(text: str, address: ListAddress) -> dict | None:
    """{text, url} of the form that asks again, the words and filters kept."""
    if not text:
        return None
    return {"text": text, "url": address.moved("/mon-territoire/").url(nom=text)}


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and engine answer and the outbox is drained, else 503; why, in JSON."""
    state: dict = {"database": "ok", "engine": None, "records": None, "outbox": None}
    healthy = True
    try:
        connection.ensure_connection()
        waiting = Outbox.objects.waiting().order_by("created_at")
        count, oldest = waiting.count(), waiting.first()
        lag = round((timezone.now() - oldest.created_at).total_seconds()) if oldest else 0
        state["outbox"] = {"waiting": count, "lag_seconds": lag}
        healthy = lag < MAX_LAG
    except DatabaseError:
        state["database"] = "unavailable"
        healthy = False
    engine = engines.get_engine().health()
    state["engine"] = {"name": engine.engine, "ok": engine.ok, "message": engine.message}
    state["records"] = engine.records if engine.ok else None
    healthy = healthy and engine.ok
    response = JsonResponse({"ok": healthy} | state, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    return response
