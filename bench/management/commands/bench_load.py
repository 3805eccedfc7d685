"""`manage.py bench_load`: mixed traffic on the loopback address; memory; a cache that fails under traffic."""

import os

from django.core.management.base import BaseCommand, CommandError

from bench.load import Server, traffic
from bench.redis_server import Redis

FAULTS = {
    "tué": Redis.killed,
    "suspendu": Redis.hung,
    "plein": Redis.full,
    "en lecture seule": Redis.read_only,
}


class Command(BaseCommand):
    help = (
        "Sert cette instance (gunicorn, deux ouvriers) et la charge : pages, recherches, calendriers. Dit les "
        "erreurs, la mémoire des ouvriers après de nombreuses requêtes, et ce que fait un redis qui faillit."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=60, help="de chaque essai")
        parser.add_argument("--connections", type=int, default=50)
        parser.add_argument(
            "--requests", type=int, default=20_000, help="pour la mémoire ; 0 : aucune"
        )

    def handle(self, *args, seconds, connections, requests, **options):
        self.stdout.write(f"{os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au départ")
        errors = 0
        with Server() as server:
            answers = traffic(server, connections=connections, seconds=seconds)
            self.stdout.write(f"{connections} connexions, {seconds:.0f} s : {answers}")
            errors += answers.errors
            if requests:
                before = server.memory()
                half = traffic(server, connections=8, requests=requests // 2)
                middle = server.memory()
                answers = traffic(server, connections=8, requests=requests // 2)
                self.stdout.write(
                    f"{requests} requêtes : mémoire des ouvriers {before} Mo, {middle} Mo à la moitié, "
                    f"{server.memory()} Mo à la fin"
                )
                errors += half.errors + answers.errors
        redis = Redis()
        try:
            with Server(CACHE_URL=redis.url) as server:
                for name, fault in FAULTS.items():
                    with fault(redis):
                        answers = traffic(server, connections=connections, seconds=seconds)
                    after = traffic(server, connections=connections, seconds=min(seconds, 10))
                    self.stdout.write(f"redis {name} : {answers}\n  rétabli : {after}")
                    errors += answers.errors + after.errors
        finally:
            redis.stop()
        if errors:
            raise CommandError(f"{errors} erreurs.")
