"""Which organisation a source means."""

import json

import pytest
from django.conf import settings

from network.importing import import_organisations
from network.models import Organisation
from network.names import Directory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "Association des petites villes de France",
        "association des  PETITES villes de france",
        "APVF",
        "Petites Villes",
        "Association des petites villes de France (APVF)",
        "APVF (coorganisatrice)",
    ],
)
def test_by_every_name(text):
    made = Organisation.objects.create(
        name="Association des petites villes de France",
        acronym="APVF",
        former_name="Petites villes, Bourgs",
    )
    assert Directory().named(text) == made


def test_a_name_of_its_own_goes_first_and_a_shared_one_names_nobody():
    first = Organisation.objects.create(name="Réseau A", acronym="RAN", former_name="Réseau B")
    second = Organisation.objects.create(name="Réseau B", acronym="RAN")
    directory = Directory()
    assert directory.named("réseau b") == second
    assert directory.named("RAN") is None
    assert directory.named("Réseau A (RAN)") == first
    assert directory.named("") is None


def test_the_partners_of_the_demo_content_that_the_directory_knows():
    content = json.loads((settings.BASE_DIR / "data" / "demo" / "cases.json").read_text("utf-8"))
    import_organisations(content["organisations"])
    directory = Directory()
    labels = [label for case in content["cases"] for label in case["partenaires"]]
    assert sum(directory.named(label) is not None for label in labels) == 31
