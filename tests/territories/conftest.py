"""A small register cut from the real one, so that most tests load a handful of rows."""

import csv
import gzip
import io
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from territories import areas, known_names
from territories.loading import data_folder, load_register

# Special bodies point to these: a register without them is refused.
ALWAYS = {"75056", "69123", "97701", "97801"}
SAMPLE = {
    "47031",
    "47001",
    "47100",
    "76351",
    "11192",
    "60703",
    "66104",
    "55039",
    "97352",
    "67482",
    "69243",
}


class SmallRegister:
    """The files of a register in a folder of their own, to be loaded and changed."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.communes = SAMPLE | ALWAYS
        for name in (
            "departements.csv.gz",
            "regions.csv.gz",
            "special_bodies.csv",
            "bodies.csv",
            "other_names.csv",
            "movements.csv",
        ):
            (folder / name).write_bytes((data_folder() / name).read_bytes())
        (folder / "retired_bodies.csv").write_text(
            (data_folder() / "retired_bodies.csv").read_text().replace("200072072", "")
        )
        self.write()

    def write(self, change=lambda row: row):
        """Write the communes that are kept and their EPCI. `change` may alter a commune's row."""
        rows = [change(row) for row in _real("communes.csv.gz") if row["insee"] in self.communes]
        wanted = {row["epci"] for row in rows} | {"200046977"}
        self.write_rows("communes.csv.gz", rows)
        self.write_rows("epts.csv.gz", _real("epts.csv.gz"))
        for name in ("places.csv.gz", "mairies.csv.gz"):
            kept = [row for row in _real(name) if row["insee"] in self.communes]
            self.write_rows(name, kept)
        self.write_rows(
            "former_communes.csv.gz",
            [
                row
                for row in _real("former_communes.csv.gz")
                if row["commune"] in self.communes or row["insee"] in self.communes
            ],
        )
        self.write_rows(
            "epci.csv.gz", [row for row in _real("epci.csv.gz") if row["siren"] in wanted]
        )

    def write_rows(self, name: str, rows: list[dict]):
        path = self.folder / name
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(gzip.compress(text.getvalue().encode()))

    def load(self, **kwargs):
        return load_register(folder=self.folder, **kwargs)


@cache
def _real(name: str) -> list[dict]:
    with gzip.open(data_folder() / name, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def small_register(tmp_path, db) -> SmallRegister:
    """Files only: the test loads them."""
    areas.forget()
    yield SmallRegister(tmp_path)
    areas.forget()


@pytest.fixture
def register(small_register) -> SmallRegister:
    """The small register, loaded."""
    small_register.load()
    return small_register


@pytest.fixture(scope="module")
def whole_register(django_db_setup, django_db_blocker):
    """All 36,000 rows, once for this module, outside the tests' transactions."""
    with django_db_blocker.unblock():
        report = load_register()
        known_names.cache.forget()
        yield report
        known_names.cache.forget()
        with connection.cursor() as cursor:
            for table in (
                "territories_othername",
                "territories_townhall",
                "territories_authority_extra_departements",
                "territories_authority",
                "territories_departement",
                "territories_region",
                "territories_registerstate",
            ):
                cursor.execute(f"DELETE FROM {table}")
        areas.forget()
