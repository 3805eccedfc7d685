"""A body that became another: whatever names it afterwards means the other."""

import pytest

from catalogue.spreadsheet.references import References
from core.reference_data.merging import merge
from territories.forms import BodyForm
from territories.lookup import resolve
from territories.matching import authority_for, body_named
from territories.models import Authority
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db
SIREN = "130005481"


def body(name: str, **fields) -> Authority:
    return AuthorityFactory(
        type="gip", is_registered=False, name=name, population=None, tncc="", **fields
    )


def test_files_that_name_it_mean_the_other_and_the_next_register_keeps_its_name(register):
    old = body("GIP Numérique du Lot", code="org-a", siren=SIREN)
    kept = body("Lot Numérique", code="org-b")
    merge(old, kept)
    register.load(force=True)
    assert resolve("GIP Numérique du Lot") == kept
    assert body_named("GIP Numérique du Lot") == kept
    assert authority_for({"siren": SIREN}) == kept
    assert authority_for({"insee": "org-a"}) == kept
    assert References().authority("org-a") == kept


def test_a_near_twin_is_asked_about():
    body("GIP Numérique du Lot", code="org-a")
    typed = {"name": "gip numerique du Lot", "type": "gip", "siren": ""}
    form = BodyForm(typed)
    assert not form.is_valid()
    assert "Un nom proche existe" in form.errors["name"][0]
    assert BodyForm(typed | {"is_another": "on"}).is_valid()
