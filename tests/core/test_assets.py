"""The style sheet that a visitor gets: one file, whole, in order, light."""

import gzip
import os
import re
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core import assets
from tests.running import ROOT


@pytest.fixture
def finder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    return assets.StylesheetFinder()


def test_the_page_s_one_style_sheet_is_found(client):
    assert finders.find("css/site.css").endswith("css/site.css")


def test_every_part_is_in_it_once_and_in_order(finder):
    with open(finder.find(assets.NAME), encoding="utf-8") as file:
        text = file.read()
    assert text.startswith("@layer tokens,base,layout,components,print;")
    assert text.index("--paper:") < text.index(".card{") < text.index("@page")
    names = [file.name for file in assets.parts()]
    assert len(names) == len(set(names))
    assert "card.css" in names
    assert "/*" not in text
    assert text.count("{") == text.count("}")


def test_weight_compressed(finder):
    with open(finder.find(assets.NAME), "rb") as file:
        assert len(gzip.compress(file.read())) <= 13_000
    folder = assets.settings.BASE_DIR / "static" / "js"
    assert sum(len(gzip.compress(file.read_bytes())) for file in folder.glob("*.js")) <= 14_000


def test_it_follows_a_change_of_a_part(finder, settings, tmp_path):
    root = tmp_path / "project"
    parts = root / "static" / "css"
    (parts / "components").mkdir(parents=True)
    for name in (*assets.PARTS, *assets.LAST):
        (parts / name).write_text(f".{name[:-4]} {{}}\n")
    settings.BASE_DIR = root
    first = finder.find(assets.NAME)
    assert ".new" not in Path(first).read_text()
    (parts / "components" / "new.css").write_text("/* why */ .new {}\n")
    later = time.time() + 5
    os.utime(parts / "components" / "new.css", (later, later))
    assert ".new{}" in Path(finder.find(assets.NAME)).read_text()


def test_a_missing_part_is_an_error(finder, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(FileNotFoundError):
        finder.find(assets.NAME)


def test_it_is_collected(finder):
    [(name, storage)] = list(finder.list([]))
    assert name == "css/site.css"
    assert storage.exists(name)
    assert finder.find("css/other.css") == []


def test_a_block_is_styled_in_one_file():
    """Two components that give their block one name style each other: the log-in once stood in the columns of a list."""
    owners: dict[str, set[str]] = {}
    for file in (ROOT / "static/css/components").glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"^  (\.[^{}\n]+) \{", css, re.MULTILINE):
            for selector in selectors.split(", "):
                if re.fullmatch(r"\.[a-z-]+(?![\w.-])[^.]*", selector):
                    owners.setdefault(selector.split()[0], set()).add(file.name)
    assert {name: files for name, files in owners.items() if len(files) > 1} == {}


def test_spaces_that_say_something_stay(tmp_path):
    part = tmp_path / "part.css"
    part.write_text(
        'a :hover,\n  b > c { margin: 0  auto; content: "; x :  y" / ""; width: calc(1px + 2em); }\n'
        "@media (min-width: 4em) { d { color: red } }\n"
    )
    assert assets.join([part]) == (
        'a :hover,b > c{margin:0 auto;content:"; x :  y" / "";width:calc(1px + 2em)}'
        "@media (min-width:4em){d{color:red}}\n"
    )
