"""`make run`: prepare everything in one process (each start of Django costs two seconds), then serve."""

import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.locking import alone
from setup.accounts import DEMO_ACCOUNTS
from setup.demo import load_demo


class Command(BaseCommand):
    help = "Prépare l’instance avec le contenu de démonstration, puis sert le site et son ouvrier."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="Prépare sans servir.")
        parser.add_argument("--address", default="127.0.0.1:8000")

    def handle(self, *args, no_serve, address, **options):
        # With DEBUG, Django would write down each of 40,000 statements for nobody: a tenth of the time.
        debug, settings.DEBUG = settings.DEBUG, False
        with alone(self.stdout.write):
            call_command("prepare")
            self.stdout.write(f"Contenu de démonstration : {load_demo()}.")
            call_command("search_sync")
        settings.DEBUG = debug
        if no_serve:
            return
        self._announce(address)
        worker = subprocess.Popen([sys.executable, sys.argv[0], "due", "--every-minute"])
        try:
            call_command("runserver", address, use_reloader=False, verbosity=0)
        finally:
            worker.terminate()
            worker.wait()

    def _announce(self, address: str) -> None:
        lines = [
            "",
            f"  Le site           http://{address}/",
            f"  L’administration  http://{address}/admin/",
            "",
            *(
                f"  Compte {account.role:<15} {account.username:<10} {account.password}"
                for account in DEMO_ACCOUNTS
            ),
            "",
            "  Ctrl+C pour arrêter.",
        ]
        self.stdout.write("\n".join(lines))
