"""What the suggestions say of territories while something is typed."""

import pytest
from django.utils import timezone

from core.generations import PerGeneration
from territories import typeahead
from territories.lookup import find
from territories.models import Authority


def opened(text, limit=2):
    return [one.code for one in typeahead.Typeahead().find(text, limit)]


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
    assert typeahead.Typeahead().find("47550", 2) == find("47550", 2)
    assert opened("47031", 1) == ["47031"]


@pytest.mark.parametrize("text", ["", " ", "zzzz", "|", "\n", "%", "boe|", "\n boe|"])
def test_broken_input_is_harmless(register, text):
    assert set(opened(text)) <= set(opened("boe"))


def test_retired_and_deleted_territories_are_not_suggested(register):
    kept = typeahead.Typeahead()
    assert [one.code for one in kept.find("boe", 1)] == ["47031"]
    Authority.objects.filter(code="47031").update(retired_on=timezone.localdate())
    assert "47031" not in opened("boe")
    gone = Authority.objects.create(type="gip", name="Zyeu", region_id="52")
    kept = typeahead.Typeahead()
    gone.delete()
    assert kept.find("zyeu", 2) == []


def test_a_new_generation_is_read_again(register):
    cache = PerGeneration(typeahead.Typeahead)
    assert cache.get(1).find("zyeu", 2) == []
    Authority.objects.create(type="gip", name="Zyeu", region_id="52")
    assert cache.get(1).find("zyeu", 2) == []
    assert [one.code for one in cache.get(2).find("zyeu", 2)] == ["org-zyeu"]
