"""The directory: an organisation is public when something public names it, and shows that alone."""

import json
import re
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.choices import PartnerRole
from catalogue.models import ProjectPartner
from core.reference_data.merging import merge
from events.models import EventOrganiser, TourOrganiser
from expertise.models import Direction, Expertise
from funding.models import FundingProgramme
from groups.models import (
    CohortMember,
    Edition,
    Group,
    GroupParent,
    Mandate,
    Person,
    Programme,
    ProgrammeOrganiser,
    WaitingMember,
)
from labels.models import Award, Label
from network.models import Announcer, Membership, Organisation, Partnership, Party
from offers.models import Offer
from publications.models import Recommendation, Signatory
from tests.events.factories import TourFactory
from tests.events.factories import draft as event_draft
from tests.events.factories import published as published_event
from tests.factories import AuthorityFactory, draft, editor, published
from tests.publications.made import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return Organisation.objects.create(
        name="Réseau des communes numériques",
        acronym="RCN",
        kind="association d'élus",
        website="rcn.example",
        description="Elle réunit les communes <b>curieuses</b>.",
    )


def partner(network, role=PartnerRole.ASSOCIATION):
    return [ProjectPartner(label="Le réseau RCN", organisation=network, role=role)]


def test_a_page_says_what_names_the_organisation(client, network):
    sheet = published(title="Cantine numérique", partners=partner(network))
    published_event(title="Rencontre à Boé", organisers=[EventOrganiser(organisation=network)])
    html = client.get("/organisations/rcn/").content.decode()
    assert "<h1>Réseau des communes numériques" in html
    assert "Nommée dans 1&nbsp;projet<" in html
    assert sheet.relative_url(None) in html
    assert sheet.authority.name in html
    assert "<span>association</span>" in html
    assert "Organise 1&nbsp;événement<" in html
    assert "Rencontre à Boé" in html
    assert 'href="https://rcn.example"' in html
    assert "&lt;b&gt;curieuses" in html


def test_it_is_told_to_machines(client, network):
    published(partners=partner(network))
    html = client.get("/organisations/rcn/").content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    organisation, crumbs = json.loads(script)["@graph"]
    assert (organisation["@type"], organisation["name"]) == ("Organization", network.name)
    assert organisation["alternateName"] == ["RCN"]
    assert crumbs["itemListElement"][0]["name"] == "Organisations"
    assert "/organisations/rcn/" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("kept", ["nobody", "draft", "event draft", "private"])
def test_what_only_drafts_or_private_pages_name_is_not_there(client, network, kept):
    match kept:
        case "draft":
            draft(partners=partner(network))
        case "event draft":
            event_draft(organisers=[EventOrganiser(organisation=network)])
        case "private":
            sheet = published(partners=partner(network))
            PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert client.get("/organisations/rcn/").status_code == 404
    assert network.name not in client.get("/organisations/").content.decode()
    assert "/organisations/" not in client.get("/sitemap.xml").content.decode()


def test_drafts_are_neither_listed_nor_counted(client, network):
    published(title="Publiée", partners=partner(network))
    draft(title="Brouillon secret", partners=partner(network))
    published_event(title="Rencontre", organisers=[EventOrganiser(organisation=network)])
    event_draft(title="Rencontre secrète", organisers=[EventOrganiser(organisation=network)])
    html = client.get("/organisations/rcn/").content.decode()
    assert "secr" not in html
    assert "Nommée dans 1&nbsp;projet<" in html
    assert "Organise 1&nbsp;événement<" in html
    listed = client.get("/organisations/").content.decode()
    assert "1&nbsp;organisation<" in listed
    assert "1&nbsp;projet<" in listed
    assert "1&nbsp;événement<" in listed


def test_a_sheet_that_names_it_twice_counts_once(client, network):
    twice = partner(network) + partner(network, PartnerRole.FUNDER)
    published(partners=twice)
    html = client.get("/organisations/rcn/").content.decode()
    assert "Nommée dans 1&nbsp;projet<" in html
    assert "<span>association, financeur</span>" in html
    assert "1&nbsp;projet<" in client.get("/organisations/").content.decode()


def test_a_body_of_the_register_shows_the_sheets_that_it_carries(client, network):
    network.authority = AuthorityFactory(name="Syndicat numérique")
    network.save()
    published(title="Portée", authority=network.authority)
    html = client.get("/organisations/rcn/").content.decode()
    assert "Portée" in html
    assert "<span>porteur</span>" in html
    assert f'href="/projets/?territoire={network.authority.code}"' in html


def test_lists_are_bounded_and_say_how_many_there_are(client, network, monkeypatch):
    monkeypatch.setattr("directory.organisations.SHEETS", 2)
    for _ in range(3):
        published(partners=partner(network))
    html = client.get("/organisations/rcn/").content.decode()
    assert "Nommée dans 3&nbsp;projets<" in html
    assert "Les 2 plus récents sont montrés." in html
    assert html.count('class="choice" href="/projets/projet-') == 2


def test_another_name_keeps_the_address(client, network):
    published(partners=partner(network))
    network.name = "Fédération des communes numériques"
    network.acronym = "FCN"
    network.save()
    assert "Fédération" in client.get("/organisations/rcn/").content.decode()


def test_sheets_events_and_tours_lead_to_it(client, network):
    sheet = published(partners=partner(network))
    event = published_event(organisers=[EventOrganiser(organisation=network)])
    tour = TourFactory()
    tour.organisers = [TourOrganiser(organisation=network)]
    tour.save_revision().publish()
    for page in (sheet, event, tour):
        html = client.get(page.relative_url(None)).content.decode()
        assert 'href="/organisations/rcn/"' in html, page


@pytest.mark.parametrize("asked", ["0", "x", "99", "-1", "2%00"])
def test_a_page_of_the_list_that_is_not_there_leads_to_one_that_is(client, network, asked):
    published(partners=partner(network))
    answer = client.get(f"/organisations/?page={asked}")
    assert (answer.status_code, answer["Location"]) == (302, "/organisations/")


def test_the_list_takes_the_same_statements_for_one_as_for_many(
    client, network, django_assert_max_num_queries
):
    published(partners=partner(network))
    client.get("/organisations/")
    for number in range(5):
        other = Organisation.objects.create(name=f"Autre {number}")
        published(partners=partner(other))
    with django_assert_max_num_queries(QUERIES["organisations"]):
        html = client.get("/organisations/").content.decode()
    assert "6&nbsp;organisations<" in html


@time_machine.travel(
    "2026-11-24T10:00:00+01:00", tick=False
)  # what is kept is read again each minute
def test_sixteen_statements_at_most_whatever_names_it(client, network, committed):
    """Of one of which there is something everywhere, and a second of each thing."""
    network.authority = AuthorityFactory()
    network.save()
    person = Person.objects.create(name="Anne Élue")
    for number in range(2):
        published(partners=partner(network), authority=network.authority)
        published_event(start="2030-01-01", organisers=[EventOrganiser(organisation=network)])
        tour = TourFactory(title=f"Tournée {number}")
        tour.organisers = [TourOrganiser(organisation=network)]
        tour.save_revision().publish()
        label = Label.objects.create(name=f"Label {number}", organisation=network)
        Award.objects.create(label=label, organisation=network, year=2020 + number)
        Offer.objects.create(name=f"Service {number}", provider=network)
        FundingProgramme.objects.create(name=f"Aide {number}", organisation=network)
        direction = Direction.values[number]
        Expertise.objects.create(
            direction=direction, subject=f"Savoir {number}", organisation=network
        )
        Mandate.objects.create(
            person=person, organisation=network, function=f"siège {number}", begins="2020"
        )
        group = Group(name=f"Groupe {number}", kind="commission")
        group.parents = [GroupParent(label="Le réseau", organisation=network)]
        group.save()
    for number in range(13):
        publication(network, title=f"Lettre {number}", date=str(2000 + number))
    for number in range(30):
        Membership.objects.create(
            organisation=network, member=Organisation.objects.create(name=f"Membre {number}")
        )
    committed()
    client.get("/organisations/rcn/?x")  # what all pages share
    with CaptureQueriesContext(connection) as captured:
        html = client.get("/organisations/rcn/").content.decode()
    assert len(captured) <= QUERIES["organisation"], [one["sql"][:200] for one in captured]
    for word in (
        *("Tournée 1", "Label 1", "Service 1", "Aide 1", "Savoir 1", "Anne Élue", "Groupe 1"),
        *(
            "Lettre 12",
            "Toutes celles",
            "30 adhérents",
            "Tous ses adhérents",
            "les projets comparables",
        ),
    ):
        assert word in html.replace("\u202f", " ").replace("\xa0", " "), word


def test_what_was_merged_before_loses_the_address_that_its_successor_may_have_removed(network):
    kept = Organisation.objects.create(name="Réseau des bourgs")
    other = Organisation.objects.create(name="À part", contact_email="nous@part.invalid")
    merge(network, kept)
    Organisation.objects.filter(pk=network.pk).update(contact_email="ancienne@rcn.invalid")
    import_module("network.migrations.0008_addresses_of_what_was_merged").erase(apps, None)
    held = dict(Organisation.objects.values_list("pk", "contact_email"))
    assert held == {network.pk: "", kept.pk: "", other.pk: "nous@part.invalid"}


def test_nothing_is_left_of_an_organisation_that_became_another(client, network):
    """Memberships, mandates, partnerships, services, publications, groups, programmes, funding, labels, dates, accounts."""
    kept = Organisation.objects.create(name="Réseau des bourgs")
    town, member = AuthorityFactory(), Organisation.objects.create(name="Un adhérent")
    published(partners=partner(network))
    published_event(start="2030-01-01", organisers=[EventOrganiser(organisation=network)])
    tour = TourFactory(title="Tournée")
    tour.organisers = [TourOrganiser(organisation=network)]
    tour.save_revision().publish()
    publication(
        network,
        title="Lettre",
        signatories=[Signatory(organisation=network)],
        recommendations=[Recommendation(text="Mutualiser", owner=network)],
    )
    label = Label.objects.create(name="Label", organisation=network)
    Award.objects.create(label=label, organisation=network, year=2020)
    Offer.objects.create(name="Service", provider=network)
    FundingProgramme.objects.create(name="Aide", organisation=network)
    Expertise.objects.create(
        direction=Direction.values[0], subject="Savoir", organisation=network
    ).shared_with.set([network])
    person = Person.objects.create(name="Anne Élue")
    Mandate.objects.create(person=person, organisation=network, begins="2020")
    for one in (network, kept):
        Membership.objects.create(organisation=one, authority=town)
    Membership.objects.create(organisation=network, member=member)
    Membership.objects.create(organisation=member, member=network)
    Announcer.objects.create(organisation=network, user=editor())
    Organisation.objects.create(name="Antenne", part_of=network).founders.set([network, kept])
    network.founders.set([member])
    bodies = {"label": "Le réseau", "organisation": network}
    agreed, group = Partnership(name="Accord"), Group(name="Commission", kind="commission")
    programme = Programme(name="Villages", kind="appel")
    agreed.parties, group.parents = [Party(**bodies)], [GroupParent(**bodies)]
    programme.organisers = [ProgrammeOrganiser(**bodies)]
    programme.waiting = [WaitingMember(**bodies, source_url="https://exemple.fr/")]
    for one in (agreed, group, programme):
        one.save()
    edition = Edition(programme=programme, name="Une")
    edition.cohort = [CohortMember(**bodies)]
    edition.save()

    Organisation.objects.filter(pk=network.pk).update(contact_email="ancienne@rcn.invalid")
    merge(network, kept)
    # The admin shows a merged row no more: nobody could remove it there.
    assert not Organisation.objects.get(pk=network.pk).contact_email
    kept.refresh_from_db()
    assert kept.contact_email == "ancienne@rcn.invalid"
    led = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Organisation and field.name != "successor"
    ]
    assert len(led) > 20
    for model, name in led:
        assert not model._base_manager.filter(**{name: network.pk}).exists(), (model, name)
    assert kept.memberships.count() == 2  # the town once
    antenna = Organisation.objects.get(name="Antenne")
    assert (antenna.part_of, [*antenna.founders.all()]) == (kept, [kept])
    assert [*kept.founders.all()] == [member]
    answer = client.get("/organisations/rcn/")
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    html = client.get(kept.get_absolute_url()).content.decode()
    for word in ("Lettre", "Label", "Service", "Aide", "Savoir", "Anne Élue", "Accord", "Villages"):
        assert word in html, word
