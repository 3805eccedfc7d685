"""The twenty nearest among the whole register: those of the one comparison, without comparing all."""

import math
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.all_compared import all_compared
from territories.models import Authority
from territories.nearest import LIMIT, lenses, nearest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_register")]

# Villages, towns, suburbs, cities, islands, the overseas, groupings, councils; where nobody lives.
ASKERS = [
    *("47031", "62041", "59350", "75056", "93066", "2A004", "97411", "98735", "29083", "55039"),
    *("200096956", "200046977", "D47", "R75", "98411", "98901"),
]


@pytest.fixture(scope="module")
def places(whole_register, django_db_blocker):
    with django_db_blocker.unblock():
        return {one.pk: one.place() for one in Authority.objects.current()}


@pytest.mark.parametrize("code", ASKERS)
def test_they_are_those_of_the_comparison(code, places):
    authority = Authority.objects.get(code=code)
    some = set(random.Random(code).sample(sorted(places), 3000))
    for lens in lenses(authority):
        expected = all_compared(authority, lens, places)
        assert nearest(authority, lens) == expected[:LIMIT], lens
        told = [key for key in expected if key in some]
        assert nearest(authority, lens, 6, among=some) == told[:6], lens


def test_each_lens_keeps_to_what_it_says(places):
    authority = Authority.objects.get(code="47031")
    assert list(lenses(authority)) == ["taille", "ruralite", "epci", "departement"]
    for lens, name in (("epci", "epci"), ("departement", "departement"), ("ruralite", "setting")):
        found = {getattr(places[key], name) for key in nearest(authority, lens)}
        assert found == {getattr(authority.place(), name)}
    assert list(lenses(Authority.objects.get(code="R75"))) == ["taille"]


def test_the_register_is_read_once_until_it_changes(places):
    authority = Authority.objects.get(code="47031")
    first, *_ = nearest(authority)
    with CaptureQueriesContext(connection) as captured:
        nearest(authority)
    assert len(captured) == 1
    Authority.objects.filter(pk=first).update(population=math.floor(1e6), setting="ville")
    assert first not in nearest(authority)
