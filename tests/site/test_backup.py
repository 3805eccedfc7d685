"""The demo content, 36,000 authorities included, from one database to the other and back, by the two commands."""

import re
import subprocess
import sys
import threading
import time
import zipfile

import pytest

from tests.running import ROOT, Instance

PUBLISH = """
from catalogue.models import ProjectPage
page = ProjectPage.objects.order_by("number").first()
page.title = "Zythologie participative au village"
page.save_revision().publish()
"""


def parts_of(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name.startswith(("database/", "media/"))
        }


@pytest.fixture
def empty(prepared, tmp_path):
    """Makes instances of nothing, each on the database it is told."""

    def make(name: str, database: str) -> Instance:
        folder = tmp_path / name
        folder.mkdir()
        if database == "sqlite":
            return Instance(folder, "")
        return prepared.bare(name, folder)

    return make


def test_from_one_database_to_the_other_and_back(prepared, empty, tmp_path):
    source = prepared.copy("saved")
    first = tmp_path / "first.zip"
    media = [path for path in source.folder.glob("media/**/*") if path.is_file()]
    with source.serve():
        # The server holds the database open: on SQLite what is published lies in the write-ahead log alone.
        source.run(PUBLISH)
        source.manage("backup", str(first))
    saved = parts_of(first)
    assert b"Zythologie participative" in saved["database/wagtailcore_page.jsonl"]
    assert sum(name.startswith("media/") for name in saved) == len(media)
    assert saved["database/territories_authority.jsonl"].count(b"\n") > 36_000

    way = ["sqlite", "postgresql"] if source.database_url else ["sqlite"]
    file = first
    for number, database in enumerate(way):
        instance = empty(f"{database}_{number}", database)
        said = instance.manage("restore", str(file))
        assert "Restauré" in said
        file = tmp_path / f"{number}.zip"
        instance.manage("backup", str(file))
        again = parts_of(file)
        assert [name for name in saved if saved[name] != again.get(name)] == []
        assert set(again) == set(saved)
        assert "Rien n’a été changé" in refused(instance, first)
        instance.manage("search_check")


def refused(instance: Instance, file) -> str:
    asked = subprocess.run(
        [sys.executable, "manage.py", "restore", str(file)],
        cwd=ROOT,
        env=instance.environment(),
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 1
    return asked.stderr


WRITE = """
from pathlib import Path
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Workflow
number, group = 0, Group.objects.earliest("pk").pk
while not Path({stop!r}).exists():
    number += 1
    with transaction.atomic():
        Group.objects.filter(pk=group).update(name=f"moment {{number}}")
        Workflow.objects.update(name=f"moment {{number}}")
    Path({started!r}).touch()
"""


def test_while_others_write_a_backup_is_of_one_moment(prepared, tmp_path):
    """Two rows, of the first and the last table of a backup, are always written together."""
    source = prepared.copy("written")
    stop, started = tmp_path / "stop", tmp_path / "started"
    code = WRITE.format(stop=str(stop), started=str(started))
    writer = threading.Thread(target=source.run, args=[code])
    writer.start()
    try:
        while not started.exists():
            time.sleep(0.1)
        source.manage("backup", str(tmp_path / "a.zip"))
    finally:
        stop.touch()
        writer.join()
    parts = parts_of(tmp_path / "a.zip")
    moments = [
        re.search(rb'"moment (\d+)"', parts[f"database/{table}.jsonl"])[1]
        for table in ("auth_group", "wagtailcore_workflow")
    ]
    assert moments[0] == moments[1]
