"""The network as a door: who works with whom, drawn and listed; what is new, what is coming; a door for each list."""

import re

import pytest

from bench.limits import QUERIES
from directory.circles import draw
from landmarks.models import Deadline
from network.models import Organisation, Partnership, Party
from tests.events.factories import published as published_event
from tests.factories import published

pytestmark = pytest.mark.django_db


def agreement(name, *parties, **fields):
    one = Partnership(name=name, **fields)
    one.parties = [
        Party(label=party.name, organisation=party)
        if isinstance(party, Organisation)
        else Party(label=party)
        for party in parties
    ]
    one.save()


def public(name) -> Organisation:
    """One that a public sheet names."""
    sheet = published()
    return Organisation.objects.create(name=name, authority=sheet.authority)


def page(visitor) -> str:
    answer = visitor.get("/reseau/")
    assert answer.status_code == 200
    return re.sub("&nbsp;|[\u00a0\u202f]", " ", answer.content.decode())


def test_it_says_who_works_with_whom_and_leads_everywhere(visitor):
    avicca, fnccr = public("Avicca <réseau>"), public("FNCCR")
    alone = Organisation.objects.create(name="Réseau")  # that a partnership alone names
    agreement("Convention", avicca, fnccr, "La Poste", kind="convention", date="2024-06")
    agreement("Étude", avicca, alone)
    Deadline.objects.create(what="Fin du cuivre", date="2199-01-31")
    Deadline.objects.create(what="Échéance d’hier", date="2020")
    published_event(title="Congrès", start="2199-01-01")
    html = page(visitor)
    drawn = re.search(r"<svg class=\"circles.*?</svg>", html, re.DOTALL)[0]
    assert set(re.findall(r'href="([^"]+)"', drawn)) == {
        one.get_absolute_url() for one in (avicca, fnccr, alone)
    }
    assert drawn.count("<path") == 2
    assert "Avicca &lt;réseau&gt;" in drawn
    assert "La Poste" in html
    assert "convention, juin 2024" in html
    assert 'href="/partenariats/convention/"' in html
    assert "Fin du cuivre" in html
    assert "Congrès" in html
    assert "Échéance d’hier" not in html
    for path in (
        *(
            "/groupes/",
            "/programmes/",
            "/partenariats/",
            "/organisations/",
            "/services/",
            "/labels/",
            "/financements/",
            "/echeances/",
        ),
        *("/publications/", "/raconter/", "/agenda/", "/projets/"),
    ):
        assert f'href="{path}"' in html, path
    assert "/reseau/" in visitor.get("/sitemap.xml").content.decode()


def test_without_anything_it_still_leads(visitor):
    html = page(visitor)
    assert "circles" not in html.partition("<body")[2]
    assert 'href="/organisations/"' in html


def test_statements_do_not_depend_on_how_many_there_are(visitor, django_assert_max_num_queries):
    parties = [public(f"Réseau {number}") for number in range(6)]
    for number in range(6):
        agreement(f"Accord {number}", *parties[number:], "Une autre")
        published_event(title=f"Date {number}", start="2199-01-01")
    visitor.get("/mentions-legales/")
    with django_assert_max_num_queries(QUERIES["network"]):
        page(visitor)


def test_partners_stand_near_one_another_and_each_once():
    named = {name: (name, f"/{name}/") for name in "abcdefg"}
    found = draw(
        [named[name] for name in names]
        for names in (["a", "b"], ["c", "d", "c"], ["b", "e"], ["c", "f"], ["d", "f"], ["g"], [])
    )
    assert sorted(one.name for one in found.members) == list("abcdef")
    groups = [
        "".join(sorted(one.name for one in part)) for part in (found.members[:3], found.members[3:])
    ]
    assert sorted(groups) == ["abe", "cdf"]
    assert found.height == 28 * 6
    assert len(found.arcs) == len(set(found.arcs))
