"""The twenty nearest among the whole register: those of the one comparison, without reading all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territories.comparison import score
from territories.models import Authority
from territories.nearest import LIMIT, lenses, nearest, through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_register")]

UNINHABITED = ["98411", "98412", "98415", "98901"]
# Villages, towns, suburbs, cities, islands, the overseas, groupings, councils.
ASKERS = [
    *(
        "47031",
        "01001",
        "62041",
        "59350",
        "75056",
        "13055",
        "93066",
        "2A004",
        "97411",
        "98735",
        "48140",
        "29083",
    ),
    *("200096956", "200046977", "244400404", "D47", "R75", "55039"),
    *UNINHABITED,
]


@pytest.mark.parametrize("code", ASKERS)
def test_they_are_those_of_the_comparison(code):
    authority = Authority.objects.get(code=code)
    place = authority.place()
    everybody = Authority.objects.filter(through(authority, "taille"))
    best = sorted((score(place, one.place()) for one in everybody), reverse=True)[:LIMIT]
    with CaptureQueriesContext(connection) as captured:
        found = nearest(authority)
    assert [score(place, one.place()) for one in found] == best
    assert len(captured) <= 4


def test_each_lens_keeps_to_what_it_says():
    authority = Authority.objects.get(code="47031")
    assert list(lenses(authority)) == ["taille", "ruralite", "epci", "departement"]
    assert {one.epci_id for one in nearest(authority, "epci")} == {authority.epci_id}
    assert {one.departement_id for one in nearest(authority, "departement")} == {"47"}
    assert {one.setting for one in nearest(authority, "ruralite")} == {authority.setting}
    assert list(lenses(Authority.objects.get(code="R75"))) == ["taille"]


@pytest.mark.parametrize("code", UNINHABITED)
def test_where_nobody_lives_the_register_is_not_read_whole(code):
    authority = Authority.objects.get(code=code)
    with CaptureQueriesContext(connection) as captured:
        nearest(authority)
    asked = [one["sql"] for one in captured if '"territories_authority"' in one["sql"]]
    assert len(asked) == 1
    assert "region_id" in asked[0].partition("WHERE")[2]
