"""`manage.py backup [FILE]`: the whole instance in one file (docs/operations.md, "What to keep")."""

import errno
import json
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from setup.backup import environment, media, tables
from setup.backup.archive import Writer


class Command(BaseCommand):
    help = (
        "Sauvegarde l’instance dans un fichier : base, fichiers envoyés, réglages. Le site reste en service. "
        "`restore` le reprend, sur SQLite comme sur PostgreSQL."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="par défaut, dans var/backups/")
        parser.add_argument(
            "--secrets",
            action="store_true",
            help="Copie aussi les réglages secrets (SECRET_KEY, mots de passe des serveurs).",
        )

    def handle(self, *args, file, secrets, verbosity, **options):
        path = file or _dated()
        if path.exists():
            raise CommandError(f"{path} existe déjà : choisissez un autre nom.")
        if not tables.is_migrated():
            raise CommandError("La base n’est pas à jour du programme : lancez d’abord `prepare`.")
        facts = {
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "made_by": _version(),
            "migrations": tables.migrations_of_code(),
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with Writer(path, facts) as archive:
                self._write(archive, secrets)
        except DatabaseError as error:
            raise CommandError(
                f"La base n’a pas pu être lue, rien n’est gardé : {error}"
            ) from error
        except OSError as error:
            raise CommandError(_why(error, path)) from error
        if verbosity:
            size = path.stat().st_size / 1_000_000
            self.stdout.write(f"Sauvegarde faite : {path} ({size:.1f} Mo), lisible par vous seul.")

    def _write(self, archive: Writer, secrets: bool) -> None:
        given = environment.given(secrets=secrets)
        archive.add(environment.PART, [json.dumps(given, ensure_ascii=False, indent=1).encode()])
        for name, lines in tables.snapshot():
            archive.add(name, lines)
        # After the rows: a file that came meanwhile is one too many, not one that a row misses.
        for name, path in media.files():
            try:
                archive.add(name, media.chunks(path))
            except FileNotFoundError:
                self.stderr.write(f"{path} a été supprimé pendant la sauvegarde : il n’y est pas.")


def _dated() -> Path:
    now = timezone.localtime()
    return Path(settings.VAR_DIR) / "backups" / f"essaim-{now:%Y-%m-%d-%H%M%S}.zip"


def _version() -> str:
    """The commit that this program is, "" where it was installed without its history."""
    try:
        asked = subprocess.run(
            ["git", "-C", str(settings.BASE_DIR), "rev-parse", "--short", "HEAD"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return asked.stdout.strip()


def _why(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"Plus de place sur le disque de {path.parent} : rien n’est gardé."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Pas le droit d’écrire ou de lire {error.filename or path} : rien n’est gardé."
    return f"La sauvegarde a échoué, rien n’est gardé : {error}"
