"""The real services, over the part of the real register that they and fifty communes need."""

import csv
import gzip
import json
import random

import pytest

from offers.importing import import_offers
from setup.demo import PATH, SERVICES
from taxonomy.importing import import_themes
from territories.loading import data_folder
from tests.territories.conftest import SmallRegister

ROWS = json.loads(SERVICES.read_text(encoding="utf-8"))["services"]


def communes() -> dict[str, dict]:
    with gzip.open(data_folder() / "communes.csv.gz", "rt", encoding="utf-8") as stream:
        return {row["insee"]: row for row in csv.DictReader(stream)}


def kept_aside(rows: dict[str, dict]) -> list[str]:
    """Fifty communes that no source names, always the same, half of them where some service is."""
    served = {code for one in ROWS for code in one["for_whom"]["departements"]}
    dice = random.Random(15)
    somewhere = dice.sample(sorted(rows), 25)
    near = dice.sample(
        sorted(code for code, row in rows.items() if row["department"] in served), 25
    )
    return [*somewhere, *near]


@pytest.fixture(scope="module")
def services(shared_rows, tmp_path_factory):
    """{"rows": of the file, "communes": {INSEE: row of the register}, "aside": the fifty}."""
    rows = communes()
    aside = kept_aside(rows)
    register = SmallRegister(tmp_path_factory.mktemp("register"))
    named = {code for one in ROWS for code in one["for_whom"]["communes"]}
    groupings = {
        code for one in ROWS for key in ("epci", "except_epci") for code in one["for_whom"][key]
    }
    of_each = {row["epci"]: code for code, row in rows.items() if row["epci"] in groupings}
    register.communes |= named | set(of_each.values()) | set(aside) | {"13055", "80021", "29019"}
    register.communes |= {"38185", "57463", "31555"}
    register.write()
    register.load()
    taxonomy = json.loads(PATH.read_text(encoding="utf-8"))["meta"]["taxonomy"]
    import_themes(taxonomy["themes"])
    import_offers([row | {"sheet_ids": []} for row in ROWS], source="demo")
    return {"rows": ROWS, "communes": rows, "aside": aside}
