"""What it costs the worker to publish many drafts that one bulk action asked for: statements and CPU of each sheet, and
whether memory stays where it is. In a copy of the database."""

import datetime
import itertools
import resource
import time

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from bench.sheets import copied_database, grow
from catalogue.models import ProjectPage
from core.background.publishing import ask_for
from core.background.tasks import work

SHEETS = 10_000
MEMORY = 300  # megabytes
_PARTS = 4  # of the whole, told apart: what grows with what is done shows


class Command(BaseCommand):
    help = "Mesure la publication de milliers de brouillons par le traitement de fond."

    def add_arguments(self, parser):
        parser.add_argument("sheets", nargs="?", type=int, default=SHEETS)

    def handle(self, *args, sheets, **options):
        with copied_database() as is_copied:
            if not is_copied:
                raise CommandError("Cette mesure copie une base SQLite.")
            there = ProjectPage.objects.count()
            grow(there + sheets)
            drafts = list(ProjectPage.objects.order_by("-pk").values_list("pk", flat=True)[:sheets])
            ProjectPage.objects.filter(pk__in=drafts).update(
                live=False, has_unpublished_changes=True, first_published_at=None
            )
            user = get_user_model().objects.filter(groups__name="Rédaction").first()
            with override_settings(SEARCH_DRAIN="worker"):
                for part in range(_PARTS):
                    self._publish(user, drafts[part::_PARTS])
            left = ProjectPage.objects.filter(pk__in=drafts, live=False).count()
            self.stdout.write(f"{left} fiches refusées")

    def _publish(self, user, drafts: list[int]) -> None:
        asked = itertools.count()

        def count(execute, *args):
            next(asked)
            return execute(*args)

        ask_for(user, drafts)
        computed = time.process_time()
        with connection.execute_wrapper(count):
            work(timezone.now() + datetime.timedelta(days=1))
        spent = (time.process_time() - computed) / len(drafts)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(
            f"{len(drafts)} fiches publiées : {next(asked) / len(drafts):.0f} requêtes et {spent * 1000:.0f} ms de "
            f"calcul par fiche ; mémoire au plus haut {memory} Mo (au plus {MEMORY})"
        )
