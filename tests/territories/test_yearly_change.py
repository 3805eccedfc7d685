"""A year later: communes merge and change their code, through the real command; sheets follow and say so."""

import datetime

import pytest
from django.core.management import call_command

from search.index.outbox import rebuild
from territories.choice import chosen_territory
from territories.lookup import resolve
from territories.models import Authority
from tests.factories import published

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime.date(2027, 1, 1)


@pytest.fixture
def next_year(register, capsys):
    """Loads the register of 2027: Foulayronnes (47100) joins Agen, Boé has got a new code."""

    def load(*movements):
        register.communes -= {"47100"}
        register.write(lambda row: row | {"insee": "47999"} if row["insee"] == "47031" else row)
        path = register.folder / "movements.csv"
        path.write_text("code,name,became,date\n" + "".join(f"{line}\n" for line in movements))
        call_command("load_register", dossier=register.folder, verbosity=0)
        return capsys.readouterr().out

    return load


MERGED = "47100,Foulayronnes,47001,2027-01-01"
RECODED = "47031,Boé,47999,2027-01-01"


def snapshot():
    return list(Authority.objects.order_by("code").values_list())


def test_a_commune_that_joins_its_neighbour_gets_its_date_and_successor(
    register, next_year, visitor
):
    theirs = published(title="Le portail", authority=Authority.objects.get(code="47100"))
    said = next_year(MERGED, RECODED)
    assert "47100 → 47001" in said
    gone = Authority.objects.get(code="47100")
    assert (gone.retired_on, gone.successor_id) == (NEW_YEAR, "47001")
    assert resolve("Foulayronnes").code == "47001"
    chosen = chosen_territory("47100")
    assert chosen.authority.code == "47001"
    assert chosen.note == "Foulayronnes n'existe plus depuis 2027 : Agen a pris la suite."

    told = "Foulayronnes n’existe plus depuis 2027\xa0: Agen a pris la suite."
    assert told in visitor.get(theirs.relative_url(None)).content.decode()
    rebuild()
    results = visitor.get("/projets/", {"territoire": "47001"}).context["results"]
    assert [hit["title"] for hit in results["own_hits"]] == ["Le portail"]
    assert (
        "Foulayronnes (Lot-et-Garonne)"
        in visitor.get("/projets/", {"territoire": "47001"}).content.decode()
    )


def test_a_changed_code_keeps_the_record_and_its_sheets(register, next_year, visitor):
    boe = Authority.objects.get(code="47031")
    sheet = published(authority=boe)
    said = next_year(MERGED, RECODED)
    assert "47031 → 47999" in said
    boe.refresh_from_db()
    assert (boe.code, boe.retired_on, boe.successor_id) == ("47999", None, None)
    assert Authority.objects.filter(name="Boé").count() == 1
    sheet.refresh_from_db()
    assert sheet.authority == boe
    assert chosen_territory("47031").authority == boe
    assert chosen_territory("47031").note == "Le code de Boé a changé en 2027."
    assert resolve("Boé") == boe


def test_the_same_year_again_changes_nothing(register, next_year):
    next_year(MERGED, RECODED)
    before = snapshot()
    report = register.load(force=True)
    assert not report.touched
    assert snapshot() == before


def test_a_movement_that_comes_later_explains_what_was_gone(register, next_year):
    next_year(RECODED)
    gone = Authority.objects.get(code="47100")
    assert gone.successor_id is None
    assert "47100 → 47001" in next_year(MERGED, RECODED)
    gone.refresh_from_db()
    assert (gone.retired_on, gone.successor_id) == (NEW_YEAR, "47001")


def test_changes_of_several_years_lead_to_who_lives(register, next_year):
    next_year("47111,Ancienne,47100,2019-01-01", "47100,Foulayronnes,47001,2027-01-01", RECODED)
    assert chosen_territory("47111").authority.code == "47001"
    assert chosen_territory("47111").note == "Ancienne est devenue Agen en 2019."
