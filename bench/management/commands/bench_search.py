import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import tantivy
from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.test.utils import override_settings

from bench import corpus, sheets
from bench.timing import Timing, seconds, timed
from catalogue.views import CatalogueView
from search import engines, facets
from search.audience import counting
from search.engines import tantivy_query
from search.engines.documents import facet_field
from search.engines.tantivy import TantivyEngine
from search.index import outbox
from search.listing import shown, suggestions
from search.models import IndexState

PUBLISHED = 60  # sheets that are published one by one
OF_WAGTAIL = 1_000  # sheets that Wagtail's own backend is measured with
WORDS = ["num", "dém", "can", "té", "tiers", "dec", "commune nu", "service numérique d"]


class Command(BaseCommand):
    help = (
        "Mesure la recherche : le moteur sur des corpus fabriqués, dans des index à part, puis de "
        "vraies pages dans une copie de la base. Avec SEARCH_URL, Elasticsearch aussi."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], help="nombres de fiches"
        )
        parser.add_argument("--queries", type=int, default=300)
        parser.add_argument("--pages", type=int, default=10_000, help="vraies pages ; 0 : aucune")

    def handle(self, *args, sizes, queries, pages, verbosity, **options):
        quiet = verbosity == 0
        load = os.getloadavg()[0]
        self.stdout.write(f"{os.cpu_count()} cœurs, charge {load:.1f} au départ")
        views_cpu = []
        for size in sizes:
            with engine_apart("") as engine:
                self._build(engine, size, quiet)
                self._tell_overhead(engine, queries)
                self._tell(_of_engine(engine, queries))
                view = _of_view(queries)
                self._tell([view])
                views_cpu.append(view.cpu50)
            if settings.SEARCH_URL:
                with engine_apart(settings.SEARCH_URL) as engine:
                    self._build(engine, size, quiet)
                    self._tell(_of_engine(engine, queries))
        if len(sizes) > 1:
            self.stdout.write(
                f"\nvue entière, CPU, de {sizes[0]} à {sizes[-1]} : × {views_cpu[-1] / views_cpu[0]:.2f}"
            )
        if pages:
            self._measure_pages(pages, quiet)

    def _build(self, engine, size: int, quiet: bool) -> None:
        if isinstance(engine, TantivyEngine):
            root = engine.folder.root
            clock, cpu, memory = corpus.build_apart(root, size, quiet)
            files = [path for path in root.rglob("*") if path.is_file()]
            more = (
                f", {sum(path.stat().st_size for path in files) / 1e6:.0f} Mo, "
                f"{engine.in_service.searcher().num_segments} segments, mémoire {memory} Mo"
            )
        else:
            clock, cpu = seconds(engine.rebuild, corpus.with_progress(size, quiet))
            more = ""
        told = f"\n{engine.name}, {size} fiches : index en {clock:.1f} s ({cpu:.1f} s de CPU){more}"
        self.stdout.write(f"{told}\n{'':48}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'CPU p95':>9}")

    def _tell(self, timings) -> None:
        for timing in timings:
            self.stdout.write(
                f"  {timing.name:46}{timing.p50:9.2f}{timing.p95:9.2f}"
                f"{timing.cpu50:9.2f}{timing.cpu95:9.2f}"
            )

    def _tell_overhead(self, engine: TantivyEngine, count: int) -> None:
        """One after the other for each query, so that what else the machine does falls on both."""
        bare, name = _bare(engine), "tantivy seul : requête, 20 fiches, comptes"
        spent: dict[str, list] = {"bare": [], "ours": []}
        for query in corpus.queries(count):
            spent["bare"].append(seconds(bare, query))
            spent["ours"].append(
                seconds(lambda one: engine.search(one, facets=facets.names()), query)
            )
        self._tell([Timing.of(name, spent["bare"])])
        ratios = [ours[1] / alone[1] for alone, ours in zip(*spent.values(), strict=True)]
        whole = sum(one[1] for one in spent["ours"]) / sum(one[1] for one in spent["bare"])
        self.stdout.write(
            f"  {'la nôtre, rapportée à tantivy seul (CPU)':46}"
            f" × {statistics.median(ratios):.2f} par requête, × {whole:.2f} en tout"
        )

    def _measure_pages(self, count: int, quiet: bool) -> None:
        with sheets.copied_database() as is_copy:
            if not is_copy or not sheets.grow(min(count, OF_WAGTAIL)):
                self.stdout.write("\nVraies pages : il faut SQLite et le contenu de démonstration.")
                return
            sheets.prepare_wagtail()
            asked = [query for query in corpus.queries(24) if query.text][:12]
            self.stdout.write(
                f"\nVraies pages\n{'':48}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'CPU p95':>9}"
            )
            name = f"moteur de Wagtail, {min(count, OF_WAGTAIL)} pages, une facette"
            self._tell([timed(name, sheets.ask_wagtail, asked)])
            made = sheets.grow(count)
            for url in dict.fromkeys(["", settings.SEARCH_URL]):
                with engine_apart(url) as engine:
                    start, computed = time.perf_counter(), time.process_time()
                    indexed = outbox.rebuild(engine)
                    self.stdout.write(
                        f"  {engine.name}, {made} pages ({indexed} fiches) depuis la base : "
                        f"{time.perf_counter() - start:.1f} s "
                        f"({time.process_time() - computed:.1f} s de CPU)"
                    )
                    spent = [
                        seconds(sheets.publish_until_found, changed)
                        for changed in sheets.ready_to_publish(PUBLISHED)
                    ]
                    self._tell([Timing.of("publier → trouvé", spent)])


@contextlib.contextmanager
def engine_apart(url: str):
    """The engine of the site, for as long as it lasts, in an index of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-search-") as folder,
        override_settings(
            SEARCH_URL=url,
            SEARCH_INDEX_DIR=Path(folder) / "index",
            SEARCH_ENVIRONMENT=f"mesure-{os.getpid()}",
        ),
    ):
        engine = engines.get_engine()
        try:
            yield engine
        finally:
            counting.counts.forget()
            if url:
                _remove_indexes(engine)


def _remove_indexes(engine) -> None:
    from search.engines.elasticsearch_index import stem_of  # loads Elasticsearch's libraries

    client = engine.server.patiently()
    for name in client.indices.get(index=f"{stem_of(engine.address)}*"):
        client.indices.delete(index=name)


def _of_engine(engine, count: int) -> Iterator[Timing]:
    asked = corpus.queries(count)

    def answer(query):
        return engine.search(query, facets=facets.names())

    yield timed("requête, 20 fiches, tous les comptes", answer, asked)
    near = corpus.queries(count, near=True)
    yield timed("la même, par territoire comparable", answer, near)
    yield timed("la même, par date", answer, corpus.queries(count, sort="date"))
    yield timed("total seul", engine.count, asked)
    words = WORDS * max(count // 8, 3)
    yield timed("complétion", lambda word: engine.terms(word.split()[-1], 10), words)
    state = IndexState.current()
    yield timed(
        "suggestion entière",
        lambda word: suggestions.suggestions(
            engine, suggestions.cleaned(word), state, suggestions.list_of()
        ),
        words,
    )
    keys = [f"projet:{number}" for number in range(1, min(count, 500))]
    yield timed("fiches semblables", engine.similar, keys)
    engine.near_terms("cantin")  # tantivy reads the vocabulary, once per generation
    yield timed("orthographe", engine.near_terms, ["dematerialsation", "telerelve"] * 20)
    some = list(corpus.records(20))
    yield timed("écrire une fiche", lambda record: engine.write([record], []), some)


def _of_view(count: int) -> Timing:
    """From the address to the page, templates included, in this process; no page is kept. As in production: with DEBUG,
    Django writes every statement down."""
    factory = RequestFactory()
    page = CatalogueView.as_view()

    def ask(address):
        response = page(factory.get(address))
        if response.status_code not in (200, 302):
            raise RuntimeError(f"{address}: {response.status_code}")

    asked = corpus.addresses(count)
    with _all_shown(), override_settings(DEBUG=False):
        return timed("vue entière du catalogue", ask, asked)


@contextlib.contextmanager
def _all_shown():
    """The made-up sheets have no page: the database is asked about them as about real ones, and all are shown."""
    asked = shown.still_shown

    def ask_and_keep(hits):
        asked(hits)
        return hits

    with mock.patch.object(shown, "still_shown", ask_and_keep):
        yield


def _bare(engine: TantivyEngine):
    """The least that such an answer costs: tantivy's own calls, nothing read from its results."""
    searcher: tantivy.Searcher = engine.in_service.searcher()
    aggregations = {
        name: {"terms": {"field": facet_field(name), "size": 1_000}} for name in facets.names()
    }

    def answer(query):
        rungs = engine.ladder(query)
        found = tantivy_query.partly(query, rungs)
        result = searcher.search(found, limit=query.size, count=True)
        for _score, where in result.hits:
            searcher.doc(where)
        selected = [name for name in facets.names() if name in query.filters]
        searcher.aggregate(
            found, {name: one for name, one in aggregations.items() if name not in selected}
        )
        for name in selected:
            searcher.aggregate(
                tantivy_query.partly(query, rungs, ignoring=name), {name: aggregations[name]}
            )

    return answer
