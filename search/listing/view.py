"""A list of what is searched, at its address: the catalogue, the agenda, the search of the whole site.

One request: address -> frozen query -> one call of the engine -> plain values -> a template that asks for nothing.
"""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.views.generic import View

from core import kinds, page_cache
from core.kinds import Kind, Listing
from core.models import BasePage
from search import engines, facets
from search.audience import counting
from search.engines.base import EngineUnavailable, Hit, Page, SearchEngine
from search.engines.queries import DATE, Part, SearchQuery
from search.kinds import EVERYTHING
from search.listing import met, no_results, on_map, results
from search.listing.alike import alike
from search.listing.doors import theme_doors
from search.listing.request import ListRequest
from search.listing.shown import shown_pages
from search.text.highlighting import Highlighter
from taxonomy.facets import THEME

LATEST = 3
MAP_TEMPLATE = "search/map.html"  # of whatever list, which it extends


class ListView(View):
    http_method_names = ["get", "head"]
    listing: Listing = EVERYTHING
    # The page of the tree that stands at this address, for its title and introduction.
    page_model = None
    template_name = "search/list.html"
    request_class = ListRequest
    tells_difficulties = True  # above the hits, who met what the words complain of

    def get(self, request: HttpRequest, page: BasePage | None = None) -> HttpResponse:
        """page: the one of the tree that is asked for, where that is not simply the one online (preview)."""
        self._page = page
        asked = self.request_class(request.GET, self.listing)
        if asked.form.is_moved:
            return HttpResponsePermanentRedirect(asked.address.url())
        if better := asked.better_address():
            return HttpResponseRedirect(better)
        context = self.context(asked)
        try:
            context |= self.found(engines.get_engine(), asked)
        except EngineUnavailable:
            return render(request, self.template_name, context | self.fallback(asked))
        template = MAP_TEMPLATE if asked.is_map else self.template_name
        pages = context["results"]["pagination"]["pages"]
        if pages < asked.form.page:
            return HttpResponseRedirect(asked.address.url(page=pages))
        counting.note(request, asked.query(), context["results"]["total"])
        return render(request, template, context)

    def context(self, asked: ListRequest) -> dict:
        """What the page shows with and without an engine."""
        unknown = asked.unknown_territory
        return {
            "page": self._page or self._standing(),
            "listing": self.listing,
            "form": asked.form,
            "query_text": asked.form.text,
            "list_template": self.template_name,
            "views": on_map.views(asked),
            # Where one is, in values that the site knows: a guess is not said again.
            "here": asked.address.url(page=asked.form.page),
            "latest": [],
            "themes": [],
            "unknown_territory": unknown
            and {"text": unknown, "url": asked.address.choice_of_territory(nom=unknown)},
        }

    def _standing(self) -> dict | None:
        """What is shown of the page of the tree that stands at this address."""
        model = self.page_model
        if model is None:
            return None

        def read() -> dict | None:
            rows = model.objects.live().values("title", "introduction", "search_description")
            return rows.first()

        return page_cache.part(self.request, model._meta.label, read)

    def found(self, engine: SearchEngine, asked: ListRequest) -> dict:
        query = self.query(asked)
        told = met.asked(query) if self.tells_difficulties and not asked.is_map else None
        parts = [
            Part(query, (*_facets_of(query), *on_map.counted(asked))),
            *([Part(told)] if told else []),
        ]
        answer, *more = self.answers(engine, asked, parts)
        beside = alike(engine, query, answer) if query.kind and not query.within else []
        answer, filling, *more = shown_pages([answer, Page(beside, len(beside)), *more])
        highlighter = Highlighter(answer.parsed.phrases())
        shown = self.selection(asked, asked.query()) | {
            "hits": self.listed(asked, answer.hits, highlighter),
            "own_hits": (
                results.listed_hits(answer.own_hits, highlighter, asked.authority)
                if query.page == 1
                else []
            ),
            "total": answer.total,
            "met": met.section(query, more[0], asked.authority) if more else [],
            "met_url": met.address(asked) if more else "",
            "understood": results.understood(answer, query, asked.address),
            "alike": results.listed_hits(filling.hits, highlighter, asked.authority),
            "facets": results.facet_groups(asked.query(), answer.facets, asked.choices),
            "sorts": results.sorts(query, asked.address),
            "pagination": results.pagination(
                query, results.page_count(query, answer), asked.address
            ),
            "territory": (
                results.territory(asked.chosen, answer.hits, asked.address)
                if asked.chosen
                else None
            ),
        }
        if asked.is_map:
            shown["map"] = on_map.drawn(asked, answer)
        if answer.total:
            return {"results": shown}
        return {"results": shown | self.help(engine, asked, query)} | self.newest(engine, asked)

    def query(self, asked: ListRequest) -> SearchQuery:
        """What is asked of the engine for what the address selects."""
        return asked.query()

    def answers(self, engine: SearchEngine, asked: ListRequest, parts: list[Part]) -> list[Page]:
        """parts: what the address selects, then what stands beside it."""
        return engine.search_many(parts)

    def listed(self, asked: ListRequest, hits: list[Hit], highlighter: Highlighter) -> list[dict]:
        return results.listed_hits(hits, highlighter, asked.authority)

    def selection(self, asked: ListRequest, query: SearchQuery) -> dict:
        """What is chosen, and ways to lift it: the part of `results` that needs no engine."""
        return {
            "hits": [],
            "own_hits": [],
            "met": [],
            "total": 0,
            "facets": [],
            "chips": results.chips(query, results.label_of(asked.choices, query), asked.address),
            "clear_url": asked.address.cleared(),
            "sorts": [],
            "pagination": results.pagination(query, query.page, asked.address),
            "correction": None,
            "lift": [],
            "engine_down": False,
            "territory": (
                results.territory(asked.chosen, [], asked.address) if asked.chosen else None
            ),
        }

    def help(self, engine: SearchEngine, asked: ListRequest, query: SearchQuery) -> dict:
        """What to change in a query that finds nothing."""
        selected = results.label_of(asked.choices, query)
        return {
            "correction": no_results.correction(engine, query, asked.address),
            "lift": no_results.lifted(engine, query, asked.address, selected),
        }

    def newest(self, engine: SearchEngine, asked: ListRequest) -> dict:
        """Where to go on from nothing: the newest records of the kind that offers them, and its themes."""
        kind = self._offering()
        if kind is None:
            return {}
        recent = SearchQuery(kind=kind.key, sort=DATE, size=LATEST)
        (answer,) = shown_pages([engine.search(recent, facets=[THEME.name])])
        return {
            "latest": results.listed_hits(answer.hits, Highlighter(()), asked.authority),
            "latest_title": kind.newest,
            "themes": theme_doors(kind.listing.path, asked.choices, answer.facets[THEME.name]),
        }

    def fallback(self, asked: ListRequest) -> dict:
        """Same shape: what the database alone can give."""
        query = asked.query()
        selected = results.label_of(asked.choices, query)
        shown = self.selection(asked, query) | {"engine_down": True}
        kind = self._offering()
        if kind is None or kind.fallback is None:
            return {"results": shown}
        offer = kind.fallback(query.filters)
        return {
            "results": shown,
            "latest": offer.cards,
            "latest_title": kind.newest,
            "latest_of": ", ".join(selected.get(THEME.name, {}).values()),
            "themes": theme_doors(kind.listing.path, asked.choices, offer.themes),
        }

    def _offering(self) -> Kind | None:
        own = kinds.by_key(self.listing.kind)
        return next((one for one in ([own] if own else kinds.all_kinds()) if one.newest), None)


def _facets_of(query: SearchQuery) -> tuple[str, ...]:
    """Those of the list, or for the whole site those of every kind and of the one that is chosen."""
    if query.kind:
        return facets.names_for(query.kind)
    chosen = query.filters.get(facets.KIND_FACET.name, ())
    own = facets.names_for(chosen[0]) if len(chosen) == 1 else ()
    return tuple(dict.fromkeys((*facets.names_for(""), *own)))
