"""What a sheet, its swarm, the list of all and the home page say of reuses."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from catalogue.models import ProjectCost
from reuses.models import Node, Reuse
from tests.factories import AuthorityFactory, draft, published
from tests.reuses.made import documented

pytestmark = pytest.mark.django_db


def read(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def swarm(sheet) -> str:
    return f"/projets/{sheet.slug}/essaimage/"


def test_reuses_are_told_both_ways_and_only_public_sheets_are_linked(visitor):
    sheet = published()
    public = published(title="Fiche publique", authority=AuthorityFactory(name="Agen"))
    hidden = draft(title="Brouillon", authority=AuthorityFactory(name="Pau"))
    documented(sheet, public)
    documented(sheet, hidden)
    for path in (sheet.url, swarm(sheet)):
        html = read(visitor, path)
        assert "Agen" in html
        assert "Pau" in html
        assert f'href="/projets/{public.slug}/"' in html
        assert hidden.slug not in html
        assert "Brouillon" not in html
    assert f'href="/projets/{sheet.slug}/"' in read(visitor, public.url)
    assert f'href="{swarm(public)}"' in read(visitor, public.url)


def test_machines_read_each_with_its_state(visitor):
    sheet = published()
    documented(sheet, "Agen </script>", what="Le logiciel", date="2021")
    html = read(visitor, sheet.url)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    [thing] = next(
        graph
        for graph in (json.loads(one)["@graph"] for one in found)
        if graph[0]["@type"] == "CreativeWork"
    )
    assert thing["creator"]["name"] == "Agen </script>"
    assert thing["creativeWorkStatus"] == "documentée par une source"
    assert thing["isBasedOn"]["name"] == sheet.title


def test_numbers_say_when_they_are_zero(visitor):
    assert "Aucune reprise n’est encore connue" in read(visitor, "/questions/chiffres/")
    documented(published(), "Agen")
    html = read(visitor, "/questions/chiffres/")
    assert "1 reprise documentée par une source. 0 déclarée" in html


def test_what_is_not_accepted_shows_nowhere(visitor):
    sheet = published()
    Reuse.objects.create(original=Node.of_sheet(sheet), reuser=Node.objects.create(name="Secrète"))
    for path in (sheet.url, swarm(sheet), "/essaimage/", "/"):
        assert "Secrète" not in read(visitor, path)


def test_the_swarm_tells_each_edge_beside_the_original(visitor):
    sheet = published(authority=AuthorityFactory(name="Boé"))
    sheet.costs = [ProjectCost(label="Tout", amount=36000, nature="investissement", role="projet")]
    sheet.save_revision().publish()
    root = Node.objects.create(name="Barcelone")
    documented(root, sheet, date="2018", what="Le logiciel")
    agen = published(authority=AuthorityFactory(name="Agen"))
    documented(
        sheet,
        agen,
        decided_on="2020-01",
        in_service_on="2021-03",
        cost=12000,
        days=20,
        kept="Le formulaire",
        progress="arretee",
        stopped_why="faute d’usage",
    )
    documented(root, agen, date="2019")
    html = read(visitor, swarm(agen))
    for words in (
        *("Barcelone", "Le formulaire", "mars\u00a02021", "1 an et 2 mois après la décision"),
        *(
            "12\u202f000\u00a0€ (36\u202f000\u00a0€ à l’origine)",
            "20\u00a0jours",
            "Inspiré aussi de",
        ),
        *("Documentée par une source", "arrêtée (faute d’usage)", "cette fiche", ", 2021</text>"),
    ):
        assert words in html, words
    # One drawing, and nobody twice in the list.
    assert html.count('<svg class="swarm"') == 1
    assert html.count("family__who") == 3
    assert "fermerait" not in html


def test_a_sheet_without_any_says_so_and_a_draft_has_no_page(visitor):
    assert "Personne n’a encore dit" in read(visitor, swarm(published()))
    assert visitor.get(swarm(draft())).status_code == 404
    assert visitor.get("/projets/nulle-part/essaimage/").status_code == 404
    assert "Aucune reprise n’est encore connue" in read(visitor, "/essaimage/")
    assert "Repris ailleurs" not in read(visitor, "/")


def test_the_home_page_and_the_list_say_what_they_count(visitor):
    sheet = published(authority=AuthorityFactory(name="Boé"))
    for name in ("Agen", "Pau"):
        documented(sheet, name)
    documented(sheet, published(authority=AuthorityFactory(name="Nérac")))
    for path in ("/", "/essaimage/"):
        html = read(visitor, path)
        assert "1 projet a été repris par 3 collectivités ou organismes, dont Nérac" in html
        assert "Agen et Pau" in html or "Pau et Agen" in html
        assert "3 reprises documentées par une source, 0 confirmée par les deux" in html
    assert (
        "page"
        not in read(visitor, "/essaimage/?p=99")
        .partition("<main")[2]
        .partition("</main")[0]
        .lower()
    )


@pytest.mark.parametrize("count", [2, 12])
def test_statements(visitor, count):
    root = published()
    for number in range(count):
        documented(root, published(), date=str(2000 + number))
        documented(f"Ailleurs {number}", f"Là {number}")
    for path, limit in (
        (root.url, QUERIES["sheet"]),
        (swarm(root), QUERIES["swarm"]),
        ("/essaimage/", QUERIES["swarms"]),
    ):
        visitor.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"{path}?x={count}").status_code == 200
        assert len(queries) <= limit, [query["sql"][:90] for query in queries]
