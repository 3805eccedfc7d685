"""What it costs to try and to import a spreadsheet of a thousand sheets, made of those of the demo content."""

import itertools
import resource
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import override_settings

from bench.sheets import copied_database
from catalogue.models import ProjectPage, SheetImport
from catalogue.spreadsheet.contents import SHEETS
from core.tables.export import xlsx_of
from core.tables.importing import check, read, run, start
from core.tables.written import written_pages

SIZE = 1_000
TRIAL, REAL, MEMORY = 20, 120, 400  # seconds, seconds, MB


class Command(BaseCommand):
    help = (
        "Mesure l’essai puis l’import de mille fiches d’un fichier XLSX, dans une copie de la base."
    )

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, default=SIZE)

    def handle(self, *args, size, **options):
        with copied_database() as is_copy:
            if not is_copy:
                self.stderr.write("Cette mesure demande SQLite.")
                return
            self._measure(size)

    def _measure(self, size: int) -> None:
        content = thousand(size)
        user = get_user_model().objects.filter(is_superuser=True).first()
        one = SheetImport.objects.create(
            name="mille.xlsx", content=content, user=user, publish=True
        )
        with self._measured("essai", TRIAL, size):
            check(one, read(SHEETS, content, one.name))
        said = set(one.lines.order_by().values_list("outcome", flat=True))
        if one.problems or said != {"ajoutee"}:
            self.stderr.write(f"Le fichier est refusé : {one.problems[:3]} {said}")
            return
        with override_settings(SEARCH_DRAIN="worker"), self._measured("import", REAL, size):
            start(one)
            run(one)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024 if sys.platform == "linux" else 1024 * 1024
        )
        self.stdout.write(f"mémoire : {peak:.0f} Mo (au plus {MEMORY})")

    @contextmanager
    def _measured(self, what: str, limit: int, size: int):
        asked = itertools.count()

        def count(execute, *args):
            next(asked)
            return execute(*args)

        begun, computed = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(count):
            yield
        self.stdout.write(
            f"{what} de {size} fiches : {time.perf_counter() - begun:.1f} s, calcul "
            f"{time.process_time() - computed:.1f} s (au plus {limit} pour mille) ; {next(asked) / size:.1f} requêtes par fiche"
        )


def thousand(size: int) -> bytes:
    """An XLSX of the demo sheets again and again, each with an identifier of its own."""
    sheets = itertools.cycle(list(written_pages(SHEETS, ProjectPage.objects.live())))
    again = (replace(one, identifier=f"fiche-{place}") for place, one in enumerate(sheets))
    return xlsx_of(SHEETS, itertools.islice(again, size))
