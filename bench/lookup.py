"""How long a lookup takes over the whole register: asked for by `make bench`, never by a test."""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from territories.lookup import find
from territories.models import Authority


@dataclass(frozen=True, slots=True)
class LookupFigures:
    """Milliseconds of one `lookup.find`, over `lookups` queries on `rows` authorities."""

    rows: int
    lookups: int
    p50: float
    p95: float
    worst: float

    def __str__(self):
        return (
            f"lookup: {self.rows} rows, {self.lookups} lookups, "
            f"p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, worst {self.worst:.1f} ms"
        )


def bench_lookup(*, lookups: int = 500, seed: int = 3) -> LookupFigures:
    """Names as typed (whole, begun, without accents, with their département), postcodes, codes."""
    typed = list(_queries(lookups, random.Random(seed)))
    for text in typed[:10]:
        find(text)
    spent = []
    for text in typed:
        start = time.perf_counter()
        find(text)
        spent.append((time.perf_counter() - start) * 1000)
    return LookupFigures(
        rows=Authority.objects.count(),
        lookups=len(spent),
        p50=statistics.median(spent),
        p95=statistics.quantiles(spent, n=20)[-1],
        worst=max(spent),
    )


def _queries(count: int, chance: random.Random) -> Iterator[str]:
    rows = list(Authority.objects.order_by("code").select_related("departement"))
    for authority in chance.choices(rows, k=count):
        name = authority.name
        forms = [
            name,
            name[: max(2, len(name) // 2)],
            name[:2],
            name.upper().replace("-", " "),
            f"{name} {authority.departement_name}",
            authority.postcodes[:5] or name,
            authority.code,
            authority.siren or name,
        ]
        yield chance.choice(forms)
