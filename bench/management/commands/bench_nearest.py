"""What the twenty nearest of an authority cost among the whole register, by lens; `--compare 500`: whether they are those
that a comparison with everybody finds, for that many drawn ones besides."""

import random
import statistics
import time

from django.core.management.base import BaseCommand

from bench.all_compared import all_compared
from territories.cells import cells, kept
from territories.models import Authority
from territories.nearest import LIMIT, lenses, nearest

MOST = 20  # milliseconds of the processor
# Villages, towns, suburbs, cities, islands, the overseas, groupings, councils.
ASKERS = (
    *("47031", "01001", "62041", "59350", "75056", "13055", "93066", "31555", "2A004", "97411"),
    *("98735", "48140", "29083", "200096956", "200046977", "244400404", "D47", "R75", "98411"),
)
TIMES = 3


class Command(BaseCommand):
    help = "Mesure le temps de calcul des vingt collectivités les plus proches, par regard."

    def add_arguments(self, parser):
        parser.add_argument("--compare", type=int, default=0)

    def handle(self, *args, compare, **options):
        kept.forget()
        begun = time.process_time()
        cells()
        self.stdout.write(f"{'lecture du registre':43} {_since(begun):6.1f} ms")
        for code in ASKERS:
            authority = Authority.objects.get(code=code)
            for lens in lenses(authority):
                took = _time(authority, lens)
                verdict = "" if took <= MOST else f"  > {MOST}"
                self.stdout.write(f"{authority.name:30.30} {lens:12} {took:6.1f} ms{verdict}")
        if compare:
            self._compare(compare)

    def _compare(self, count: int) -> None:
        places = {one.pk: one.place() for one in Authority.objects.current()}
        drawn = random.Random(count).sample(sorted(places), count)
        wrong, times = 0, []
        for authority in Authority.objects.filter(pk__in=drawn):
            for lens in lenses(authority):
                times.append(_time(authority, lens))
                if nearest(authority, lens) != all_compared(authority, lens, places)[:LIMIT]:
                    wrong += 1
                    self.stdout.write(f"{authority.code} {lens}: autres que ceux de la comparaison")
        self.stdout.write(
            f"{count} collectivités, {len(times)} regards : {wrong} faux, médiane {statistics.median(times):.1f} ms, "
            f"au pire {max(times):.1f} ms"
        )


def _time(authority: Authority, lens: str) -> float:
    """Milliseconds of the processor, of one of three."""
    begun = time.process_time()
    for _ in range(TIMES):
        nearest(authority, lens)
    return _since(begun) / TIMES


def _since(begun: float) -> float:
    return 1000 * (time.process_time() - begun)
