"""Two starts at once on an empty database: the second waits, and says so."""

import os
import subprocess
import sys

from tests.running import ROOT


def test_two_starts_on_an_empty_database(tmp_path):
    own = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'essaim.sqlite3'}",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "-v", "0"],
            cwd=ROOT,
            env=os.environ | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    told = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert sum("celui-ci attend" in text for text in told) == 1, told
