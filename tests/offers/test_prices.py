"""A price as a sum that one can check."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from offers.choices import Path
from offers.models import Perimeter, Price
from offers.prices import price_for

NARROW, NO_BREAK = "\u202f", "\u00a0"


def price(basis="habitant", amount="1.10", period="an", year=2010, **fields) -> Price:
    amount = None if amount is None else Decimal(amount)
    return Price(basis=basis, amount=amount, period=period, year=year, **fields)


@pytest.mark.parametrize(
    ("prices", "population", "said"),
    [
        ([price()], 2006, "1,10 € × 2 006 hab. = 2 206,60 € par an (tarif 2010)"),
        ([price()], None, "1,10 € par habitant et par an (tarif 2010)"),
        ([price(tax="HT", year=None)], 10, "1,10 € × 10 hab. = 11 € HT par an (année du tarif non connue)"),
        ([price(floor=Decimal(150))], 80, "1,10 € × 80 hab. = 88 €, porté au plancher de 150 € par an (tarif 2010)"),
        ([price(cap=Decimal(500))], 9000, "1,10 € × 9 000 hab. = 9 900 €, ramené au plafond de 500 € par an (tarif 2010)"),
        (
            [
                price("forfait", "75", population_min=0, population_max=199, rule="De 75 à 900 €"),
                price("forfait", "900", population_min=5000, population_max=10000),
            ],
            6000,
            "900 € par an (de 5 000 à 10 000 habitants, tarif 2010)",
        ),
        ([price("forfait", "75", rule="Pack de base")], 5, "75 € par an (tarif 2010). Pack de base"),
        ([price("forfait", "0", rule="Gratuit pour la commune")], 5, "Gratuit pour la commune"),
        (
            [
                price("forfait", "75", population_min=0, population_max=199, rule="De 75 à 900 €"),
                price("forfait", "900", population_min=5000, population_max=10000),
            ],
            1000,
            "De 75 à 900 €",
        ),
        ([price("forfait", "0", period="", year=2018)], 5, "Gratuit (tarif 2018)"),
        ([price("agent", "12", year=2020)], 5, "12 € par agent et par an (tarif 2020)"),
        ([price("autre", "10800", rule="Exemple : 10 800 € pour une commune")], 5, "Exemple : 10 800 € pour une commune"),
        ([price("autre", None, rule="Sur devis")], 5, "Sur devis"),
        # A part that all pay and one by inhabitant; of two classes that meet, one.
        (
            [price("forfait", "200"), price(year=2012)],
            100,
            "200 € par an (tarif 2010) ; 1,10 € × 100 hab. = 110 € par an (tarif 2012)",
        ),
        (
            [
                price("forfait", "75", population_min=0, population_max=500),
                price("forfait", "90", population_min=500, population_max=900),
            ],
            500,
            "75 € par an (de 0 à 500 habitants, tarif 2010)",
        ),
        ([], 5, ""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_price(prices, population, said):
    found = price_for(prices, population).replace(NARROW, " ").replace(NO_BREAK, " ")
    assert found == said


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (price(None, None), "rule"),
        (price(population_min=500, population_max=100), "population_max"),
        (price(floor=Decimal(10), cap=Decimal(5)), "cap"),
        (price(year=20), "year"),
        (Perimeter(path=Path.DEPARTEMENT), "departement"),
        (Perimeter(path=Path.NATIONAL, region_id="75"), "region"),
        (Perimeter(path=Path.NATIONAL, since="2024", until="2020-05"), "until"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(row, field):
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert list(refused.value.error_dict) == [field]
