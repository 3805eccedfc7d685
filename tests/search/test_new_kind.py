"""A new kind of record costs no file outside its app: `tests/bulletin/` is one, and this is all that it gets."""

import pytest

from search.index import outbox
from tests.bulletin.models import Letter
from tests.factories import AuthorityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bulletin.urls")]


@pytest.fixture
def letter(index):
    made = Letter.objects.create(title="Lettre des cantines", text="Pain bis", tone="vive")
    Letter.objects.create(title="Lettre tue des cantines", tone="vive", is_public=False)
    outbox.drain()
    return made


def found(visitor, address) -> list[str]:
    return [hit["title"] for hit in visitor.get(address).context["results"]["hits"]]


def values(visitor, address, name) -> dict:
    groups = visitor.get(address).context["results"]["facets"]
    (group,) = [one for one in groups if one["name"] == name]
    return {value["label"]: value["count"] for value in group["values"]}


def suggested(visitor, **asked) -> list[dict]:
    return visitor.get("/recherche/suggestions", asked).json()["results"]


def test_it_is_found_with_its_facet_and_followed(visitor, letter):
    assert found(visitor, "/recherche/?q=cantine") == ["Lettre des cantines"]
    assert values(visitor, "/recherche/", "rubrique") == {"Lettres": 1}
    assert values(visitor, "/recherche/?rubrique=lettre", "ton") == {"Vive": 1}
    assert found(visitor, "/recherche/?ton=calme") == []
    letter.title = "Lettre des piscines"
    letter.save()
    outbox.drain()
    assert found(visitor, "/recherche/?q=piscine") == ["Lettre des piscines"]
    letter.delete()
    outbox.drain()
    assert found(visitor, "/recherche/") == []


def test_it_has_suggestions_and_a_list(visitor, letter):
    (one,) = suggested(visitor, q="cantin", rubrique="tout")
    assert (one["label"], one["detail"]) == ("Lettre des cantines", "Lettres")
    (tone,) = suggested(visitor, q="viv", rubrique="lettre")
    assert (tone["detail"].split(" · ")[0], tone["url"]) == ("Ton", "/lettres/?ton=vive")
    assert found(visitor, tone["url"]) == ["Lettre des cantines"]
    html = visitor.get("/lettres/").content.decode()
    assert "1&nbsp;lettre" in html
    assert 'data-kind="lettre"' in html
    assert "Aucune lettre" in visitor.get("/lettres/?q=licorne").content.decode()


def test_one_may_say_where_one_lives(visitor, letter):
    AuthorityFactory(name="Boé", code="47031")
    answer = visitor.get("/mon-territoire/", {"retour": "/lettres/?ton=vive", "nom": "Boé"})
    assert answer["Location"] == "/lettres/?ton=vive&territoire=47031"
    assert found(visitor, answer["Location"]) == ["Lettre des cantines"]
