"""Déjà chez vous: the four answers, by which path, over the real services."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import Organisation
from offers.choices import Access, Answer, Path, State
from offers.models import Offer, Perimeter
from offers.open_to import answer_for, open_offers
from territories.choice import chosen_territory
from territories.models import Authority
from tests.factories import AuthorityFactory, DepartementFactory

pytestmark = pytest.mark.django_db


def answers(code: str) -> dict[str, Answer]:
    """Address of a service -> answer; without those out of the perimeter."""
    return {one.offer.slug: one.answer for one in open_offers(chosen_territory(code).authority)}


def by_the_file(row: dict, commune: dict) -> Answer:
    """What the rule of the content file says, read without any of the code that answers."""
    whom = row["for_whom"]
    if "commune" not in whom["types"] or commune["epci"] in whom["except_epci"]:
        return Answer.OUT
    if whom["population_max"] is not None and int(commune["population"]) > whom["population_max"]:
        return Answer.OUT
    is_named = commune["insee"] in whom["communes"] or commune["epci"] in whom["epci"]
    in_area = (
        commune["department"] in whom["departements"]
        or commune["region"] in whom["regions"]
        or whom["national"]
    )
    if not is_named and not in_area:
        maybe = {"", commune["region"]}.intersection(whom["members_in_regions"])
        return Answer.UNKNOWN if maybe else Answer.OUT
    if whom["condition"]:
        return Answer.UNKNOWN
    return Answer.OPEN if is_named or row["access"] == "ouvert" else Answer.JOIN


def test_fifty_communes_kept_aside(services):
    assert Offer.objects.count() == len(services["rows"]) == 74
    met = set()
    for insee in services["aside"]:
        found = answers(insee)
        for row in services["rows"]:
            expected = by_the_file(row, services["communes"][insee])
            assert found.get(row["id"], Answer.OUT) == expected, (insee, row["id"])
            met.add(expected)
    assert met == set(Answer)


@pytest.mark.parametrize(
    ("asked", "service", "answer"),
    [
        # One of ten members by name; its neighbour is none.
        ("38151", "sitpi-si", Answer.OPEN),
        ("38185", "sitpi-si", None),
        ("57463", "cdg57-rgpd", Answer.JOIN),
        ("31555", "haute-garonne-open-data", Answer.UNKNOWN),
        # By the grouping; an arrondissement of Lyon is Lyon, and so is who types its code.
        ("69123", "grand-lyon-marches", Answer.OPEN),
        ("69381", "grand-lyon-marches", Answer.OPEN),
        ("13201", "csirt-regionaux-2022", Answer.OPEN),
        ("75056", "maximilien-portail-service", Answer.JOIN),
        # The grouping itself is no commune.
        ("200046977", "grand-lyon-marches", None),
        # Left out by name, though the département is served.
        ("29019", "finistere-smart-connect-service", None),
        ("29019", "megalis-opendata", Answer.JOIN),
        # Too large for the one, not for the other.
        ("80021", "somme-mairie-connectee-service", None),
        ("80021", "somme-adresse-service", Answer.OPEN),
        # A syndicat whose list of members nobody read; and a condition that no register knows.
        ("47031", "agedi-logiciels", Answer.UNKNOWN),
        ("47031", "amrf-campagnol", Answer.UNKNOWN),
        ("47031", "cdg47-sig", Answer.OPEN),
        # Of a council, the sources say neither yes nor no.
        ("D47", "cdg47-sig", Answer.UNKNOWN),
        ("R75", "cdg47-sig", None),
        # Overseas: nothing of the mainland but what is national.
        ("97801", "adullact-demarches-simplifiees", Answer.JOIN),
        ("97801", "maximilien-portail-service", None),
    ],
)
def test_who_is_told_what(services, asked, service, answer):
    assert chosen_territory(asked), f"{asked} is not in the register of the test"
    assert answers(asked).get(service) == answer


def test_at_most_four_statements_for_a_commune(services):
    authority = Authority.objects.get(code="47031")
    open_offers(authority)  # each process reads the names of areas once
    with CaptureQueriesContext(connection) as captured:
        assert open_offers(authority)
    assert len(captured) <= 4


@pytest.fixture
def offer():
    provider = Organisation.objects.create(name="Syndicat numérique")
    return Offer.objects.create(name="Sauvegarde", provider=provider, access=Access.JOIN)


def told(offer, authority):
    found = answer_for(offer, authority)
    return found.answer, found.said


def test_two_paths_count_once_and_both_are_told(offer):
    authority = AuthorityFactory(
        epci=AuthorityFactory(type="communaute_agglo", code="200000001", name="Agglomération")
    )
    offer.perimeters = [
        Perimeter(path=Path.DEPARTEMENT, departement=authority.departement),
        Perimeter(path=Path.EPCI, authority=authority.epci),
    ]
    offer.save()
    (only,) = open_offers(authority)
    assert only.answer == Answer.OPEN
    assert (
        only.said
        == "Par le département (Lot-et-Garonne) et par l’intercommunalité (Agglomération)."
    )


def test_a_perimeter_follows_a_commune_that_was_merged(offer):
    heir = AuthorityFactory()
    between = AuthorityFactory(retired_on="2020-01-01", successor=heir)
    gone = AuthorityFactory(retired_on="2016-01-01", successor=between)
    offer.perimeters = [Perimeter(path=Path.AUTHORITY, authority=gone)]
    offer.save()
    said = f"Parmi les membres que la source nomme, sous un nom d’avant ({gone.name})."
    assert told(offer, heir) == (Answer.OPEN, said)


def test_whom_the_source_names_is_served_whatever_it_says_of_others(offer):
    named, beside = AuthorityFactory(), AuthorityFactory()
    offer.types, offer.condition, offer.population_max = ["region", "autre"], "petites", 1
    offer.perimeters = [
        Perimeter(path=Path.AUTHORITY, authority=named),
        Perimeter(path=Path.NATIONAL),
    ]
    offer.save()
    assert told(offer, named)[0] == Answer.OPEN
    assert told(offer, beside)[0] == Answer.OUT
    offer.perimeters.add(Perimeter(path=Path.AUTHORITY, authority=named, excluded=True))
    offer.save()
    assert told(offer, named)[0] == Answer.OUT


@pytest.mark.parametrize(
    ("changes", "line", "answer"),
    [
        ({"state": State.STOPPED}, {}, Answer.OUT),
        ({"state": State.PLANNED}, {}, Answer.UNKNOWN),
        ({"closes_on": "2020"}, {}, Answer.OUT),
        ({"closes_on": "2999-01"}, {}, Answer.JOIN),
        ({}, {"until": "2020-05"}, Answer.OUT),
        ({}, {"since": "2999"}, Answer.OUT),
        ({}, {"since": "2010", "until": "2999"}, Answer.JOIN),
        ({"types": ["region"]}, {}, Answer.OUT),
        ({"types": ["region", "autre"]}, {}, Answer.UNKNOWN),
        ({"population_max": 100}, {}, Answer.OUT),
    ],
)
def test_time_type_and_size(offer, changes, line, answer):
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.perimeters = [Perimeter(path=Path.NATIONAL, **line)]
    offer.save()
    assert told(offer, AuthorityFactory())[0] == answer


def test_a_body_whose_place_nobody_knows_is_not_told_that_it_is_out(offer):
    offer.perimeters = [Perimeter(path=Path.DEPARTEMENT, departement=DepartementFactory())]
    offer.save()
    body = AuthorityFactory(type="syndicat_mixte", departement=None, region=None, population=None)
    assert told(offer, body)[0] == Answer.UNKNOWN


def test_a_body_is_served_as_each_of_what_it_is(offer):
    offer.types = ["departement"]
    offer.perimeters = [Perimeter(path=Path.NATIONAL)]
    offer.save()
    assert told(offer, AuthorityFactory(roles="departement"))[0] == Answer.JOIN
    assert told(offer, AuthorityFactory())[0] == Answer.OUT


def test_who_may_lie_where_the_service_does_not_go_is_told_so(offer):
    grouping = AuthorityFactory(type="communaute_agglo", code="200000001", name="Agglomération")
    here, inside = AuthorityFactory(), AuthorityFactory(epci=grouping)
    offer.perimeters = [
        Perimeter(path=Path.NATIONAL),
        Perimeter(path=Path.EPCI, authority=grouping, excluded=True),
        Perimeter(path=Path.DEPARTEMENT, departement=DepartementFactory(code="07"), excluded=True),
    ]
    offer.save()
    nowhere = AuthorityFactory(type="gip", departement=None, region=None, population=None)
    assert told(offer, here) == (Answer.JOIN, "Partout en France.")
    assert told(offer, nowhere)[0] == Answer.UNKNOWN
    assert told(offer, inside) == (
        Answer.OUT,
        "Le fournisseur exclut l’intercommunalité (Agglomération).",
    )
