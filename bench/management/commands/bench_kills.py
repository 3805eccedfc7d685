"""`manage.py bench_kills --here`: kill -9 at random moments of publishing, importing, rebuilding and sending."""

import os
import random

from django.core.management.base import BaseCommand, CommandError

from bench import kills

ACTIVITIES = {
    "publish": kills.publishing,
    "import": kills.importing,
    "rebuild": kills.rebuilding,
    "send": kills.sending,
}


class Command(BaseCommand):
    help = (
        "Tue (kill -9) des processus qui publient, importent, reconstruisent l’index, envoient des courriels, "
        "à des moments tirés au sort, et dit ce qui est perdu ou double. Gâte l’instance : à lancer sur une copie."
    )

    def add_arguments(self, parser):
        parser.add_argument("activities", nargs="*", choices=[*ACTIVITIES, []], default=[])
        parser.add_argument("--times", type=int, default=50, help="morts par activité")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--here", action="store_true", help="Oui, cette instance est une copie sans valeur."
        )

    def handle(self, *args, activities, times, seed, here, **options):
        if not here:
            raise CommandError("Cet essai gâte l’instance. Sur une copie sans valeur : --here.")
        self.stdout.write(f"{os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au départ")
        faults = []
        for name in activities or ACTIVITIES:
            outcome = ACTIVITIES[name](times, random.Random(seed))
            outcome.faults += kills.settle()
            self.stdout.write(
                f"{outcome.name} : {outcome.kills} morts, dont {outcome.under_way} en plein travail ; "
                f"{'; '.join(outcome.faults) or 'rien de perdu, index en accord'}"
                f"{''.join(f' ; {note}' for note in outcome.notes)}"
            )
            faults += outcome.faults
        if faults:
            raise CommandError(f"{len(faults)} défauts.")
