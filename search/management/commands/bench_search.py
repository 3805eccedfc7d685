import tempfile
import time
from pathlib import Path

import tantivy
from django.core.management.base import BaseCommand
from tqdm import tqdm

from search import benchmark
from search.engines import tantivy_query
from search.engines.documents import facet_field
from search.engines.tantivy import TantivyEngine
from search.facets import FACET_NAMES


class Command(BaseCommand):
    help = "Mesure le moteur de recherche sur des corpus fabriqués, dans un index à part."

    def add_arguments(self, parser):
        parser.add_argument(
            "sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], help="nombres de fiches"
        )
        parser.add_argument("--queries", type=int, default=300)

    def handle(self, *args, sizes, queries, verbosity, **options):
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
                self._measure(size, queries, Path(folder), quiet=verbosity == 0)

    def _measure(self, size: int, count: int, folder: Path, *, quiet: bool) -> None:
        engine = TantivyEngine(folder / "index")
        records = tqdm(
            benchmark.corpus(size), total=size, desc="Index", unit="fiche", disable=quiet
        )
        start = time.perf_counter()
        engine.rebuild(records)
        spent = time.perf_counter() - start
        weight = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        segments = engine.searcher().num_segments
        self.stdout.write(
            f"\n{size} fiches : index en {spent:.1f} s, {weight / 1e6:.0f} Mo, {segments} segments, "
            f"mémoire {benchmark.memory_mb()} Mo\n{'':44}{'p50 ms':>9}{'p95 ms':>9}"
        )
        for timing in self._timings(engine, count):
            self.stdout.write(f"  {timing.name:42}{timing.p50:9.2f}{timing.p95:9.2f}")

    def _timings(self, engine: TantivyEngine, count: int):
        asked = benchmark.queries(count)
        timed = benchmark.timed
        yield timed("tantivy seul : requête, 20 fiches, comptes", _bare(engine), asked)
        yield timed(
            "requête, 20 fiches, tous les comptes",
            lambda query: engine.search(query, facets=FACET_NAMES),
            asked,
        )
        yield timed(
            "la même, par territoire comparable",
            lambda query: engine.search(query, facets=FACET_NAMES),
            benchmark.queries(count, near=True),
        )
        yield timed(
            "la même, par date",
            lambda query: engine.search(query, facets=FACET_NAMES),
            benchmark.queries(count, sort="date"),
        )
        yield timed("total seul", engine.count, asked)
        words = ["num", "dém", "can", "té", "s", "com", "tiers", "dec"] * (count // 8)
        yield timed("complétion", lambda word: engine.terms(word, 10), words)
        keys = [f"projet:{number}" for number in range(1, min(count, 500))]
        yield timed("fiches semblables", engine.similar, keys)
        engine.near_terms("cantin")  # reads the vocabulary, once per generation
        yield timed("orthographe", engine.near_terms, ["dematerialsation", "telerelve"] * 20)
        some = list(benchmark.corpus(20))
        yield timed("écrire une fiche", lambda record: engine.write([record], []), some)


def _bare(engine: TantivyEngine):
    """The least that such an answer costs: tantivy's own calls, nothing read from its results."""
    searcher: tantivy.Searcher = engine.searcher()
    aggregations = {
        name: {"terms": {"field": facet_field(name), "size": 1_000}} for name in FACET_NAMES
    }

    def answer(query):
        found = tantivy_query.matching(query)
        result = searcher.search(found, limit=query.size, count=True)
        for _score, where in result.hits:
            searcher.doc(where)
        selected = [name for name in FACET_NAMES if name in query.filters]
        searcher.aggregate(
            found, {name: one for name, one in aggregations.items() if name not in selected}
        )
        for name in selected:
            searcher.aggregate(
                tantivy_query.matching(query, ignoring=name), {name: aggregations[name]}
            )

    return answer
