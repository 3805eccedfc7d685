"""Sheets side by side: every fact as its sheet gives it, what differs first, silence in words."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from catalogue.models import (
    OwnerConfirmation,
    ProjectCost,
    ProjectDifficulty,
    ProjectPage,
    ProjectSource,
    ProjectTool,
)
from council import cells
from tests.factories import AuthorityFactory, SheetFactory, ToolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows):
    """Four sheets; the first says most, the third says that it does not know."""
    AuthorityFactory(code="47031", name="Boé", population=5_846)
    full = SheetFactory(
        title="Application libre",
        authority__name="Agen",
        authority__population=1_000,
        setup_months=6,
        prerequisites="<p>Un agent <b>une</b> journée</p>",
        sources=[
            ProjectSource(title="Délibération", url="https://exemple.fr/d", voice="collectivite"),
            ProjectSource(title="Article", url="https://exemple.fr/a", voice="presse"),
        ],
        costs=[
            ProjectCost(
                label="Abonnement",
                nature="fonctionnement",
                amount=250,
                period="monthly",
                tax="HT",
                year=2024,
                source_number=2,
            ),
            ProjectCost(label="Serveur", nature="investissement", amount=500, role="partie"),
        ],
        difficulties=[ProjectDifficulty(type="usagers", text="Peu de <téléchargements>")],
    )
    OwnerConfirmation.objects.create(sheet=full, confirmed_on="2026-03-05")
    silent = SheetFactory(title="Application muette", authority__name="Pau")
    knows_not = SheetFactory(
        title="Application au coût inconnu",
        authority__name="Dax",
        running_unknown=True,
        investment_unknown=True,
    )
    last = SheetFactory(title="Quatrième", authority__name="Auch")
    return [sheet.number for sheet in (full, silent, knows_not, last)]


def compared(visitor, numbers, more="") -> str:
    answer = visitor.get(f"/comparer/?f={','.join(map(str, numbers))}{more}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def table(text: str) -> dict[str, list[str]]:
    """Label of a row -> the words of its cells."""
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", text.partition("</thead>")[2], re.DOTALL):
        words = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        rows[words[0]] = words[1:]
    return rows


def test_each_cell_says_what_its_sheet_says_and_who_says_so(visitor, made):
    text = compared(visitor, made[:3], "&territoire=47031")
    rows = table(text)
    assert (
        "250 € HT par mois 2024, soit 0,25 € par habitant par mois, selon la presse"
        in rows["Fonctionnement"][0]
    )
    # A part of the cost says nothing by inhabitant.
    assert rows["Investissement"][0] == "Agen 500 € une partie du coût, Serveur"
    assert "Les sources n’en disent rien Demander" in rows["Fonctionnement"][1]
    assert "Non connu Demander" in rows["Fonctionnement"][2]
    assert "6 mois de la décision à la mise en service" in rows["Délai"][0]
    assert rows["Ce qu’il faut"][0] == "Agen Un agent une journée"
    assert "Peu de <téléchargements>" in text
    assert rows["Qui le dit"][0] == "Agen La collectivité 1 source La presse 1 source"
    assert rows["Confirmée"][0] == "Agen Par la collectivité, 5 mars 2026"
    assert "5 846 à Boé" in rows["À côté de Boé"][0]


def test_what_differs_comes_first(visitor, made):
    text = compared(visitor, made[:2])
    labels = list(table(text))
    same = text.index("Pareil pour toutes")
    silent = text.index("Ce qu’aucune de ces fiches ne dit")
    assert text.index(">Fonctionnement<") < same < silent < text.index(">Temps des agents<")
    assert "À côté de Boé" not in labels
    assert "Rien ne diffère" in compared(visitor, [made[1], made[3]])


def test_a_table_with_headers_of_two_to_four(visitor, made):
    text = compared(visitor, made)
    assert text.startswith("<!DOCTYPE")
    assert "Quatre projets, côte à côte" in text
    assert len(re.findall(r'<th scope="col"', text)) == 5
    assert re.search(r'href="/projets/[^"]+\?f=\d+,\d+,\d+,\d+"', text)
    assert "Il faut deux fiches au moins" in compared(visitor, made[:1])
    assert "Il faut deux fiches au moins" in compared(visitor, [])
    more = SheetFactory(title="Une cinquième").number
    shown = compared(visitor, [*made, more])
    assert "Quatre fiches tiennent côte à côte" in shown
    assert "Une cinquième" not in shown
    # What has no room here is not lost.
    for words in ("Changer la sélection", "Continuer à chercher", "Préparer la note au conseil"):
        leads = re.search(rf'href="([^"]+)"[^>]*>{words}', shown)[1]
        assert str(more) in leads.partition("f=")[2].split(","), words
    fewer = re.findall(r'class="versus__remove" href="([^"]+)"', shown)[0]
    assert fewer.endswith(f"f={','.join(map(str, [*made[1:], more]))}")
    remove = re.findall(r'class="versus__remove" href="([^"]+)"', text)
    assert len(remove) == 4
    assert "Trois projets" in html.unescape(visitor.get(remove[0]).content.decode())


def test_a_cell_that_is_full_keeps_what_a_council_asks_first(visitor, made):
    parts = [
        ProjectCost(label=f"Lot {n}", nature="investissement", amount=n, role="partie")
        for n in range(1, 6)
    ]
    whole = ProjectCost(label="Tout", nature="investissement", amount=9_000, role="projet")
    full = SheetFactory(
        title="Pleine",
        authority__name="Albi",
        costs=[*parts, whole],
        licence_text="Licence EUPL",
    )
    for n in range(5):
        full.tools.add(ProjectTool(tool=ToolFactory(name=f"Outil {n}")))
    full.save()
    rows = table(compared(visitor, [full.number, made[1]]))
    assert rows["Investissement"][0].startswith("Albi 9 000 € ")
    assert "Licence EUPL" in rows["Outil, licence"][0]
    assert "Outil 0" in rows["Outil, licence"][0]
    # Of a sheet that its authority wrote too, « not known » is what it says, and no blank.
    assert cells.silence_of(ProjectPage(origin="validee")) == "La fiche n’en dit rien"
    assert cells.silence_of(ProjectPage(origin="validee"), unknown=True) == "Non connu"


@pytest.mark.parametrize("count", [2, 4])
def test_statements(visitor, made, count):
    compared(visitor, made[:2])
    with CaptureQueriesContext(connection) as seen:
        compared(visitor, made[:count], "&territoire=47031")
    assert len(seen) <= QUERIES["comparison"], [one["sql"][:90] for one in seen]
