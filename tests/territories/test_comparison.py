import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.records import Place
from territories import areas
from territories.areas import AreaName
from territories.comparison import WEIGHTS, box, clauses, distance_km, reason, score
from territories.loading import data_folder
from territories.register_files import read_register
from territories.register_rows import build

GOLDEN = json.loads((Path(__file__).parent / "golden_comparison.json").read_text("utf-8"))

BOE = Place("47031", "commune", "commune", 5846, "200096956", "47", "75", 0.6281, 44.1602)


@pytest.fixture(scope="module")
def rows():
    return read_register(data_folder())


@pytest.fixture(scope="module")
def places(rows) -> dict[str, Place]:
    """Every territory of the real register, without a database."""
    authorities, _ = build(rows)
    return {one.code: one.place() for one in authorities}


@pytest.fixture(autouse=True)
def region_names(rows, monkeypatch):
    known = {
        row["code"]: AreaName(row["code"], row["name"], "", row["code"]) for row in rows.regions
    }
    monkeypatch.setattr(areas, "_regions", known)


def test_there_are_thirty_golden_territories_of_every_kind():
    assert len(GOLDEN) >= 30
    kinds = " ".join(case["kind"] for case in GOLDEN)
    for kind in (
        "hameau",
        "bourg",
        "ville",
        "communauté de communes",
        "communauté d'agglomération",
        "communauté urbaine",
        "métropole",
        "département",
        "outre-mer",
        "sans position",
        "commune nouvelle",
    ):
        assert kind in kinds


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_the_order_is_the_one_a_reader_expects(places, case):
    mine = places[case["territory"]]
    groups = [
        [score(mine, places[entry.split(" ", 1)[0]]) for entry in group] for group in case["order"]
    ]
    for group in groups:
        assert len(set(group)) == 1, case["why"]
    heads = [group[0] for group in groups]
    assert heads == sorted(heads, reverse=True), case["why"]
    assert len(set(heads)) == len(heads), case["why"]


def test_every_rung_has_a_weight_and_is_used(places):
    codes = ("47031", "97411", "75056", "200096956", "D47", "R75")
    seen = [clause for code in codes for clause in clauses(places[code])]
    assert {clause.rung for clause in seen} == set(WEIGHTS)
    assert all(clause.weight == WEIGHTS[clause.rung] for clause in seen)


def test_weights_are_whole_numbers():
    assert all(weight == int(weight) > 0 for weight in WEIGHTS.values())


def test_the_setting_is_told_in_words(places):
    told = {
        ("26274", "31353"): "Village rural comme le vôtre",
        ("32233", "12011"): "Village rural comme le vôtre",
        ("94080", "69204"): "Commune de banlieue comme la vôtre",
        ("51108", "56260"): "Ville comme la vôtre",
        ("33063", "44109"): "Grande ville comme la vôtre",
    }
    for (mine, other), words in told.items():
        assert reason(places[mine], places[other], at_mine="ici").words == words


def test_overseas_resembles_overseas_and_own_bodies_rank_as_theirs(places):
    reunion, port, grenoble = places["97411"], places["97407"], places["38185"]
    assert score(reunion, port) > score(reunion, grenoble)
    syndicat = Place("org-x", "syndicat_mixte", "organisme", None, "", "49", "52", None, None)
    elsewhere = replace(syndicat, departement="33", region="75")
    assert score(places["D49"], syndicat) >= 0.9 * score(places["D49"], places["D33"])
    assert score(places["D49"], elsewhere) < 0.2 * score(places["D49"], places["D33"])
    village = places["49174"]
    own = places[village.epci]
    assert score(village, own) > score(village, places["75056"])
    assert score(village, places["D49"]) > score(village, places["33063"])


def test_a_territory_that_knows_nothing_of_itself_is_still_compared():
    unknown = Place("org-x", "gip", "organisme", None, "", "", "", None, None)
    assert {clause.rung for clause in clauses(unknown)} == {"family", "type"}
    assert score(unknown, BOE) == 0
    assert score(BOE, unknown) == 0


def test_a_missing_value_never_holds():
    other = replace(BOE, code="47002", population=None, lon=None, lat=None, epci="")
    full = sum(WEIGHTS[rung] for rung in ("family", "type", "departement", "region"))
    assert score(BOE, other) == full


def test_a_box_holds_what_is_that_near():
    lon, lat = box(0.0, 45.0, 50)
    assert lon.low < 0 < lon.high
    edge = Place("x", "commune", "commune", 1, "", "", "", 0.0, lat.high)
    assert distance_km(replace(BOE, lon=0.0, lat=45.0), edge) == pytest.approx(50, abs=0.1)


def test_a_distance_needs_two_positions():
    assert distance_km(BOE, replace(BOE, lon=None)) is None
    paris = replace(BOE, lon=2.3488, lat=48.8534)
    assert distance_km(BOE, paris) == pytest.approx(537, abs=3)


NARROW = "\u202f"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (
            Place("91363", "commune", "commune", 8430, "200056232", "91", "11", 2.24, 48.64),
            "Taille proche : 8_430 habitants, 5_846 à Boé · Île-de-France",
        ),
        (
            Place("47100", "commune", "commune", 5476, "200096956", "47", "75", 0.64, 44.24),
            "Même intercommunalité : 5_476 habitants, 5_846 à Boé",
        ),
        (
            Place("11192", "commune", "commune", 803, "200035855", "11", "76", 2.08, 43.6),
            "Plus petit : 803 habitants, 5_846 à Boé · Occitanie · à environ 130 km",
        ),
        (
            Place("47110", "commune", "commune", 12000, "", "47", "75", None, None),
            "Taille comparable : 12_000 habitants, 5_846 à Boé · même département",
        ),
        (
            Place(
                "200096956",
                "communaute_agglo",
                "groupement",
                102673,
                "200096956",
                "47",
                "75",
                0.6,
                44.2,
            ),
            "Votre intercommunalité : 102_673 habitants, 5_846 à Boé",
        ),
        (
            Place("31555", "commune", "commune", 514819, "243100518", "31", "76", None, None),
            "Beaucoup plus grand : 514_819 habitants, 5_846 à Boé · Occitanie",
        ),
        (Place("org-a", "gip", "organisme", None, "", "47", "75", None, None), "Même département"),
        (Place("org-b", "gip", "organisme", None, "", "", "75", None, None), "Même région"),
        (
            Place("org-c", "gip", "organisme", None, "", "", "11", None, None),
            "Autre territoire : Île-de-France",
        ),
        (Place("org-d", "gip", "organisme", None, "", "", "", None, None), "Autre territoire"),
        (BOE, "Votre territoire"),
    ],
)
def test_the_reason_is_told_in_words_and_figures(other, expected):
    told = str(reason(BOE, other, at_mine="à Boé"))
    assert told == expected.replace("_", NARROW)


def test_a_reason_never_begins_or_ends_with_a_separator(places):
    for case in GOLDEN:
        mine = places[case["territory"]]
        for group in case["order"]:
            for entry in group:
                told = reason(mine, places[entry.split(" ", 1)[0]], at_mine="ici")
                assert told.words
                assert all(part.strip() for part in told.figures)
                assert "None" not in str(told)
