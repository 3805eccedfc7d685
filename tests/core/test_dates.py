import pytest
from django.core.exceptions import ValidationError

from core.dates import months_between, parse


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2021", "2021"),
        ("2021-03", "2021-03"),
        ("2021-3-9", "2021-03-09"),
        ("03/2021", "2021-03"),
        ("19/03/2021", "2021-03-19"),
        ("mars 2021", "2021-03"),
        ("Août 2021", "2021-08"),
        ("1er février 2021", "2021-02-01"),
        ("  19  mars 2021 ", "2021-03-19"),
    ],
)
def test_what_people_type(typed, stored):
    assert parse(typed) == stored


@pytest.mark.parametrize(
    "typed", ["30/02/2021", "2021-13", "21", "hier", "mars", "0000", "2021-00", "12345"]
)
def test_what_is_no_date(typed):
    with pytest.raises(ValidationError):
        parse(typed)


def test_months_are_counted_only_between_known_months():
    assert months_between("2020-12", "2021-03") == 3
    assert months_between("2020", "2021-03") is None
    assert months_between("2021-03", "2020-12") is None
