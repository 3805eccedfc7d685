"""What the desk costs an editor, in a copy of the database: the form of the fullest sheet, then the list of all sheets at
10,000 (its page, each way to sort and filter, its file, and the page that asks again before all of them are published)."""

import resource

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Comment

from bench.limits import QUERIES
from bench.sheets import copied_database, grow
from bench.timing import timed
from catalogue.listing.facts import all_facts, all_views
from catalogue.models import ProjectPage

SHEETS = 10_000
CALLS = 12
LIST_LIMIT = f"{QUERIES['desk']} SQL, 150 ms"
FORM_LIMIT = "60 SQL, 250 ms, 600 ko"
MEMORY = 300  # megabytes


class Command(BaseCommand):
    help = "Mesure le formulaire de la fiche la plus remplie et la liste de toutes les fiches, à 10 000 fiches."

    def add_arguments(self, parser):
        parser.add_argument("sheets", nargs="?", type=int, default=SHEETS)

    def handle(self, *args, sheets, **options):
        with copied_database() as is_copied:
            if not is_copied:
                raise CommandError("Cette mesure copie une base SQLite.")
            client = Client(HTTP_HOST="127.0.0.1")
            editor = get_user_model().objects.filter(groups__name="Rédaction").first()
            client.force_login(editor)
            self._tell_form(client, editor)
            self.stdout.write(f"{grow(sheets)} fiches")
            ProjectPage.objects.filter(title__startswith="A").update(completeness=50)
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
                limit = LIST_LIMIT if not query else ""
                self._tell(client, name, f"{index}?{query}", CALLS, limit)
            # A workbook of so many is the worker's.
            self._tell(client, "csv", f"{index}?export=csv", 3)
            publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            self._tell(client, "publier tout ?", f"{publish}?id=all&next={index}", 3)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            self.stdout.write(
                f"mémoire au plus haut : {memory} Mo (au plus {MEMORY} pour une action en masse)"
            )

    def _tell_form(self, client, editor) -> None:
        sheet = max(ProjectPage.objects.live(), key=lambda one: len(one.to_json()))
        form = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
        self._tell(client, "formulaire", form, CALLS, FORM_LIMIT)
        for place in range(5):
            text = f"Un commentaire {place}"
            Comment.objects.create(page=sheet, user=editor, text=text, contentpath="summary")
        sheet.save_revision()
        sheet.get_workflow().start(sheet, editor)
        self._tell(client, "formulaire, en relecture", form, CALLS, FORM_LIMIT)

    def _tell(self, client, name: str, address: str, calls: int, limit: str = "") -> None:
        def get(_=None):
            answer = client.get(address, secure=True)
            if answer.status_code != 200:
                raise CommandError(f"{address} a répondu {answer.status_code}")
            return b"".join(answer.streaming_content) if answer.streaming else answer.content

        get()  # what is read once in a process
        with CaptureQueriesContext(connection) as captured:
            size = len(get())
        statements = len(captured)
        spent = timed(name, get, list(range(calls)))
        at_most = f"   au plus {limit}" if limit else ""
        self.stdout.write(
            f"{name:<36}{statements:>4} SQL{spent.cpu50:>9.0f} ms de CPU{spent.p50:>9.0f} ms{size / 1000:>8.0f} ko{at_most}"
        )
