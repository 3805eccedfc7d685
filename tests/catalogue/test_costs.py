from decimal import Decimal

import pytest

from catalogue.costs import CLASSES, cost_class, describe, headline, role_in_words
from catalogue.models import ProjectCost
from catalogue.provenance import mark_of


def cost(amount, role="projet", nature="investissement", period="total", tax=""):
    return ProjectCost(
        amount=Decimal(str(amount)), role=role, nature=nature, period=period, tax=tax
    )


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "moins-de-5000"),
        (4999, "moins-de-5000"),
        (5000, "5000-20000"),
        (99_999, "20000-100000"),
        (1_000_000, "plus-de-1000000"),
    ],
)
def test_class_of_an_investment(amount, expected):
    assert cost_class([cost(amount)]) == expected


def test_a_grant_or_a_unit_price_is_not_the_cost_of_the_project():
    assert cost_class([cost(2_000_000, role="autre"), cost(500_000, role="partie")]) == ""


def test_without_investment_one_year_of_running_counts():
    assert cost_class([cost(500, nature="fonctionnement", period="monthly")]) == "5000-20000"


def test_investment_comes_before_running():
    rows = [cost(900_000, nature="fonctionnement", period="yearly"), cost(1000)]
    assert cost_class(rows) == "moins-de-5000"


def test_headline_is_a_line_that_one_can_read():
    assert headline([cost(36000, tax="HT")], "") == ("Coût", "36\u202f000\u00a0€ HT")
    yearly = cost("89.5", nature="fonctionnement", period="yearly")
    assert headline([yearly], "") == ("Coût", "89,50\u00a0€ par an")
    assert headline([], "<p>" + "très long " * 40 + "</p>") == ("Coût", "")


@pytest.mark.parametrize(
    "text",
    [
        "Rançon demandée : 1 500 euros ; non payée.",
        "Enveloppe de 12,5 millions d’euros pour les projets.",
        "Aide départementale plafonnée à 40 000 euros par télécentre.",
    ],
)
def test_an_amount_in_words_is_never_called_the_cost(text):
    assert headline([cost(1500, role="autre")], f"<p>{text}</p>") == ("Montant cité", text)


def test_an_amount_of_another_role_says_what_it_is():
    assert role_in_words(cost(1, role="autre")) == "Autre montant cité"
    assert role_in_words(cost(1, role="partie")) == "Une partie du coût"
    assert role_in_words(cost(1)) == ""


@pytest.mark.parametrize(
    ("quantity", "unit", "role", "words"),
    [
        ("1900", "point_lumineux", "projet", "2\u202f000\u00a0€ pour 1\u202f900 points lumineux"),
        ("1", "eleve", "autre", "2\u202f000\u00a0€ par élève"),
        ("1", "batiment", "projet", "2\u202f000\u00a0€ pour 1 bâtiment"),
        ("2.50", "agent", "projet", "2\u202f000\u00a0€ pour 2,5 agents"),
        (None, "eleve", "projet", "2\u202f000\u00a0€"),
    ],
)
def test_an_amount_says_what_it_is_counted_in(quantity, unit, role, words):
    row = cost(2000, role=role)
    row.quantity, row.unit = quantity and Decimal(quantity), unit
    assert describe(row) == words


def test_who_said_an_amount_before_it_could_be_counted_still_said_it():
    row = ProjectCost(label="Site", nature="investissement", amount=Decimal("12000.00"), tax="HT")
    assert mark_of(row, "costs") == "5b193b1a033016a240ba826edc501875"
    row.quantity, row.unit = Decimal(3), "agent"
    assert mark_of(row, "costs") != "5b193b1a033016a240ba826edc501875"


def test_keys_are_in_addresses_and_never_change():
    assert [key for key, _, _ in CLASSES] == [
        "moins-de-5000",
        "5000-20000",
        "20000-100000",
        "100000-1000000",
        "plus-de-1000000",
    ]
