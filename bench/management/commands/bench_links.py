import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.core.management.base import BaseCommand, CommandError

from bench.stubborn_web import RIGHT, StubbornWeb
from links.checking import Checker
from links.fetching import Bounds

# Long enough for a machine that is busy with both sides.
BOUNDS = Bounds(connect=6, silence=6, whole=9, between=0)
THREADS = 64


class Command(BaseCommand):
    help = "Vérifie des milliers d’adresses d’un web local qui cale, tourne en rond et ment : chaque constat doit être le bon."

    def add_arguments(self, parser):
        parser.add_argument("--adresses", type=int, default=10_000)

    def handle(self, *args, adresses, **options):
        behaviours = [*RIGHT]
        addresses = [
            f"http://{behaviours[number % len(behaviours)]}-{number}.example/page/{number}"
            for number in range(adresses)
        ]
        began = time.monotonic()
        with StubbornWeb() as web, ThreadPoolExecutor(THREADS) as pool:
            checker = Checker(web.network, BOUNDS)
            outcomes = list(pool.map(checker.check, addresses))
        seconds = time.monotonic() - began
        wrong = Counter(
            (behaviours[number % len(behaviours)], outcome.verdict, outcome.said)
            for number, outcome in enumerate(outcomes)
            if outcome.verdict != RIGHT[behaviours[number % len(behaviours)]]
        )
        self.stdout.write(
            f"{adresses} adresses, {len(behaviours)} façons de répondre, {seconds:.0f} s, "
            f"{sum(web.asked.values())} requêtes ; constats faux : {wrong.total()} ; "
            f"connexions à un réseau interdit : {web.trapped}"
        )
        if wrong or web.trapped:
            raise CommandError(f"{wrong}")
