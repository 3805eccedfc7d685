"""The Nu checker (the W3C's, as a jar) on the HTML of every page type."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT
from tests.site.web import Web

JAR = Path(os.environ.get("VNU_JAR", ROOT / "var/tools/vnu.jar"))


def test_the_nu_checker_finds_nothing(site, shown, tmp_path):
    if not shutil.which("java"):
        pytest.skip("java is missing: apt-get install default-jre-headless")
    if not JAR.exists():
        pytest.skip(f"{JAR} is missing: make vnu")
    web = Web(site)
    for page in shown.values():
        file = tmp_path / f"{page.name.replace(' ', '-')}.html"
        file.write_bytes(page.body.encode() or web.get(page.path).body)
    web.close()
    checked = subprocess.run(
        ["java", "-Xmx512m", "-jar", JAR, "--format", "json", "--stdout", *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = [
        f"{Path(message['url']).name}:{message.get('lastLine')} {message['message']}\n"
        f"    {message.get('extract', '').strip()[:200]}"
        for message in json.loads(checked.stdout)["messages"]
        # Warnings too; "info" alone is advice about tags that HTML lets close themselves.
        if message["type"] != "info" or message.get("subType") == "warning"
    ]
    assert not found, "\n".join(found)
