"""The pages of services: their list, one of them, and where else they stand."""

import json
import re

import pytest
from django.urls import reverse

from bench.limits import QUERIES
from core.importing import ImportRefused
from network.models import Organisation
from offers.choices import Access, Path
from offers.importing import import_offers
from offers.models import Offer, OfferSheet, OfferSource, Perimeter, Price
from search.engines.base import EngineUnavailable
from search.index.outbox import rebuild
from tests.factories import (
    AuthorityFactory,
    DepartementFactory,
    RegionFactory,
    SheetFactory,
    ThemeFactory,
    draft,
    editor,
)

pytestmark = pytest.mark.django_db


def offer(name="Sauvegarde des données", *, lines=None, **fields) -> Offer:
    provider, _ = Organisation.objects.get_or_create(name="Syndicat numérique", acronym="SYN")
    made = Offer(name=name, provider=provider, summary="Une copie chaque nuit.", **fields)
    made.perimeters = lines or [Perimeter(path=Path.NATIONAL)]
    made.save()
    return made


def test_the_list_is_found_filtered_and_answers_for_a_territory(visitor):
    theme = ThemeFactory(name="Sauvegarde")
    here = AuthorityFactory(name="Boé")
    elsewhere = DepartementFactory(code="07", name="Ardèche", region=RegionFactory(code="84"))
    mine = offer("Archives partagées", access=Access.JOIN, themes=[theme])
    mine.prices = [Price(basis="habitant", amount="1.10", period="an", year=2010)]
    mine.save()
    offer("Service de l’Ardèche", lines=[Perimeter(path=Path.DEPARTEMENT, departement=elsewhere)])
    rebuild()
    html = visitor.get("/services/").content.decode()
    assert "2&nbsp;services<" in html
    assert "Service de l’Ardèche" in html
    only = visitor.get(f"/services/?theme={theme.slug}&fournisseur=syn").content.decode()
    assert "Archives partagées" in only
    assert "Service de l’Ardèche" not in only
    html = visitor.get(f"/services/?territoire={here.code}").content.decode()
    assert "1,10 € × 5\u202f846 hab. = 6\u202f430,60 € par an (tarif 2010)".replace(
        " €", "\u00a0€"
    ) in (html.replace("\u00a0hab.", " hab."))
    assert "Possible en adhérant" in html
    assert "Service de l’Ardèche" not in html
    assert "1&nbsp;autre hors périmètre" in html
    found = visitor.get("/recherche/?q=archives").content.decode()
    assert "/services/archives-partagees/" in found
    # Above the sheets of comparable territories, on what one asks about alone.
    above = visitor.get(f"/projets/?territoire={here.code}").content.decode()
    assert "Déjà chez vous" in above
    assert "/services/archives-partagees/" in above
    assert "Déjà chez vous" not in visitor.get("/projets/").content.decode()
    off = visitor.get(f"/projets/?territoire={here.code}&q=licorne").content.decode()
    assert "Déjà chez vous" not in off


def test_a_page_says_what_is_known_and_leads_both_ways(visitor):
    sheet, secret = SheetFactory(title="Nos archives"), draft(title="Fiche secrète")
    one = offer(for_whom="Toute la France", url="https://exemple.fr/s", note="Vu en 2020")
    one.sheets = [OfferSheet(sheet=sheet), OfferSheet(sheet=secret)]
    one.sources = [OfferSource(title="Statuts", url="https://exemple.fr/statuts", date="2024-02")]
    one.save()
    html = visitor.get(one.get_absolute_url()).content.decode()
    for said in (
        "Syndicat numérique",
        "Nos archives",
        "février\u00a02024",
        "Vu en 2020",
        "Et chez vous",
    ):
        assert said in html
    assert "secr" not in html
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    itself = json.loads(script)["@graph"][0]
    assert (itself["@type"], itself["provider"]["name"]) == ("Service", "Syndicat numérique")
    assert one.get_absolute_url() in visitor.get(sheet.relative_url(None)).content.decode()
    assert one.get_absolute_url() in visitor.get("/organisations/syn/").content.decode()
    assert one.get_absolute_url() in visitor.get("/sitemap.xml").content.decode()
    html = visitor.get(
        f"{one.get_absolute_url()}?territoire={sheet.authority.code}"
    ).content.decode()
    assert "<strong>Ouvert.</strong> Par toute la France." in html


@pytest.mark.parametrize("asked", ["x" * 3000, "%00", "%ED%A0%80", "99999", "1&territoire=2"])
def test_whatever_an_address_holds(visitor, asked):
    one = offer()
    for path in (one.get_absolute_url(), "/services/"):
        assert visitor.get(f"{path}?territoire={asked}").status_code in (200, 302)
    assert visitor.get(f"/services/{asked.partition('&')[0]}/").status_code == 404


def test_without_an_engine_the_page_stands(visitor, monkeypatch):
    here = AuthorityFactory()
    offer()

    def down():
        raise EngineUnavailable("down")

    monkeypatch.setattr("search.engines.get_engine", down)
    for path in ("/services/", f"/services/?territoire={here.code}"):
        html = visitor.get(path).content.decode()
        assert "momentanément indisponible" in html


def test_as_many_statements_for_one_as_for_many(client, django_assert_max_num_queries):
    here, sheet = AuthorityFactory(), SheetFactory()
    for number in range(15):
        one = offer(f"Service {number}", sheets=[OfferSheet(sheet=sheet)])
        one.prices = [Price(basis="forfait", amount=number, year=2020)]
        one.save()
    rebuild()
    for address, limit in (
        ("/services/", QUERIES["services"]),
        (f"/services/?territoire={here.code}", QUERIES["services"]),
        (f"/projets/?territoire={here.code}", QUERIES["catalogue"] + 4),
        ("/services/service-3/", QUERIES["service"]),
        (sheet.relative_url(None), QUERIES["sheet"]),
    ):
        client.get(address)
        with django_assert_max_num_queries(limit):
            assert client.get(address).status_code == 200


def test_editors_find_it_and_are_told_what_makes_no_sense(client):
    one = offer()
    one.sheets = [OfferSheet(sheet=SheetFactory())]
    one.save()
    client.force_login(editor())
    html = client.get(
        reverse("wagtailsnippets_offers_offer:list") + "?q=sauvegarde"
    ).content.decode()
    assert "Sauvegarde des données" in html
    edit = reverse("wagtailsnippets_offers_offer:edit", args=[one.pk])
    assert client.get(edit).status_code == 200
    used = Organisation.objects.get()
    client.post(reverse("wagtailsnippets_network_organisation:delete", args=[used.pk]))
    assert Organisation.objects.filter(pk=used.pk).exists()


def test_broken_rows_bring_nothing_in():
    ThemeFactory(name="Sauvegarde")
    row = {
        "id": "sauvegarde",
        "provider": "Agence de l’Oise",
        "name": "Sauvegarde",
        "access": "ouvert",
        "themes": ["sauvegarde"],
        "for_whom": {"national": True, "types": ["commune"]},
    }
    broken = [
        row | {"id": "a", "themes": ["rien"]},
        row | {"id": "b", "for_whom": {"departements": ["999"]}},
        row | {"id": "c", "for_whom": {}},
        row | {"id": "d", "for_whom": {"national": True, "types": ["village"]}},
        row | {"id": "e", "sheet_ids": ["nulle-part"]},
        row | {"id": "f", "prices": [{"basis": "forfait"}]},
    ]
    with pytest.raises(ImportRefused) as refused:
        import_offers([row, *broken], source="demo")
    assert len(refused.value.errors) == len(broken)
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()
    assert (
        len(import_offers([row, row | {"id": "autre", "name": "Autre"}], source="demo").created)
        == 2
    )
    assert Organisation.objects.get().name == "Agence de l’Oise"
    assert import_offers([row], source="demo").kept == 1
