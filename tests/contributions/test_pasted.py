"""A text pasted instead of typed: suggestions beside their sentences, ticked or not, never filled in silently."""

import pytest
from django.test import Client

from catalogue.pasted import TEXTS, suggestions
from contributions import exchange
from contributions.models import Contribution
from tests.factories import (
    AuthorityFactory,
    DepartementFactory,
    ThemeFactory,
    UserFactory,
    published,
)
from tests.naughty import NAUGHTY

from .authors import ANSWERS, begin, fill

pytestmark = pytest.mark.django_db

TEXT = """Le conseil municipal de la commune de Boé a délibéré. Depuis mars 2021, la ville de Boé remplace ses lampadaires
par un éclairage connecté. Le coût est de 12 500 € HT, financé par la région en 2023.
La maintenance demande 1,2 million d’euros par an."""


@pytest.fixture(autouse=True)
def boe():
    AuthorityFactory(code="47001", name="Agen")
    return AuthorityFactory(code="47031", name="Boé")


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def text(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def said(kind: str, source: str = TEXT) -> list[tuple[str, str]]:
    return [(one.label, one.sentence) for one in suggestions(source, [kind])]


def test_each_is_found_with_its_sentence():
    theme = ThemeFactory(name="Éclairage")
    published(title="Des lampadaires connectés", main_theme=theme)
    published(title="Une cantine en ligne")
    assert said("authority")[0][0].startswith("Boé")
    label, sentence = said("theme")[0]
    assert label == "Éclairage"
    assert sentence == "par un éclairage connecté."
    assert [label for label, _ in said("start")] == ["2021", "2023"]
    assert "Depuis mars 2021" in said("start")[0][1]
    assert [label for label, _ in said("cost")] == ["12 500 € HT", "1,2 million d’euros"]


def test_of_several_of_one_name_it_is_the_one_whose_departement_is_named():
    cher = DepartementFactory(code="18", name="Cher")
    gard = DepartementFactory(code="30", name="Gard")
    AuthorityFactory(name="Baugy", departement=cher)
    AuthorityFactory(name="Baugy", departement=gard)
    AuthorityFactory(name="Cette")
    assert said("authority", "Baugy éclaire mieux. Cette fois, elle mesure.") == []
    [(label, sentence)] = said(
        "authority", "La mairie d’Agen aide. À Baugy, dans le Cher, tout va."
    )[1:]
    assert label.startswith("Baugy (Cher")
    assert sentence.startswith("À Baugy")


def test_any_text_at_all_is_read():
    for string in (*NAUGHTY, "", "9" * 20_000, "A " * 10_000, "1 " * 9_999 + "€"):
        suggestions(string, ["authority", "theme", "start", "cost", "tool", "source", *TEXTS])


def test_only_what_is_ticked_opens_a_screen_and_it_may_be_changed(client):
    theme = ThemeFactory(name="Éclairage")
    published(title="Des lampadaires connectés", main_theme=theme)
    published(title="Une cantine en ligne")
    address = begin(client, "Agen")
    assert f"{address}texte/" in text(client.get(f"{address}2/"))
    shown = client.post(f"{address}texte/", {"text": TEXT})
    page = text(client.get(shown.url))
    assert "« Le coût est de 12 500 € HT" in page
    assert " checked" not in page
    assert "Agen" in text(client.get(f"{address}1/"))
    ticked = ["authority:47031", f"theme:{theme.pk}", "start:2021", "cost:12 500 € HT"]
    after = client.post(shown.url, {"choix": ticked})
    assert after.url == f"{address}2/"
    story = Contribution.objects.get()
    assert story.authority.name == "Boé"
    assert set(story.answers) == {"texte"}
    assert client.get(f"{address}5/").context["form"]["start"].value() == "2021"
    assert "12 500 € HT" in client.get(f"{address}6/").context["form"]["costs_text"].value()
    # Seen and sent by its author, or written otherwise.
    fill(client, address, ANSWERS[:4])
    assert client.get(f"{address}5/").context["form"]["start"].value().split() == ["mars", "2024"]
    story.refresh_from_db()
    story.confirm()
    exchange.take(story, UserFactory())
    assert story.sheet.main_theme == theme
    assert story.sheet.costs_text == ""


def test_what_the_text_does_not_say_cannot_be_ticked(client):
    address = begin(client, "Agen")
    client.post(f"{address}texte/", {"text": TEXT})
    answer = client.post(f"{address}propositions/", {"choix": ["authority:47001x", "cost:1 €"]})
    assert answer.status_code == 422
    assert "ne vient pas de votre texte" in text(answer)
    empty = client.post(f"{address}texte/", {"text": " "})
    assert "Collez le texte" in text(empty)
    long = client.post(f"{address}texte/", {"text": "é" * 20_001})
    assert "raccourcissez-le de 1" in text(long)
    client.post(f"{address}texte/", {"text": "rien"})
    assert "ne dit rien" in text(client.get(f"{address}propositions/"))
