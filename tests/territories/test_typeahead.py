"""What the suggestions say of territories while something is typed."""

import pytest
from django.utils import timezone

from territories.lookup import begun, find
from territories.models import Authority
from tests.factories import AuthorityFactory


def opened(text, limit=2):
    return [one.code for one in begun(text, limit)]


def test_the_most_populated_of_those_that_open_with_what_is_typed(register):
    assert opened("bo", 1) == [find("bo", 1)[0].code]
    assert opened("Boé")[0] == "47031"
    assert opened("le havre", 1) == ["76351"]


def test_a_name_that_is_the_text_comes_before_larger_ones_that_open_with_it(register):
    Authority.objects.create(
        type="gip", name="Boé Numérique", region_id="75", population=10_000_000
    )
    assert opened("boe", 1) == ["47031"]
    assert len(opened("boe", 2)) == 2


def test_a_word_inside_a_name_when_none_opens_so(register):
    Authority.objects.create(type="gip", name="Atlantique Zyeu Numérique", region_id="52")
    assert opened("zyeu") == ["org-atlantique-zyeu-numerique"]
    assert opened("zyeu num") == ["org-atlantique-zyeu-numerique"]
    assert opened("yeu nonsense") == []


def test_postcodes_and_codes_are_looked_up(register):
    assert begun("47550", 2) == find("47550", 2)
    assert opened("47031", 1) == ["47031"]


@pytest.mark.parametrize("number", [0, 1, 9, 47, 74, 999, 2023, 33080])
def test_a_commune_of_the_tests_is_found_by_its_name_however_many_were_made(db, number):
    AuthorityFactory.reset_sequence(number, force=True)
    made = [AuthorityFactory() for _ in range(12)]
    assert [opened(one.name, 3) for one in made] == [[one.code] for one in made]


@pytest.mark.parametrize("text", ["", " ", "zzzz", "|", "\n", "%", "boe|", "\n boe|"])
def test_broken_input_is_harmless(register, text):
    assert set(opened(text)) <= set(opened("boe"))


def test_retired_territories_come_last_and_deleted_ones_are_gone(register):
    assert opened("boe", 1) == ["47031"]
    Authority.objects.create(type="gip", name="Boe Numérique", region_id="52")
    Authority.objects.filter(code="47031").update(retired_on=timezone.localdate())
    gone = Authority.objects.create(type="gip", name="Zyeu", region_id="52")
    assert opened("zyeu") == ["org-zyeu"]
    gone.delete()
    assert opened("zyeu") == []


def test_what_is_added_is_suggested_at_once(register):
    assert opened("zyeu") == []
    Authority.objects.create(type="gip", name="Zyeu", region_id="52")
    assert opened("zyeu") == ["org-zyeu"]
