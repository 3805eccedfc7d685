"""The pages of services: their list, one of them, and where else they stand."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
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
from tests.page_form import fields_of

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
    assert "aujourd’hui" not in above.partition("Déjà chez vous")[2].partition("</section>")[0]
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
    assert "<strong>Ouvert.</strong> Partout en France." in html


def test_who_asks_on_the_page_of_a_service_is_answered_there(visitor):
    elsewhere = DepartementFactory(code="07", name="Ardèche", region=RegionFactory(code="84"))
    one = offer(
        "Achats & énergie #1", lines=[Perimeter(path=Path.DEPARTEMENT, departement=elsewhere)]
    )
    here = AuthorityFactory(name="Boé")
    form = visitor.get(one.get_absolute_url()).content.decode()
    own = form.partition('action="/mon-territoire/"')[2].partition("</form>")[0]
    (back,) = re.findall(r'name="retour" value="([^"]*)"', own)
    answer = visitor.get("/mon-territoire/", {"nom": "boé", "retour": back}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{one.get_absolute_url()}?territoire={here.code}"
    html = answer.content.decode()
    assert "<strong>Hors périmètre.</strong> Le périmètre que donnent les sources" in html
    assert visitor.get("/mon-territoire/", {"retour": back}).content.decode().count(back) >= 2


def test_the_best_answers_are_on_the_first_page_unless_another_order_is_chosen(visitor):
    here = AuthorityFactory()
    for number in range(13):
        offer(f"Service {number} d’archivage", lines=[Perimeter(path=Path.MEMBERS)])
    offer("Vrai service d’archivage", lines=[Perimeter(path=Path.NATIONAL)])
    rebuild()
    for words in ("", "&q=archivage"):
        address = f"/services/?territoire={here.code}{words}"
        first = visitor.get(address).content.decode()
        assert "Vrai service d’" in first
        second = visitor.get(f"{address}&page=2").content.decode()
        assert "Vrai service d’" not in second
        assert second.count('<article class="card') == 2
        assert "Ouverts d’abord" in first
    assert visitor.get(f"/services/?territoire={here.code}&tri=date").status_code == 200


def test_what_is_over_is_said_to_be_wherever_it_stands(visitor):
    here, sheet = AuthorityFactory(), SheetFactory()
    one = offer("Vieux guichet", closes_on="2020-03", sheets=[OfferSheet(sheet=sheet)])
    rebuild()
    for address in (
        "/services/",
        "/recherche/?q=guichet",
        "/organisations/syn/",
        sheet.relative_url(None),
    ):
        html = visitor.get(address).content.decode()
        assert "los depuis mars\u00a02020" in html, address
    html = visitor.get(f"{one.get_absolute_url()}?territoire={here.code}").content.decode()
    assert "n’est plus proposé" in html
    html = visitor.get(f"/services/?territoire={here.code}").content.decode()
    assert "hors périmètre" not in html


def test_what_resembles_the_hits_is_never_out_of_the_perimeter(visitor):
    elsewhere = DepartementFactory(code="07", name="Ardèche", region=RegionFactory(code="84"))
    here, theme = AuthorityFactory(), ThemeFactory(name="Archives")
    away = [Perimeter(path=Path.DEPARTEMENT, departement=elsewhere)]
    offer("Archivage électronique", themes=[theme])
    offer("Coffre des archives d’ailleurs", themes=[theme], lines=away)
    rebuild()
    known = visitor.get("/services/?q=archivage").content.decode()
    html = visitor.get(f"/services/?q=archivage&territoire={here.code}").content.decode()
    assert "Coffre des archives" in known
    assert "Coffre des archives" not in html


def test_a_grouping_whose_members_nobody_knows_is_no_perimeter():
    grouping = AuthorityFactory(type="communaute_agglo", code="200000001", name="Agglomération")
    line = Perimeter(path=Path.EPCI, authority=grouping)
    with pytest.raises(ValidationError) as refused:
        line.clean()
    assert list(refused.value.error_dict) == ["authority"]
    AuthorityFactory(epci=grouping)
    line.clean()


def test_the_old_address_of_a_provider_leads_to_the_one_it_became(visitor):
    offer()
    kept = Organisation.objects.get()
    Organisation.objects.create(name="SYN 47", merged=True, successor=kept, retired_on="2026-01-01")
    answer = visitor.get("/services/?fournisseur=syn-47")
    assert (answer.status_code, answer["Location"]) == (301, "/services/?fournisseur=syn")


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
    sent = fields_of(client.get(edit))
    sent |= {"types": ["commune", "region"], "state": "prevu", "perimeters-0-path": "region"}
    answer = client.post(edit, sent)
    assert "Nommez une région, et rien d’autre." in answer.content.decode()
    answer = client.post(edit, sent | {"perimeters-0-path": "membres"})
    assert answer.status_code == 302, answer.content.decode()
    one = Offer.objects.get()
    assert (one.types, one.state, one.perimeters.get().path) == (
        ["commune", "region"],
        "prevu",
        "membres",
    )
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
        (row | {"id": "a", "name": "A", "themes": ["rien"]}, "« rien »"),
        (row | {"id": "b", "name": "B", "for_whom": {"departements": ["999"]}}, "999"),
        (row | {"id": "c", "name": "C", "for_whom": {}}, "aucun périmètre"),
        (
            row | {"id": "d", "name": "D", "for_whom": {"national": True, "types": ["village"]}},
            "village",
        ),
        (row | {"id": "e", "name": "E", "sheet_ids": ["nulle-part"]}, "nulle-part"),
        (row | {"id": "f", "name": "F", "prices": [{"basis": "forfait"}]}, "montant"),
        (row | {"id": "g"}, "a déjà un service"),
    ]
    # A row that is refused takes no name from the next: nothing is said of this one.
    after = row | {"id": "h", "name": "C"}
    with pytest.raises(ImportRefused) as refused:
        import_offers([row, *(one for one, _ in broken), after], source="demo")
    assert len(refused.value.errors) == len(broken)
    for error, (_, word) in zip(refused.value.errors, broken, strict=True):
        assert word in str(error)
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()
    assert (
        len(import_offers([row, row | {"id": "autre", "name": "Autre"}], source="demo").created)
        == 2
    )
    assert Organisation.objects.get().name == "Agence de l’Oise"
    assert import_offers([row], source="demo").kept == 1
