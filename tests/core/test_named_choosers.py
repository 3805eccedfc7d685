"""Tools and organisations, found and added from the form of a sheet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import Organisation
from taxonomy.models import Theme, Tool
from tests.factories import editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def chooser(name: str, page: str = "choose_results") -> str:
    return reverse(f"wagtailsnippetchoosers_{name}:{page}")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("fibre", True), ("FIBRÉ avi", True), ("avicca", True), ("zzz", False), ("%", True)],
)
def test_it_is_found_by_a_part_of_any_of_its_names(desk, typed, found):
    Organisation.objects.create(name="Association de la fibre", acronym="Avicca")
    html = desk.get(chooser("network_organisation"), {"q": typed}).content.decode()
    assert ("Association de la fibre" in html) is found


def test_themes_and_tools_too(desk):
    Theme.objects.create(name="Écoles")
    Tool.objects.create(name="Décidim")
    assert "Écoles" in desk.get(chooser("taxonomy_theme"), {"q": "ecole"}).content.decode()
    assert "Décidim" in desk.get(chooser("taxonomy_tool"), {"q": "decid"}).content.decode()


def create(desk, **fields):
    return desk.post(chooser("taxonomy_tool", "create"), fields).json()


def test_a_tool_is_added_from_the_form(desk):
    answer = create(desk, name="Démarches simplifiées", website="")
    tool = Tool.objects.get()
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(tool.pk))
    assert tool.slug == "demarches-simplifiees"


def test_the_same_name_is_refused_and_a_near_one_asked_about(desk):
    Tool.objects.create(name="Démarches simplifiées")
    assert "existe déjà" in create(desk, name="DEMARCHES  SIMPLIFIEES")["htmlFragment"]
    near = create(desk, name="Démarche simplifiée")
    assert "Un nom proche existe" in near["htmlFragment"]
    assert Tool.objects.count() == 1
    create(desk, name="Démarche simplifiée", is_another="on")
    assert Tool.objects.count() == 2
    create(desk, name="QGIS")
    assert Tool.objects.count() == 3


def test_the_list_asks_too(desk):
    Organisation.objects.create(name="Les Interconnectés")
    url = reverse("wagtailsnippets_network_organisation:add")
    assert "existe déjà" in desk.post(url, {"name": "les interconnectes"}).content.decode()
    assert Organisation.objects.count() == 1


def test_a_list_of_themes_asks_nothing_for_each_row(desk, django_assert_max_num_queries):
    family = Theme.objects.create(name="Services")
    for number in range(3):
        Theme.objects.create(name=f"Écoles {number}", parent=family)
    url = chooser("taxonomy_theme")
    desk.get(url, {"q": "ecoles"})
    with CaptureQueriesContext(connection) as few:
        desk.get(url, {"q": "ecoles"})
    for number in range(3, 9):
        Theme.objects.create(name=f"Écoles {number}", parent=family)
    with django_assert_max_num_queries(len(few)):
        html = desk.get(url, {"q": "ecoles"}).content.decode()
    assert html.count("Services › Écoles") >= 9


def add(desk, model: str, **fields):
    url = reverse(f"wagtailsnippets_{model}:add")
    return desk.post(url, fields).content.decode()


def test_another_family_may_have_a_theme_of_the_same_name(desk):
    schools, sports = Theme.objects.create(name="Écoles"), Theme.objects.create(name="Sports")
    Theme.objects.create(name="Équipements", parent=schools)
    add(
        desk, "taxonomy_theme", name="Équipements", parent=sports.pk, axis="domaine", sort_order="0"
    )
    assert sports.children.get().name == "Équipements"
    html = add(
        desk,
        "taxonomy_theme",
        name="equipements",
        parent=schools.pk,
        axis="domaine",
        sort_order="0",
    )
    assert "existe déjà" in html
    assert schools.children.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Association nationale des réseaux", "acronym": "AVICCA"},
        {"name": "Un tout autre nom", "former_name": "Association de la fibres"},
        {"name": "Un tout autre nom", "acronym": "Video communes"},
    ],
)
def test_a_near_twin_by_any_of_its_names_is_asked_about(desk, typed):
    known = Organisation.objects.create(
        name="Association de la fibre", acronym="Avicca", former_name="Vidéo-communes"
    )
    typed = {"kind": known.kind, "description": "null", **typed}
    assert "Un nom proche existe" in add(desk, "network_organisation", **typed)
    assert Organisation.objects.count() == 1
