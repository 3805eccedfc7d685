"""The page of an authority: who it is, what it did, what is open to it, who resembles it, what comes near it."""

import json
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from catalogue.choices import ReuseState
from expertise.models import Direction, Expertise
from funding.models import FundingProgramme
from groups.models import Group, Mandate, Person
from labels.models import Award, Label
from landmarks.models import Deadline
from network.models import Membership, Organisation, Partnership, Party
from offers.choices import Path
from offers.models import Offer, Perimeter, Price
from reuses.models import Node, Reuse
from reuses.states import By, Kind
from search.index.outbox import rebuild
from territories.models import Authority
from territories.other_names import OtherName, TownHall
from tests.events.factories import published as published_event
from tests.factories import (
    AuthorityFactory,
    DepartementFactory,
    ThemeFactory,
    draft,
    published,
)

pytestmark = pytest.mark.django_db


def page(client, authority, query="") -> str:
    answer = client.get(f"/territoires/{authority.code}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def boe():
    """Boé, its département, région, grouping, a neighbour and a town hall."""
    council = AuthorityFactory(
        type="departement", code="D47", name="Lot-et-Garonne", population=330_000
    )
    AuthorityFactory(
        type="region",
        code="R75",
        name="Nouvelle-Aquitaine",
        departement=None,
        region=council.region,
    )
    agen = AuthorityFactory(
        type="communaute_agglo", code="200096956", name="Agglomération d’Agen", population=100_000
    )
    AuthorityFactory(code="47001", name="Agen", population=33_000, epci=agen)
    boe = AuthorityFactory(
        code="47031", name="Boé", epci=agen, neighbours="47001", setting="periurbain"
    )
    TownHall.objects.create(
        authority=boe, telephone="05 53 00 00 00", site="https://boe.example", email="x@boe.example"
    )
    return boe


def test_it_says_who_it_is_and_leads_up_and_beside(client, boe):
    html = page(client, boe)
    assert "<h1>Boé</h1>" in html
    assert "Commune périurbaine de 5\u202f846 habitants (2023), Lot-et-Garonne." in html
    for code in ("R75", "D47", "200096956", "47001"):
        assert f'href="/territoires/{code}/"' in html
    assert "05 53 00 00 00" in html
    assert 'href="https://boe.example"' in html
    assert "x@boe" not in html
    assert '<meta name="robots" content="noindex, follow">' in html  # nothing of its own is told
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
    itself = json.loads(script)["@graph"][0]
    assert (itself["@type"], itself["identifier"]["value"]) == ("GovernmentOrganization", "47031")
    html = page(client, boe.epci)
    assert "Ses communes" in html
    assert 'href="/territoires/47031/"' in html
    assert "Ses intercommunalités" in page(client, Authority.objects.get(code="D47"))
    assert "Ses départements" in page(client, Authority.objects.get(code="R75"))
    body = AuthorityFactory(
        type="syndicat_mixte", code="org-syndicat", name="Syndicat", region=boe.region
    )
    assert "Ses départements" not in page(client, body)


def above(client, authority) -> list[str]:
    """Codes in its breadcrumb, from the région down."""
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', page(client, authority), re.DOTALL)[0]
    return re.findall(r'href="/territoires/([^/]+)/"', crumbs)


def test_a_council_stands_above_its_own_communes_only(client, boe):
    """As the Métropole de Lyon, the département of its members alone; as Alsace, one council of two départements."""
    metropole = AuthorityFactory(
        type="metropole",
        code="200046977",
        name="Métropole",
        roles="departement",
        population=1_400_000,
    )
    member = AuthorityFactory(epci=metropole)
    assert above(client, member) == ["R75", "200046977"]
    assert above(client, metropole) == ["R75"]
    assert above(client, boe) == ["R75", "D47", "200096956"]
    assert above(client, boe.epci) == ["R75", "D47"]
    council = Authority.objects.get(code="D47")
    assert 'href="/territoires/200046977/"' not in page(client, council)
    other = DepartementFactory(code="48", region=boe.region)
    beside = AuthorityFactory(departement=other)
    assert above(client, beside) == ["R75"]
    council.extra_departements.add(other)
    assert above(client, beside) == ["R75", "D47"]


@time_machine.travel("2026-11-24T10:00:00+01:00", tick=False)
def test_what_it_did_what_is_open_and_what_comes_near(client, boe):
    mine = published(title="Schéma numérique", authority=boe)
    draft(title="Projet secret", authority=boe)
    twin = AuthorityFactory(name="Jumelle", population=6000, setting="periurbain")
    told = published(title="Le projet de la jumelle", authority=twin)
    provider = Organisation.objects.create(name="Agglomération", authority=boe.epci)
    offer = Offer(name="Archives", provider=provider, themes=[ThemeFactory(name="Archivage")])
    offer.perimeters = [Perimeter(path=Path.EPCI, authority=boe.epci)]
    offer.prices = [Price(basis="habitant", amount="1.10", period="an", year=2010)]
    offer.save()
    published_event(title="Rencontre proche", start="2026-12-08", commune=twin)
    reuse = Reuse(
        original=Node.objects.create(sheet=mine),
        reuser=Node.objects.create(name="Jumelle", authority=twin),
        what="L’outil",
    )
    reuse.save()
    reuse.document(By.EDITOR)
    html = page(client, boe)
    assert "Schéma numérique" in html
    assert "secret" not in html
    assert "noindex" not in html
    assert "Le projet de la jumelle" in html
    assert told.relative_url(None) in html
    assert "Archivage" in html
    assert "l’intercommunalité (Agglomération d’Agen)" in html
    assert "hab." in html
    assert "Rencontre proche" in html
    assert f'href="/f/{mine.number}/reprendre/"' in html
    assert "Repris par" in html
    assert "L’outil, documentée par une source" in html
    contested = Reuse.objects.create(
        original=reuse.original,
        reuser=Node.objects.create(name="Voisine"),
        declared_by=By.REUSER,
        accepted_at="2024-01-01T00:00:00Z",
        what="Le plan",
        progress=ReuseState.STOPPED,
        stopped_why="plus d’agent",
    )
    contested.note(Kind.DECLARED, By.REUSER)
    contested.note(Kind.CONTESTED, By.OWNER)
    html = page(client, boe)
    assert "Le plan, contestée par Boé (Lot-et-Garonne), arrêtée (plus d’agent)" in html
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/territoires/47031/" in sitemap
    assert "/territoires/47001/" not in sitemap
    # And the ways to it.
    assert 'href="/territoires/47031/"' in client.get(mine.relative_url(None)).content.decode()
    rebuild()
    assert 'href="/territoires/47031/"' in client.get("/projets/?territoire=47031").content.decode()
    found = client.get("/recherche/?q=Boé").content.decode()
    assert "La page de Boé" in found
    assert "La page" not in client.get("/recherche/?q=archives+numériques").content.decode()
    # Nor of those whose name is almost an ordinary word; of two who share theirs, both.
    AuthorityFactory(code="51222", name="Éclaires")
    AuthorityFactory(name="Baugy")
    AuthorityFactory(name="Baugy", departement=DepartementFactory(code="18", name="Cher"))
    assert "La page" not in client.get("/recherche/?q=éclairage").content.decode()
    assert client.get("/recherche/?q=baugy").content.decode().count("La page de Baugy") == 2


def test_whoever_is_called_as_another_is_told_with_its_place(client, boe):
    south = AuthorityFactory(
        type="communaute_agglo", code="249740085", name="Sud", population=134_000
    )
    south.full_name = "Communauté d’agglomération du Sud"
    Authority.objects.filter(pk=south.pk).update(full_name=south.full_name)
    assert f"<h1>{south.full_name}</h1>" in page(client, south)
    assert ">Sud</a>" in page(client, boe.epci)
    Authority.objects.filter(pk=south.pk).update(
        departement=DepartementFactory(code="18", name="Cher")
    )
    assert ">Sud (Cher)</a>" in page(client, boe.epci)


def test_a_partnership_of_its_organisation(client, boe):
    own = Organisation.objects.create(name="Agglomération d’Agen", authority=boe.epci)
    agreed = Partnership(name="Convention cyber", kind="convention", date="2024-02")
    agreed.parties = [
        Party(label="Agen", organisation=own),
        Party(label="Agen encore", organisation=own),
    ]
    agreed.save()
    html = page(client, boe.epci)
    assert html.count("Convention cyber") == 1
    assert "1 démarche" in html


def test_whoever_bore_the_code_before_leads_to_who_lives_on(client, boe):
    former = AuthorityFactory(retired_on="2019-01-01", successor=boe)
    of_before = published(title="Avant la fusion", authority=former)
    OtherName.objects.create(authority=boe, kind="déléguée", name="Déléguée", code="47999")
    boe.siren = "214700312"
    boe.save()
    for code in (former.code, "47999", "214700312"):
        answer = client.get(f"/territoires/{code}/")
        assert (answer.status_code, answer["Location"]) == (302, "/territoires/47031/")
    html = page(client, boe)
    assert of_before.relative_url(None) in html
    assert former.name in html


def test_a_body_that_is_no_more_is_not_told_as_alive(client):
    gone = AuthorityFactory(
        type="communaute_communes", code="ex-caux", name="CC Cœur de Caux", retired_on="2017-01-01"
    )
    html = page(client, gone)
    assert "CC Cœur de Caux n’existe plus depuis 2017." in html
    for word in ("Déjà chez vous", "d’après des sources publiques", "Raconter un projet</a></p>"):
        assert word not in html


@pytest.mark.parametrize(
    "code", ["00000", "x" * 3000, "%00", "%ED%A0%80", "boe%2F", "999999999", "²²²²²²²²²"]
)
def test_a_code_that_nobody_has_is_not_there(visitor, boe, code):
    assert visitor.get(f"/territoires/{code}/").status_code == 404


@pytest.mark.parametrize(
    "lens", ["taille", "ruralite", "epci", "departement", "x" * 900, "%00", ""]
)
def test_every_lens_stands_and_another_word_is_the_first(visitor, boe, lens):
    html = page(visitor, boe, f"?semblables={lens}")
    assert html.count('aria-current="true"') == 1
    assert "Agen" in html


@time_machine.travel(
    "2026-11-24T10:00:00+01:00", tick=False
)  # what is kept is read again each minute
def test_sixteen_statements_at_most_whatever_it_did(client, boe, committed):
    """Of one of which there is something everywhere, and a second of each thing."""
    provider = Organisation.objects.create(name="Syndicat", authority=boe.epci)
    own = Organisation.objects.create(name="Mairie de Boé", authority=boe)
    boe.extra_departements.add(DepartementFactory(code="40", name="Landes"))
    former = AuthorityFactory(retired_on="2019-01-01", successor=boe)
    label = Label.objects.create(name="Villes internet", organisation=provider)
    person = Person.objects.create(name="Anne Élue")
    for number in range(3):
        mine = published(authority=former if number % 2 else boe)
        twin = AuthorityFactory(setting="periurbain", epci=boe.epci)
        published(authority=twin)
        published(authority=twin)
        published_event(start="2030-01-01", commune=boe)
        offer = Offer(name=f"Service {number}", provider=provider, themes=[ThemeFactory()])
        offer.perimeters = [Perimeter(path=Path.NATIONAL)]
        offer.prices = [Price(basis="forfait", amount=number, year=2020)]
        offer.save()
        taken = Reuse.objects.create(
            original=Node.objects.create(sheet=mine),
            reuser=Node.objects.create(name=f"Ailleurs {number}"),
        )
        taken.document(By.EDITOR)
        agreed = Partnership(name=f"Convention {number}", kind="convention")
        agreed.parties = [Party(label="Boé", organisation=own)]
        agreed.save()
        Award.objects.create(label=label, authority=boe, year=2000 + number, sheet=mine)
        Expertise.objects.create(
            direction=Direction.values[0], subject=f"Archives {number}", authority=boe
        )
        group = Group.objects.create(name=f"Groupe {number}", kind="commission")
        Mandate.objects.create(person=person, group=group, authority=boe, begins="2020")
        Membership.objects.create(organisation=provider, authority=boe, begins=str(2000 + number))
        deadline = Deadline(what=f"Échéance {number}", date="2030-01-01", is_national=True)
        deadline.save()
        programme = FundingProgramme(name=f"Aide {number}", eligible=["commune"])
        programme.save()
    committed()
    for one in (boe, boe.epci, Authority.objects.get(code="D47")):
        for lens in ("", "?semblables=ruralite", "?semblables=epci", "?semblables=departement"):
            page(client, one, f"{lens or '?'}&x")  # what all pages share
            with CaptureQueriesContext(connection) as captured:
                html = page(client, one, lens)
            assert len(captured) <= QUERIES["authority"], [one["sql"][:200] for one in captured]
    html = page(client, boe)
    for word in (
        *("Service 2", "Convention 2", "Villes internet", "Archives 2", "Groupe 2", "Échéance"),
        *("Aide 2", "Ailleurs", former.name, "2&nbsp;projets"),
    ):
        assert word in html, word
