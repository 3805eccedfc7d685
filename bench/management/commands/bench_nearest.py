"""What the twenty nearest of an authority cost among the whole register, by lens."""

import time

from django.core.management.base import BaseCommand

from territories.models import Authority
from territories.nearest import lenses, nearest

MOST = 20  # milliseconds of the processor
# Villages, towns, suburbs, cities, islands, the overseas, groupings, councils.
ASKERS = (
    *("47031", "01001", "62041", "59350", "75056", "13055", "93066", "31555", "2A004", "97411"),
    *("98735", "48140", "29083", "200096956", "200046977", "244400404", "D47", "R75", "98411"),
)
TIMES = 3


class Command(BaseCommand):
    help = "Mesure le temps de calcul des vingt collectivités les plus proches, par regard."

    def handle(self, *args, **options):
        for code in ASKERS:
            authority = Authority.objects.get(code=code)
            for lens in lenses(authority):
                nearest(authority, lens)
                begun = time.process_time()
                for _ in range(TIMES):
                    nearest(authority, lens)
                took = 1000 * (time.process_time() - begun) / TIMES
                verdict = "" if took <= MOST else f"  > {MOST}"
                self.stdout.write(f"{authority.name:30.30} {lens:12} {took:6.1f} ms{verdict}")
