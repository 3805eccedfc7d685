"""What the list of all sheets costs an editor at 10,000: statements and CPU of its page, of each way to sort and filter,
of its file, and of the page that asks again before all of them are published. In a copy of the database."""

import resource

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.limits import QUERIES
from bench.sheets import copied_database, grow
from bench.timing import timed
from catalogue.listing.facts import all_facts, all_views
from catalogue.models import ProjectPage

SHEETS = 10_000
CALLS = 12
LIMIT = 150  # milliseconds of CPU of the list as it opens
MEMORY = 300  # megabytes


class Command(BaseCommand):
    help = "Mesure la liste de toutes les fiches de l’administration, à 10 000 fiches."

    def add_arguments(self, parser):
        parser.add_argument("sheets", nargs="?", type=int, default=SHEETS)

    def handle(self, *args, sheets, **options):
        with copied_database() as is_copied:
            if not is_copied:
                raise CommandError("Cette mesure copie une base SQLite.")
            self.stdout.write(f"{grow(sheets)} fiches")
            ProjectPage.objects.filter(title__startswith="A").update(completeness=50)
            client = Client(HTTP_HOST="127.0.0.1")
            client.force_login(get_user_model().objects.filter(groups__name="Rédaction").first())
            index = reverse("fiches:index")
            addresses = {
                "la liste": "",
                **{view.label: view.address for view in all_views()},
                "cherchée": "q=eclairage",
                **{
                    f"triée : {fact.label}": f"ordering=-{fact.name}"
                    for fact in all_facts()
                    if fact.value
                },
            }
            for name, query in addresses.items():
                self._tell(client, name, f"{index}?{query}", CALLS)
            # A workbook of so many is the worker's.
            self._tell(client, "csv", f"{index}?export=csv", 3)
            publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            self._tell(client, "publier tout ?", f"{publish}?id=all&next={index}", 3)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            self.stdout.write(
                f"mémoire au plus haut : {memory} Mo (au plus {MEMORY} pour une action en masse)"
            )

    def _tell(self, client, name: str, address: str, calls: int) -> None:
        def get(_=None):
            answer = client.get(address)
            if answer.status_code != 200:
                raise CommandError(f"{address} a répondu {answer.status_code}")
            return b"".join(answer.streaming_content) if answer.streaming else answer.content

        with CaptureQueriesContext(connection) as captured:
            size = len(get())
        statements = len(captured)
        spent = timed(name, get, list(range(calls)))
        limit = f"   au plus {QUERIES['desk']} SQL, {LIMIT} ms" if name == "la liste" else ""
        self.stdout.write(
            f"{name:<36}{statements:>4} SQL{spent.cpu50:>9.0f} ms de CPU{spent.p50:>9.0f} ms{size / 1000:>8.0f} ko{limit}"
        )
