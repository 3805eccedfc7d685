from django.core.management.base import BaseCommand

from bench.lookup import bench_lookup


class Command(BaseCommand):
    help = "Mesure la recherche dans le registre des collectivités (p50, p95)."

    def add_arguments(self, parser):
        parser.add_argument("--recherches", type=int, default=500)

    def handle(self, *args, recherches, **options):
        self.stdout.write(str(bench_lookup(lookups=recherches)))
