"""`manage.py bench_loops`: the trials of the loops, which the tests make small, as large as the design asks.

Each runs as a test, on a database of its own and with the tests' clock: the instance is not touched.
"""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

TRIALS = {
    "questions": "tests/exchanges/test_many_at_once.py",
    "stories": "tests/contributions/test_many_at_once.py",
    "confirmations": "tests/confirmations/test_three_years.py",
    "alerts": "tests/alerts/test_many_at_once.py",
}


class Command(BaseCommand):
    help = (
        "Joue mille questions, mille projets racontés, trois ans de vérifications de mille fiches, mille alertes, avec un courriel "
        "en échec sur cinq et un ouvrier qui meurt, et dit ce qui est perdu ou double. Rien de l’instance ne change."
    )

    def add_arguments(self, parser):
        parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], default=[])
        parser.add_argument("--size", type=int, default=1_000)

    def handle(self, *args, trials, size, **options):
        for name in trials or TRIALS:
            self.stdout.write(f"{name}, {size} :")
            tried = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:randomly", TRIALS[name]],
                cwd=settings.BASE_DIR,
                env={**os.environ, "TRIAL_SIZE": str(size)},
                check=False,
            )
            if tried.returncode:
                raise CommandError(
                    f"L’essai « {name} » a échoué (ou « make test » n’a rien installé)."
                )
