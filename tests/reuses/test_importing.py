"""The reuses of content files: told twice is one, an outside root is one, a circle is refused."""

import copy
import json

import pytest
from django.conf import settings

from catalogue.importing import import_sheets
from core.importing import ImportRefused
from network.models import Organisation
from reuses.graph import Graph
from reuses.importing import import_reuses, import_reuses_of_sheets
from reuses.models import Node, Reuse, ReuseEvent
from tests.catalogue.test_importing import REUSE, ROW
from tests.factories import AuthorityFactory, ThemeFactory, catalogue_page

pytestmark = pytest.mark.django_db
PERIGUEUX = {**ROW["territory"], "name": "Périgueux", "insee": "24322"}
TOLD = {"what": "Repris", "year": 2021, "source_index": 0, "siren": None}
BARCELONE = {"name": "Ville de Barcelone (Decidim)", "insee": None, **TOLD}


@pytest.fixture(autouse=True)
def vocabulary():
    AuthorityFactory(code="47031", name="Boé")
    AuthorityFactory(code="24322", name="Périgueux")
    ThemeFactory(slug="applications-signalement")
    ThemeFactory(slug="donnees-ia")
    Organisation.objects.create(name="Fing")


def row(**changes) -> dict:
    return copy.deepcopy(ROW) | changes


def load(*rows):
    import_sheets(list(rows), source="essai", parent=catalogue_page())
    import_reuses_of_sheets(list(rows), source="essai")


def test_two_sheets_that_tell_the_same_reuse_share_one_row():
    rows = (
        row(reused_by=[{"name": "Périgueux", "insee": "24322", **TOLD}]),
        row(
            id="perigueux",
            territory=PERIGUEUX,
            reuse_of=[{"name": "Boé", "insee": "47031", **TOLD}],
        ),
    )
    load(*rows)
    reuse = Reuse.objects.with_state().get()
    assert reuse.original.sheet.slug == "boe-signalement"
    assert reuse.reuser.sheet.slug == "perigueux"
    assert reuse.source_title == "Le Petit Bleu"
    assert reuse.current == "documentaire"
    assert reuse.accepted_at
    # And once more changes nothing.
    import_reuses_of_sheets(list(rows), source="essai")
    assert (Reuse.objects.count(), ReuseEvent.objects.count(), Node.objects.count()) == (1, 1, 2)


def test_an_outside_root_is_one_and_who_takes_up_is_its_own():
    load(
        row(reuse_of=[BARCELONE], reused_by=[{"name": "Agen", "insee": None, **TOLD}]),
        row(
            id="autre",
            reuse_of=[BARCELONE],
            reused_by=[{"name": "Agen", "insee": None, **TOLD}],
        ),
    )
    assert Node.objects.filter(name=BARCELONE["name"]).count() == 1
    assert Node.objects.filter(name="Agen").count() == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reused_by": [REUSE | {"source_index": 7}]}, "valeur inattendue"),
        ({"reused_by": [REUSE | {"insee": "99999"}]}, "99999"),
        ({"reuse_of": [REUSE | {"name": " "}]}, "« name » est vide"),
    ],
)
def test_a_broken_row_is_named_and_nothing_changes(change, reason):
    rows = [row(), row(id="cassee", **change)]
    import_sheets([row(), row(id="cassee")], source="essai", parent=catalogue_page())
    with pytest.raises(ImportRefused) as refusal:
        import_reuses_of_sheets(rows, source="essai")
    assert reason in refusal.value.errors[0]
    assert not Reuse.objects.exists()


def test_a_circle_is_refused_with_both_names():
    load(row())

    def told(key, who, taker):
        return {
            "id": key,
            "chain": "c",
            "from": {"name": who},
            "to": [{"name": taker}],
            "what": "Un outil",
            "date": "2018-05",
            "sources": [{"title": "s", "url": "https://exemple.fr"}],
        }

    rows = [told("a", "Ici", "Là"), told("b", "Là", "Ailleurs"), told("c", "Ailleurs", "Ici")]
    with pytest.raises(ImportRefused, match="« Ici » d’après « Ailleurs » fermerait un cercle"):
        import_reuses(rows, same={}, continues={}, source="essai")
    assert not Reuse.objects.exists()
    import_reuses(rows[:2], same={"c": {"Là": ["Là"]}}, continues={}, source="essai")
    assert Reuse.objects.get(reuser__name="Ailleurs").date == "2018-05"


def test_the_names_of_the_demo_content_lead_to_chains_of_three_and_more():
    """Read without its sheets: each end is a name. What is the same body by two names is said in the file."""
    content = json.loads((settings.BASE_DIR / "data/demo/reuses.json").read_text(encoding="utf-8"))
    plain = copy.deepcopy(content["reuses"])
    for told in plain:
        for end in (told["from"], *told["to"]):
            end.update(insee=None, siren=None, sheet_id=None)
    import_reuses(plain, same=content["same"], continues={}, source="essai")
    graph = Graph.of(Reuse.objects.values_list("original_id", "reuser_id"))
    deep = [
        depth for family in graph.families() if (depth := max(graph.depths(family).values())) >= 3
    ]
    assert len(plain) == 39
    assert len(deep) >= 2
