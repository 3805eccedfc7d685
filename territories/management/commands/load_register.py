from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from territories.loading import load_register
from territories.models import Authority
from territories.register_files import RegisterError


class Command(BaseCommand):
    help = (
        "Charge le registre des collectivités depuis data/territories (sans effet s'il est à jour)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dossier", type=Path, default=None, help="dossier des fichiers")
        parser.add_argument(
            "--force", action="store_true", help="comparer même si les fichiers sont inchangés"
        )

    def handle(self, *args, dossier, force, verbosity, **options):
        bars: dict[str, tqdm] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in bars:
                bars[step] = tqdm(total=total, desc=step, file=self.stderr, disable=verbosity == 0)
            bars[step].update(done - bars[step].n)
            if done >= total:
                bars[step].close()

        try:
            report = load_register(folder=dossier, progress=show, force=force)
        except RegisterError as error:
            raise CommandError(
                "Le registre n'a pas été chargé, rien n'a changé :\n"
                + "\n".join(f"  {problem}" for problem in error.problems)
            ) from error
        finally:
            for bar in bars.values():
                bar.close()
        self.stdout.write(str(report))
        heirs = Authority.objects.filter(code__in=[*report.retired, *report.explained])
        became = dict(heirs.values_list("code", "successor"))
        for label, codes in (
            ("Modifiés", report.changed),
            ("Nouveau code", [f"{old} → {new}" for old, new in report.renumbered.items()]),
            ("Retirés", [f"{code} → {became.get(code) or '?'}" for code in report.retired]),
            ("Successeur connu", [f"{code} → {became.get(code)}" for code in report.explained]),
            ("Rétablis", report.returned),
        ):
            if codes:
                shown = ", ".join(codes[:50])
                more = f" et {len(codes) - 50} autres" if len(codes) > 50 else ""
                self.stdout.write(f"{label} : {shown}{more}")
