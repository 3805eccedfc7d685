"""`manage.py bench_load`: mixed traffic on the loopback address; memory; parts that fail under traffic."""

import os

from django.core.management.base import BaseCommand, CommandError

from bench.faults import PARTS, try_part
from bench.load import Server, addresses, traffic


class Command(BaseCommand):
    help = (
        "Sert cette instance (gunicorn, deux ouvriers) et la charge : pages, recherches, calendriers. Dit les "
        "erreurs et la mémoire des ouvriers après de nombreuses requêtes ; puis ce que fait une copie de l’instance "
        "quand une partie est tuée, suspendue, pleine ou en lecture seule."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=60, help="de chaque essai")
        parser.add_argument("--connections", type=int, default=50)
        parser.add_argument(
            "--requests", type=int, default=20_000, help="pour la mémoire ; 0 : aucune"
        )
        parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))

    def handle(self, *args, seconds, connections, requests, parts, **options):
        self.stdout.write(f"{os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au départ")
        errors = 0
        with Server() as server:
            paths = addresses(server)
            answers = traffic(server, paths, connections=connections, seconds=seconds)
            self.stdout.write(f"{connections} connexions, {seconds:.0f} s : {answers}")
            errors += answers.errors()
            if requests:
                errors += self._memory(server, paths, requests)
        for name in parts:
            errors += try_part(
                name, connections=connections, seconds=seconds, write=self.stdout.write
            )
        if errors:
            raise CommandError(f"{errors} erreurs.")

    def _memory(self, server: Server, paths: list[str], requests: int) -> int:
        """Tell what the workers hold before, half-way and after; how many errors."""
        before = server.memory()
        half = traffic(server, paths, connections=8, requests=requests // 2)
        middle = server.memory()
        answers = traffic(server, paths, connections=8, requests=requests // 2)
        self.stdout.write(
            f"{requests} requêtes : mémoire des ouvriers {before} Mo, {middle} Mo à la moitié, "
            f"{server.memory()} Mo à la fin"
        )
        return half.errors() + answers.errors()
