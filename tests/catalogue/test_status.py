"""A state is told as of the day it was true."""

import datetime

import pytest

from catalogue.status import is_old, status_in_words

TODAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("label", "date", "words"),
    [
        ("En cours", "2017-01", "En cours en janvier\u00a02017"),
        ("En déploiement", "2014", "En déploiement en 2014"),
        ("En service", "2021-03-19", "En service le 19\u00a0mars\u00a02021"),
        ("En service", "2026-05", "En service (2026)"),
        ("Terminé", "2017-01", "Terminé (2017)"),
        ("Abandonné", "2019", "Abandonné (2019)"),
        ("En cours", "", "En cours"),
        ("", "2017", ""),
    ],
)
def test_words(label, date, words):
    assert status_in_words(label, date, TODAY) == words


@pytest.mark.parametrize(
    ("date", "old"),
    [
        ("2024-11-29", False),
        ("2024-11-28", True),
        ("2024-11", False),
        ("2024-10", True),
        ("2024", False),
        ("2023", True),
        ("2027-01-01", False),
    ],
)
def test_two_years(date, old):
    assert is_old(date, TODAY) is old
