"""Whom to call is never nothing, and the mailbox that the State publishes is never shown."""

import datetime

import pytest

from territories.models import Authority
from territories.other_names import TownHall
from territories.town_halls import relay_address, shown_town_hall, shown_town_halls
from tests.factories import AuthorityFactory, published

pytestmark = pytest.mark.django_db


def with_hall(**fields) -> Authority:
    authority = AuthorityFactory(name="Baugy")
    TownHall.objects.create(
        authority=authority,
        **{
            "email": "accueil@baugy.invalid",
            "telephone": "02 48 26 15 12",
            "site": "https://baugy.invalid",
            **fields,
        },
    )
    return authority


def test_the_sheet_says_whom_to_call_where_no_contact_is_known(visitor):
    authority = with_hall()
    page = visitor.get(published(authority=authority).url).content.decode()
    assert '<a href="https://baugy.invalid">La mairie de Baugy</a>' in page
    assert 'href="tel:0248261512"' in page
    assert "accueil@" not in page
    known = published(authority=authority, contact_function="Directrice du numérique")
    page = visitor.get(known.url).content.decode()
    assert "La mairie de Baugy" not in page


def test_a_town_hall_is_relayed_to_and_follows_a_merger():
    authority = with_hall()
    assert relay_address(authority) == "accueil@baugy.invalid"
    gone = AuthorityFactory(retired_on=datetime.date(2026, 1, 1), successor=authority)
    assert relay_address(gone) == "accueil@baugy.invalid"
    assert shown_town_hall(gone).name == "La mairie de Baugy"
    both = shown_town_halls([authority, gone, AuthorityFactory()])
    assert {code: hall.name for code, hall in both.items()} == dict.fromkeys(
        [authority.code, gone.code], "La mairie de Baugy"
    )


def test_nothing_is_made_up():
    assert shown_town_hall(None) is None
    assert relay_address(None) == ""
    assert shown_town_hall(AuthorityFactory()) is None
    assert relay_address(AuthorityFactory(type="metropole")) == ""
    silent = with_hall(telephone="", site="", email="")
    assert shown_town_hall(silent) is None
    assert relay_address(silent) == ""
