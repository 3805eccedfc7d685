"""Strings that broke software before, in each field of the forms of a reuse."""

import pytest
from django.core import mail
from django.test import Client

from core.mail.queue import drain
from reuses.models import Reuse
from tests.factories import AuthorityFactory
from tests.naughty import NAUGHTY as STRINGS
from tests.reuses.declarations import data, declare, other_path, path_of, sheet, tick

pytestmark = pytest.mark.django_db(transaction=True)

# (field, what is typed, what the page says beside it)
BAD = [
    ("garde", "Voir https://exemple.fr", "adresse de site"),
    ("garde", "x" * 1001, "1 au plus"),
    ("cout", "-1", "pas négatif"),
    ("cout", "beaucoup", "Écrivez un nombre"),
    ("cout", "9" * 20, "trop grand"),
    ("jours", "-3", "pas négatif"),
    ("jours", "9" * 12, "trop grand"),
    ("decidee", "hier", "Écrivez une année"),
    ("en_service", "2019", "avant d’être décidée"),
    ("avancement", "", "Dites où en est la reprise"),
    ("avancement", "x", "Choisissez dans cette liste"),
    ("coince", "x", "Choisissez dans cette liste"),
    ("courriel", "x", "nom@domaine.fr"),
    ("collectivite", "Nulle-Part-sur-Rien", "Aucune collectivité"),
    ("laissez_vide", "x", "doit rester vide"),
]


def test_no_string_breaks_a_page_or_makes_markup():
    # Not `visitor`, who takes what is typed and escaped in a value for a handler.
    visitor, about, boe = Client(), sheet(), AuthorityFactory(code="47031", name="Boé")
    for field in data(boe):
        for text in STRINGS:
            answer = visitor.post(f"/f/{about.number}/repris/", data(boe, **{field: text}))
            assert answer.status_code in (302, 422, 429), (field, text)
            assert b"<script>alert" not in answer.content
    for text in STRINGS[:20]:
        answer = visitor.get(f"/f/{about.number}/repris/", {"question": text})
        assert answer.status_code == 200


def test_behind_the_links_too():
    visitor, about, boe = Client(), sheet(), AuthorityFactory(code="47031", name="Boé")
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} %s \u202egauche '; DROP TABLE x;"
    declaration = declare(visitor, about, boe, garde=hostile, fonction="", version=hostile)
    tick()
    other = other_path(Reuse.objects.get())
    for text in STRINGS:
        for path, posted in (
            (other, {"action": text}),
            (path_of(declaration), {"action": text}),
        ):
            assert visitor.post(path, posted).status_code in (200, 422, 429)
    visitor.post(other, {"action": "confirmer"})
    for path in (about.url, f"{about.url}essaimage/", path_of(declaration)):
        assert b"<script>alert" not in visitor.get(path).content
    drain()
    for one in mail.outbox:
        assert "<script>alert" not in one.alternatives[0][0]


def test_bad_input_has_its_own_words_and_nothing_is_lost(visitor, subtests):
    about, boe = sheet(), AuthorityFactory(code="47031", name="Boé")
    for field, value, words in BAD:
        with subtests.test(field=field, value=value):
            answer = visitor.post(f"/f/{about.number}/repris/", data(boe, **{field: value}))
            html = answer.content.decode()
            assert answer.status_code == 422
            assert words.replace("1 au plus", "au plus") in html.replace("\u202f", " "), html
            assert "Le nom" in html
            assert not mail.outbox
