"""What the map of ten thousand results costs: the page made anew in this process, its weight as it is sent."""

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace

from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.test.utils import override_settings

from bench import corpus
from bench.management.commands.bench_search import engine_apart
from bench.timing import timed
from catalogue.views import CatalogueView
from core.records import Record
from territories.models import Authority

RECORDS, TIMES = 10_000, 40
CPU, WEIGHT = 40, 60_000  # milliseconds, bytes of compressed HTML
ADDRESSES = {
    "la France": "/projets/?vue=carte&territoire=47031",
    "une région": "/projets/?vue=carte&region=75",
    "un département": "/projets/?vue=carte&departement=62",
}


class Command(BaseCommand):
    help = f"Mesure la carte de {RECORDS} résultats, chacun d’une collectivité du registre."

    def handle(self, *args, **options):
        page, factory = CatalogueView.as_view(), RequestFactory()
        with engine_apart("") as engine, override_settings(DEBUG=False):
            engine.rebuild(_records())
            for name, address in ADDRESSES.items():
                html = page(factory.get(address)).content
                one = timed(name, lambda at: page(factory.get(at)), [address] * TIMES)
                weight = len(gzip.compress(html, 6))
                kept = "oui" if one.cpu50 <= CPU and weight <= WEIGHT else "NON"
                self.stdout.write(
                    f"{name} : CPU {one.cpu50:.1f} ms (p95 {one.cpu95:.1f}), {weight / 1000:.1f} ko, "
                    f"{html.count(b'map__mark')} marques ; en {CPU} ms et {WEIGHT // 1000} ko : {kept}"
                )


def _records() -> Iterator[Record]:
    """Those of the corpus, each where a body of the register is."""
    bodies = list(Authority.objects.exclude(departement=None).order_by("code"))
    chosen = random.Random(corpus.SEED).choices(bodies, k=RECORDS)
    for record, body in zip(corpus.records(RECORDS), chosen, strict=True):
        where = body.place()
        facets = record.facets | {
            "departement": (where.departement,),
            "region": (where.region,),
            "theme": (),
        }
        yield replace(record, place=where, facets=facets)
