"""`manage.py backup` and `restore` on the database of the tests: what is kept, what is refused, and that a
restoration that fails changes nothing."""

import datetime
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import Attachment, ContentVersion, OutgoingMail
from setup.backup import environment, tables
from setup.backup.archive import Reader, Refused, Writer
from taxonomy.models import Theme
from tests.factories import ThemeFactory, UserFactory, published

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves files that it sends to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, transactional_db):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    yield
    # A restoration forgets them: what puts the tables back for the next test would make them twice.
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


@pytest.fixture
def instance():
    """A little of everything that one database writes otherwise than another."""
    sheet = published(title="Vélos 🚲 à Agen")
    sheet.other_themes.add(ThemeFactory(), ThemeFactory())
    sheet.summary = "Une ébauche, avec « guillemets » et une tabulation\t."
    sheet.save_revision()
    ThemeFactory().delete()  # its number is not given again
    OutgoingMail.objects.create(
        template="x", created_at=datetime.datetime(2026, 7, 1, 12, 0, 0, 123456, datetime.UTC)
    )
    Attachment.objects.create(title="Bilan", file=ContentFile(b"%PDF-1.7 bilan", "bilan.pdf"))
    return sheet


def backup(path: Path, *options: str) -> dict[str, bytes]:
    call_command("backup", path, *options, verbosity=0)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def restore(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("restore", path, *options, stdout=said)
    return said.getvalue()


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as refused:
        restore(path, *options)
    return str(refused.value)


def changed(path: Path, target: Path, change) -> Path:
    """A whole archive whose parts are other ones: `change(parts)`."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        parts = {name: archive.read(name) for name in manifest.pop("parts")}
    change(manifest, parts)
    with Writer(target, manifest) as writer:
        for name, content in parts.items():
            writer.add(name, [content])
    return target


# --- What is kept -----------------------------------------------------------------------------------------


def test_what_is_restored_is_what_was_saved(instance, tmp_path):
    before = backup(tmp_path / "a.zip")
    instance.delete()
    Theme.objects.all().delete()
    ThemeFactory(name="Un autre")
    shutil.rmtree(tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "autre.txt").write_text("autre")
    said = restore(tmp_path / "a.zip", "--replace")
    assert backup(tmp_path / "b.zip") == before
    assert (tmp_path / "media/documents/bilan.pdf").read_bytes() == b"%PDF-1.7 bilan"
    assert sorted(path.name for path in (tmp_path / "media").iterdir()) == ["documents"]
    assert "1 courriels attendaient" in said
    last = Theme.objects.latest("pk").pk
    assert ThemeFactory().pk == last + 2, "a number that was given is given again"


def test_the_site_goes_on_from_what_was_restored(instance, tmp_path, visitor, client):
    """Found again; no page that was kept before is shown after; nobody is logged in by a backup."""
    client.force_login(UserFactory())
    parts = backup(tmp_path / "a.zip")
    assert "database/django_session.jsonl" not in parts
    instance.delete()
    before = ContentVersion.objects.get(pk=1).number
    restore(tmp_path / "a.zip", "--replace")
    assert "🚲 à Agen" in visitor.get("/projets/?q=velos").content.decode()
    assert ContentVersion.objects.get(pk=1).number > before
    assert not Session.objects.exists()


def test_only_its_owner_reads_it_and_it_overwrites_nothing(tmp_path):
    call_command("backup", verbosity=0)
    (made,) = (tmp_path / "backups").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", made, verbosity=0)


def test_secrets_are_named_and_copied_only_when_told(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "tres-secret")
    monkeypatch.setenv("EMAIL_URL", "smtp://moi:motdepasse@poste.exemple")
    monkeypatch.setenv("BASE_URL", "https://essaim.exemple")
    parts = backup(tmp_path / "a.zip")
    saved = json.loads(parts[environment.PART])
    assert saved["SECRET_KEY"] is None
    assert saved["EMAIL_URL"] is None
    assert saved["BASE_URL"] == "https://essaim.exemple"
    monkeypatch.setenv("BASE_URL", "https://essai.exemple")
    monkeypatch.delenv("EMAIL_URL")
    assert "BASE_URL, EMAIL_URL" in restore(tmp_path / "a.zip", "--replace")
    monkeypatch.setenv("EMAIL_URL", "smtp://moi:motdepasse@poste.exemple")
    assert b"motdepasse" in backup(tmp_path / "c.zip", "--secrets")[environment.PART]


def test_every_setting_of_the_readme_is_known_to_a_backup(settings):
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Settings")[2].partition("\n## ")[0]
    named = {
        word
        for line in table.splitlines()
        if line.startswith("| `")
        for word in line.split("|")[1].replace("`", "").replace(",", " ").split()
    }
    assert named == set(settings.ENVIRONMENT_NAMES)


# --- What is refused --------------------------------------------------------------------------------------


def test_an_instance_that_holds_something_is_not_replaced_silently(instance, tmp_path):
    backup(tmp_path / "a.zip")
    instance.title = "Un titre nouveau"
    instance.save()
    said = refusal(tmp_path / "a.zip")
    assert "n’est pas vide" in said
    assert "--replace" in said
    instance.refresh_from_db()
    assert instance.title == "Un titre nouveau"


def test_files_alone_make_an_instance_that_is_not_empty(tmp_path):
    backup(tmp_path / "a.zip")
    restore(tmp_path / "a.zip")
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "seul.pdf").write_bytes(b"x")
    assert "des fichiers envoyés" in refusal(tmp_path / "a.zip")


def test_an_archive_that_is_cut_or_has_a_changed_byte_anywhere(instance, tmp_path):
    path = tmp_path / "a.zip"
    backup(path)
    whole = path.read_bytes()
    before = backup(tmp_path / "before.zip")
    for kept in (0, 10, len(whole) // 2, len(whole) * 9 // 10, len(whole) - 1):
        path.write_bytes(whole[:kept])
        assert "coupé" in refusal(path, "--replace")
    for place in range(40, len(whole) - 40, len(whole) // 25):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with Reader(path) as archive:
                archive.check()
        except Refused:
            assert "Rien n’a été changé" in refusal(path, "--replace")
    assert backup(tmp_path / "after.zip") == before


def test_a_file_that_is_no_backup(tmp_path):
    (tmp_path / "a.zip").write_text("bonjour")
    assert "n’est pas une sauvegarde" in refusal(tmp_path / "a.zip")
    assert "n’existe pas" in refusal(tmp_path / "rien.zip")
    assert "Rien n’a été changé" in refusal(tmp_path)


def test_an_archive_that_is_whole_and_not_ours(instance, tmp_path):
    backup(tmp_path / "a.zip")

    # With other words in a part: the manifest's sum says so.
    with (
        zipfile.ZipFile(tmp_path / "a.zip") as source,
        zipfile.ZipFile(tmp_path / "b.zip", "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "database/taxonomy_theme.jsonl":
                content = content.replace(b"Th", b"th")
            target.writestr(name, content)
    assert "taxonomy_theme.jsonl a changé" in refusal(tmp_path / "b.zip", "--replace")

    def older(manifest, parts):
        manifest["migrations"]["events"] = "0001_initial"
        manifest["made_by"] = "abc1234"

    said = refusal(changed(tmp_path / "a.zip", tmp_path / "c.zip", older), "--replace")
    assert "(events)" in said
    assert "abc1234" in said

    def climbing(manifest, parts):
        parts["media/../../dehors.txt"] = b"x"

    said = refusal(changed(tmp_path / "a.zip", tmp_path / "d.zip", climbing), "--replace")
    assert "n’est pas un nom de fichier" in said


def _with_theme(row) -> object:
    def change(manifest, parts):
        name = "database/taxonomy_theme.jsonl"
        head = json.loads(parts[name].splitlines()[0])["columns"]
        values = {"id": 999, "name": "Ajouté", "sort_order": 0, "parent_id": None}
        values |= {"retired_on": None, "successor_id": None, "merged": False} | row
        line = json.dumps([values.get(column, "") for column in head])
        parts[name] += f"{line}\n".encode()

    return change


def test_rows_that_hold_together_no_more_change_nothing(instance, tmp_path):
    """The archive is whole, the database refuses its last reference: rows and files are as they were."""
    backup(tmp_path / "a.zip")
    ThemeFactory(name="Depuis")
    (tmp_path / "media" / "depuis.txt").write_text("depuis")
    before = backup(tmp_path / "before.zip")
    broken = changed(tmp_path / "a.zip", tmp_path / "b.zip", _with_theme({"parent_id": 12345}))
    assert "La base refuse, rien n’a été changé" in refusal(broken, "--replace")
    assert backup(tmp_path / "after.zip") == before


def test_files_are_put_back_when_the_exchange_stops_half_way(instance, tmp_path, monkeypatch):
    backup(tmp_path / "a.zip")
    for name in ("un.txt", "zzz.txt"):
        (tmp_path / "media" / name).write_text(name)
    before = backup(tmp_path / "before.zip")
    rename, moved = Path.rename, []

    def failing(self, target):
        moved.append(self)
        if len(moved) == 2:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        assert "Rien n’a été changé" in refusal(tmp_path / "a.zip", "--replace")
    assert backup(tmp_path / "after.zip") == before


def test_what_postgresql_does_not_take_is_named(instance, tmp_path):
    backup(tmp_path / "a.zip")
    for row in ({"name": "n" * 500}, {"name": "a\0b"}, {"name": "\ud800"}):
        broken = changed(tmp_path / "a.zip", tmp_path / "b.zip", _with_theme(row))
        with Reader(broken) as archive:
            if connection.vendor == "postgresql":
                assert "taxonomy_theme, ligne 999, colonne name" in refusal(broken, "--replace")
            else:
                tables.check(archive)
        broken.unlink()


# --- Rights and room --------------------------------------------------------------------------------------

BOUNDED = """
import os, resource, sys
import django
django.setup()
from django.core.management import call_command
if os.getuid() == 0 and len(sys.argv) > 2:
    os.setuid(65534)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100) if len(sys.argv) == 2 else (-1, -1))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from setup.backup.archive import Writer
from setup.management.commands.backup import _why
from pathlib import Path
path = Path(sys.argv[1])
try:
    with Writer(path, {}) as archive:
        archive.add("x", [os.urandom(10_000)] * 3)
except OSError as error:
    print(_why(error, path))
"""


def told(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", BOUNDED, *arguments],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_full_disk_leaves_nothing(tmp_path):
    assert "Plus de place" in told(str(tmp_path / "a.zip"))
    assert list(tmp_path.glob("a.zip*")) == []


def test_a_folder_where_one_may_not_write(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o555)
    assert "Pas le droit d’écrire" in told(str(tmp_path / "closed" / "a.zip"), "nobody")
