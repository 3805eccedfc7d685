"""What a cell of a spreadsheet says, as people and programs write it."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.tables import cells
from core.tables.writing import csv_cell


def ignore(said):
    pass


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12500, "12500"),
        (12.5, "12.5"),
        ("12 500,50 €", "12500.5"),
        ("12\u202f500,5", "12500.5"),
        ("12,500.50", "12500.5"),
        ("1,234,567", "1234567"),
        ("12.500,50", "12500.5"),
        ("0,500", "0.5"),
        ("-3", "-3"),
    ],
)
def test_numbers_in_french_and_in_english(cell, number):
    assert str(cells.Number().read(cell, ignore)) == number


@pytest.mark.parametrize(
    "cell",
    [
        "12,500",
        "12.500",
        "beaucoup",
        "12 k€",
        True,
        datetime.date(2021, 3, 1),
        "1e400",
        1e300,
        float("1e18"),
    ],
)
def test_what_is_no_number_for_certain_is_refused(cell):
    with pytest.raises(ValidationError):
        cells.Number().read(cell, ignore)


@pytest.mark.parametrize("value", ["0.5", "12.345", "-1.125", "1000", "12500.50"])
def test_a_number_of_a_csv_is_read_back(value):
    assert cells.Number().read(csv_cell(Decimal(value)), ignore) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (2021, "2021"),
        (2021.0, "2021"),
        ("mars 2021", "2021-03"),
        ("mars-21", "2021-03"),
        ("févr.-2021", "2021-02"),
        ("19/03/2021", "2021-03-19"),
        (datetime.date(2021, 3, 19), "2021-03-19"),
        (datetime.datetime(2021, 3, 19), "2021-03-19"),
        (44274, "2021-03-19"),
        ("44274", "2021-03-19"),
    ],
)
def test_dates_as_spreadsheets_make_them(cell, date):
    assert cells.PartialDate().read(cell, ignore) == date


@pytest.mark.parametrize(
    "cell", ["31/02/2021", "2021-13", "printemps 2022", 12, True, datetime.time(3), "99999999"]
)
def test_a_date_that_is_none(cell):
    with pytest.raises(ValidationError):
        cells.PartialDate().read(cell, ignore)


def test_html_is_cleaned_and_said():
    said = []
    rich = cells.RichText()
    dirty = '<p onclick="x">Un <b>texte</b><script>alert(1)</script></p><p><a href="javascript:alert(1)">lien</a></p>'
    assert rich.read(dirty, said.append) == "<p>Un <b>texte</b></p><p><a>lien</a></p>"
    assert said == ["Le HTML a été nettoyé."]
    assert (
        cells.Text().read("Un <b>titre</b>\nde deux lignes", said.append)
        == "Un titre de deux lignes"
    )
    assert rich.read("5 < 6 & 7\n\ndeux", said.append) == "<p>5 &lt; 6 &amp; 7</p><p>deux</p>"


@pytest.mark.parametrize(
    "stored",
    [
        "<p>Une ligne.</p><p>Une autre, l&#x27;été : 5 &lt; 6.</p>",
        '<p data-block-key="a1b2c">L\'été à 3\u202f000 m « bon\u00a0»</p>',
        '<h3>Titre</h3><p>Un <b>mot</b>, <a href="https://exemple.fr/?a=1&amp;b=2">lien</a><br/>suite</p><ul><li>un</li></ul>',
        '<p><a linktype="page" id="3">page</a></p>',
        "<p>&lt;b&gt;écrit&lt;/b&gt;</p>",
        "",
    ],
)
def test_a_rich_text_is_read_back(stored):
    rich = cells.RichText()
    again = rich.read(rich.write(stored), ignore)
    assert cells._alike(again) == cells._alike(stored)


def test_a_choice_names_the_nearest():
    choice = cells.Choice([("en_service", "En service"), ("idee", "Idée")])
    assert choice.read("EN SERVICE", ignore) == "en_service"
    assert choice.read("idee", ignore) == "idee"
    with pytest.raises(ValidationError) as refused:
        choice.read("En servise", ignore)
    assert "Vouliez-vous écrire « En service » ?" in refused.value.messages[0]
