"""An address that cannot be written to, or whose domain reads as another one, is told in words."""

import pytest
from django import forms

from core.visitor_requests.fields import AddressField

pytestmark = pytest.mark.django_db  # an address is looked for among the blocked ones


class Form(forms.Form):
    courriel = AddressField(label="Adresse")


def errors(address: str) -> list[str]:
    return Form({"courriel": address}).errors.get("courriel", [])


@pytest.mark.parametrize(
    "address",
    [
        "mairie@saint-denis.fr",
        "mairie@saint-étienne.fr",
        "mairie@SAINT-DENIS.FR",
        "m+1@a.museum",
        "o'neil@boe.invalid",
    ],
)
def test_an_ordinary_address_is_taken(address):
    assert errors(address) == []


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d")
def test_a_hyphen_of_a_word_processor_is_asked_about(hyphen):
    [message] = errors(f"mairie@saint{hyphen}denis.fr")
    assert "« mairie@saint-denis.fr »" in message
    [message] = errors(f"jean{hyphen}luc@saint-denis.fr")
    assert "« jean-luc@saint-denis.fr »" in message


@pytest.mark.parametrize(
    "address",
    [
        "mairie@s\u0430int-denis.fr",  # a Cyrillic a
        "mairie@b\u03bfe.fr",  # a Greek o
        "mairie@bo\u0435.fr",
        "mairie@par\u0131s.fr",  # an i without its dot
        "mairie@xn--80ak6aa92e.com",  # the same, already encoded
        "mairie@\uff42oe.fr",  # full width
        "mairie@b\u1d0fe.fr",
    ],
)
def test_letters_of_another_alphabet_are_refused_in_words(address):
    [message] = errors(address)
    assert "ressemble" in message or "alphabet" in message


@pytest.mark.parametrize(
    "domain", ["é" * 60 + ".fr", "a" * 64 + ".fr", ".".join(["a" * 60] * 5) + ".fr", "a..fr"]
)
def test_a_domain_that_no_mail_reaches_is_refused(domain):
    assert errors(f"mairie@{domain}")
