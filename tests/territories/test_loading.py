import csv
import datetime
import gzip

import pytest
from django.core.management import CommandError, call_command

from territories.models import Authority, Departement, Region
from territories.register_files import RegisterError
from territories.signals import authorities_changed

TODAY = datetime.date(2026, 11, 24)


def snapshot():
    return list(Authority.objects.order_by("code").values_list())


def test_a_first_load_makes_areas_authorities_and_councils(small_register):
    report = small_register.load()
    assert len(report.added) == Authority.objects.count()
    assert (Departement.objects.count(), Region.objects.count()) == (109, 26)
    boe = Authority.objects.get(code="47031")
    assert (boe.label, boe.population, boe.population_year) == ("Boé (Lot-et-Garonne)", 5846, 2023)
    assert (boe.population_class, boe.region_id, boe.epci_id) == (4, "75", "200096956")
    assert boe.line == ["Boé", "commune", "Lot-et-Garonne"]
    council = Authority.objects.get(code="D47")
    assert council.name == "Département du Lot-et-Garonne"
    assert Authority.objects.get(code="R75").label == "Région Nouvelle-Aquitaine"


def test_a_body_with_two_roles_is_one_record(register):
    codes = set(Authority.objects.values_list("code", flat=True))
    absent = {"D75", "D2A", "D2B", "D67", "D68", "D972", "R02", "D973", "D976", "R06", "R94"}
    assert not codes & (absent | {"D975", "D987", "R987", "D984", "D989"})
    assert Authority.objects.get(code="75056").roles == "departement"
    alsace = Authority.objects.get(code="COL-ALSACE")
    assert alsace.departement_codes() == ["67", "68"]
    assert Authority.objects.get(code="COL-CORSE").departement_codes() == ["2A", "2B"]
    polynesia = Authority.objects.get(code="COL-987")
    assert polynesia.type_label == "collectivité d'outre-mer"
    assert {"D971", "R01", "D974", "R04", "D69"} <= codes


def test_populations_of_groupings_are_sums_of_communes(register):
    agen = Authority.objects.get(code="200096956")
    members = Authority.objects.filter(epci="200096956")
    assert agen.population == sum(one.population for one in members)
    assert agen.population_year == 2023
    # The Métropole de Lyon is its own département: the Rhône's council counts the others only.
    lyon = Authority.objects.get(code="200046977")
    rhone = Authority.objects.get(code="D69")
    assert lyon.population == Authority.objects.get(code="69123").population
    assert rhone.population == Authority.objects.get(code="69243").population


def test_loading_again_changes_nothing(register, django_assert_max_num_queries):
    before = snapshot()
    with django_assert_max_num_queries(1):
        assert register.load().skipped
    report = register.load(force=True)
    assert not report.touched
    assert report.unchanged == Authority.objects.filter(is_registered=True).count()
    assert snapshot() == before


def test_a_changed_commune_is_reported_and_changes_what_sums_it(register):
    told = []

    def listen(codes, **kwargs):
        told.append(codes)

    authorities_changed.connect(listen)
    try:
        register.write(
            lambda row: {**row, "population": "6000"} if row["insee"] == "47031" else row
        )
        report = register.load()
    finally:
        authorities_changed.disconnect(listen)
    assert set(report.changed) == {"47031", "200096956", "D47", "R75"}
    assert not report.added
    assert told == [report.touched]


def test_a_commune_that_disappears_is_kept_and_marked_then_comes_back(register):
    register.communes.remove("47100")
    register.write()
    report = register.load(today=TODAY)
    assert report.retired == ["47100"]
    foulayronnes = Authority.objects.get(code="47100")
    assert foulayronnes.retired_on == TODAY
    assert foulayronnes.label == "Foulayronnes (Lot-et-Garonne)"
    assert foulayronnes not in Authority.objects.current()

    register.communes.add("47100")
    register.write()
    report = register.load()
    assert report.returned == ["47100"]
    foulayronnes.refresh_from_db()
    assert foulayronnes.retired_on is None


def test_what_an_editor_added_or_deleted_stays_so(register):
    Authority.objects.create(type="gip", name="GIP des Essais", region_id="75")
    Authority.objects.filter(code="org-adico").update(name="Adico, nouveau nom")
    Authority.objects.get(code="org-agorah").delete()
    (register.folder / "bodies.csv").write_text(
        (register.folder / "bodies.csv").read_text()
        + "org-nouveau,agence,Agence nouvelle,,47,75,5,\n"
    )
    report = register.load()
    assert report.added == ["org-nouveau"]
    assert not Authority.objects.filter(code="org-agorah").exists()
    assert Authority.objects.get(code="org-adico").name == "Adico, nouveau nom"
    assert Authority.objects.filter(name="GIP des Essais", retired_on=None).exists()


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("insee", "4703", "code INSEE faux : « 4703 »"),
        ("name", "", "nom vide"),
        ("tncc", "9", "code d'article inconnu : « 9 »"),
        ("department", "00", "département inconnu : « 00 »"),
        ("region", "11", "région « 11 », alors que le département 47 est dans la région « 75 »"),
        ("epci", "200000008", "EPCI inconnu : « 200000008 »"),
        ("siren", "214700313", "SIREN faux : « 214700313 »"),
        ("population", "beaucoup", "population illisible : « beaucoup »"),
        ("population", "-3", "population illisible : « -3 »"),
        ("postcodes", "4755", "code postal faux : « 4755 »"),
        ("name", "Bo\x00é", "caractère nul"),
    ],
)
def test_a_broken_line_is_named_and_nothing_changes(register, column, value, reason):
    register.write(lambda row: {**row, "population": "1"} if row["insee"] == "47001" else row)
    before = snapshot()
    rows = gzip.decompress((register.folder / "communes.csv.gz").read_bytes()).decode().splitlines()
    number = next(index for index, line in enumerate(rows, start=1) if line.startswith("47031"))

    def break_boe(row):
        row = {**row, "population": "1"} if row["insee"] == "47001" else row
        return {**row, column: value} if row["insee"] == "47031" else row

    register.write(break_boe)
    with pytest.raises(RegisterError) as caught:
        register.load()
    assert f"communes.csv.gz, ligne {number} : {reason}" in str(caught.value)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("lon", "999", "position illisible : lon « 999 »"),
        ("lat", "", "position incomplète : lat et précision vont ensemble"),
        ("position", "rue", "précision de position inconnue : « rue »"),
        ("area_km2", "-3", "superficie illisible : « -3 »"),
        ("population_10km", "mille", "population illisible : « mille »"),
    ],
)
def test_a_broken_position_is_named_and_nothing_changes(register, column, value, reason):
    before = snapshot()
    path = register.folder / "places.csv.gz"
    rows = list(csv.DictReader(gzip.decompress(path.read_bytes()).decode().splitlines()))
    register.write_rows(path.name, [{**row, column: value} for row in rows])
    with pytest.raises(RegisterError) as caught:
        register.load()
    assert f"places.csv.gz, ligne 2 : {reason}" in str(caught.value)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("name", "spoil", "reason"),
    [
        ("communes.csv.gz", lambda data: data[: len(data) // 2], "fichier illisible ou tronqué"),
        ("communes.csv.gz", lambda data: b"not gzip", "fichier illisible ou tronqué"),
        (
            "epci.csv.gz",
            lambda data: gzip.compress(b"siren,name\n1,2\n"),
            "colonnes absentes : type",
        ),
        (
            "regions.csv.gz",
            lambda data: gzip.compress(b"code,name,tncc,zone\n11,\xff,0,metro\n"),
            "UTF-8",
        ),
        (
            "bodies.csv",
            lambda data: data + b"x,commune,Nom,,,,,\n",
            "type impossible pour un organisme",
        ),
        ("bodies.csv", lambda data: data + b"x,gip\n", "2 valeurs au lieu de 8"),
        (
            "special_bodies.csv",
            lambda data: data + b"COL-X,ville,,X,,,,11,\n",
            "type inconnu : « ville »",
        ),
        (
            "retired_bodies.csv",
            lambda data: data + b"x,commune,X,47,hier,,\n",
            "date illisible : « hier »",
        ),
        ("departements.csv.gz", lambda data: None, "fichier absent"),
    ],
)
def test_a_broken_file_is_named_and_nothing_changes(register, name, spoil, reason):
    before = snapshot()
    path = register.folder / name
    spoilt = spoil(path.read_bytes())
    path.unlink() if spoilt is None else path.write_bytes(spoilt)
    with pytest.raises(RegisterError, match=reason) as caught:
        register.load()
    assert name in str(caught.value)
    assert snapshot() == before


def test_a_truncated_file_does_not_retire_the_country(register, monkeypatch):
    monkeypatch.setattr("territories.loading.MAX_RETIRED_AT_ONCE", 3)
    before = snapshot()
    register.communes -= {"47001", "47100", "11192", "60703"}
    register.write()
    with pytest.raises(RegisterError, match="sans doute tronqué"):
        register.load()
    assert snapshot() == before


def test_the_command_says_what_happened(small_register, capsys):
    call_command("load_register", dossier=small_register.folder, verbosity=0)
    assert "ajoutés, 0 modifiés" in capsys.readouterr().out
    call_command("load_register", dossier=small_register.folder, verbosity=0)
    assert "inchangé" in capsys.readouterr().out
    (small_register.folder / "epci.csv.gz").write_bytes(b"")
    with pytest.raises(CommandError, match="rien n'a changé"):
        call_command("load_register", dossier=small_register.folder, verbosity=0)
