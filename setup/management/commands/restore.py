"""`manage.py restore FILE`: an instance as a backup kept it, on the same database or the other kind."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from core import page_cache
from core.models import OutgoingMail
from search.models import IndexState
from setup.backup import environment, media, tables
from setup.backup.archive import Reader, Refused

# Of a database that was only migrated: Wagtail's root, and its word of welcome.
PAGES_AT_FIRST = 2


class Command(BaseCommand):
    help = (
        "Remet l’instance dans l’état d’une sauvegarde faite par `backup`. Tout est vérifié d’abord ; en cas "
        "d’échec, rien n’est changé. Arrêtez le site et `due` avant."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Remplace ce que contient cette instance, qui est alors perdu.",
        )

    def handle(self, *args, file, replace, **options):
        try:
            with Reader(file) as archive:
                self._check(archive, replace)
                self._restore(archive)
        except Refused as refusal:
            raise CommandError(f"{refusal} Rien n’a été changé.") from refusal
        except DatabaseError as error:
            raise CommandError(f"La base refuse, rien n’a été changé : {error}") from error
        except OSError as error:
            raise CommandError(f"{_why(error, file)} Rien n’a été changé.") from error
        self._make_searchable()
        self._tell(file)

    def _check(self, archive: Reader, replace: bool) -> None:
        self.stdout.write("Vérification de la sauvegarde…")
        archive.check()
        _check_version(archive)
        if not replace and (held := _what_is_here()):
            raise Refused(
                f"Cette instance n’est pas vide : elle contient {held}. Pour les remplacer par la sauvegarde, "
                "et les perdre, ajoutez --replace."
            )
        media.check(archive)
        tables.check(archive)
        _check_room(archive)

    def _restore(self, archive: Reader) -> None:
        if not tables.is_migrated():
            call_command("migrate", verbosity=0)
        self.stdout.write("Restauration…")
        files = media.Exchange()
        try:
            files.unpack(archive)
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    connection.cursor().execute("SET LOCAL lock_timeout = '30s'")
                tables.replace_all(archive)
                # Whatever processes have kept of what was here before is of an earlier number.
                IndexState.index_changed()
                IndexState.words_changed()
                files.swap()
        except BaseException:
            files.undo()
            raise
        files.finish()

    def _make_searchable(self) -> None:
        ContentType.objects.clear_cache()
        for cache in caches.all():
            cache.clear()
        page_cache.content_changed()
        self.stdout.write("Recherche…")
        try:
            call_command("wagtail_update_index", verbosity=0)
            call_command("search_rebuild", verbosity=0)
        except CommandError as error:
            raise CommandError(
                f"Tout est restauré, sauf la recherche ({error}). Lancez `search_rebuild` quand le moteur répond."
            ) from error

    def _tell(self, file: Path) -> None:
        with Reader(file) as archive, archive.open(environment.PART) as part:
            saved = json.loads(part.read())
        self.stdout.write(f"Restauré : {file}, faite le {archive.made_at}.")
        if differing := environment.differing(saved):
            self.stdout.write(
                "Réglages que l’instance sauvegardée avait, et que celle-ci n’a pas ou a autrement : "
                f"{', '.join(differing)}."
            )
        if waiting := OutgoingMail.objects.filter(sent_at=None).count():
            self.stdout.write(
                f"{waiting} courriels attendaient d’être envoyés : le prochain `due` les enverra."
            )
        self.stdout.write("Lancez `prepare`, puis redémarrez le site et `due`.")


def _check_version(archive: Reader) -> None:
    here, there = tables.migrations_of_code(), archive.migrations
    differing = sorted(app for app in {*here, *there} if here.get(app) != there.get(app))
    if differing:
        raise Refused(
            "La sauvegarde vient d’une autre version d’Essaim"
            + (f" ({archive.made_by})" if archive.made_by else "")
            + f" : la base n’y est pas faite de même ({', '.join(differing)}). Installez cette version-là, "
            "restaurez, puis passez à celle-ci avec `prepare`."
        )


def _what_is_here() -> str:
    held = []
    if get_user_model()._meta.db_table in connection.introspection.table_names():
        if accounts := get_user_model().objects.count():
            held.append(f"{accounts} comptes")
        if (pages := Page.objects.count()) > PAGES_AT_FIRST:
            held.append(f"{pages} pages")
    if any(media.files()):
        held.append("des fichiers envoyés")
    return ", ".join(held)


def _check_room(archive: Reader) -> None:
    folder = media.root()
    while not folder.exists():
        folder = folder.parent
    with suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < archive.size:
            raise Refused(
                f"Il faut {archive.size / 1e6:.0f} Mo sur le disque de {settings.VAR_DIR}, il en reste {free / 1e6:.0f}."
            )


def _why(error: OSError, file: Path) -> str:
    if isinstance(error, FileNotFoundError) and error.filename == str(file):
        return f"{file} n’existe pas."
    if isinstance(error, PermissionError):
        return f"Pas le droit de lire ou d’écrire {error.filename}."
    return f"La restauration a échoué : {error}."
