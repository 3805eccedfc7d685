"""A worker that is late, an index that takes no writing: nobody sees what is not public any more."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import ProjectDifficulty
from search.index import outbox
from tests.factories import AuthorityFactory, published

pytestmark = pytest.mark.django_db


def test_an_unpublished_sheet_is_not_listed_while_the_index_still_holds_it(visitor, index):
    kept, gone = published(title="Pluie au village"), published(title="Pluie en ville")
    outbox.rebuild()
    # As the database is, and the index is not: bulk SQL sends no signal.
    Page.objects.filter(pk=gone.pk).update(live=False)
    for address in ("/projets/", "/projets/?q=pluie", "/recherche/?q=pluie", "/"):
        html = visitor.get(address).content.decode()
        assert gone.slug not in html, address
    assert kept.slug in visitor.get("/projets/?q=pluie").content.decode()


def test_nor_in_any_part_of_a_list_which_asks_once_for_all_of_them(visitor, index):
    """One's own sheets, who met the difficulty, what resembles the hits."""
    boe = AuthorityFactory(code="47031", name="Boé")
    told = "Les agents refusent la cantine dématérialisée."
    others = [
        published(title=f"Menus de l’école {number}", summary="Des repas bio pour les enfants.")
        for number in range(6)
    ]
    met = published(title="Cantine dématérialisée", summary="Des repas bio pour les enfants.")
    met.difficulties = [ProjectDifficulty(type="adhesion_agents", text=told)]
    met.save_revision().publish()
    own = published(title="Cantine dématérialisée, à Boé", authority=boe)
    outbox.rebuild()
    address = "/projets/?q=trop+de+cantine+dématérialisée&territoire=47031"
    with CaptureQueriesContext(connection) as asked:
        results = visitor.get(address).context["results"]
    assert [hit["title"] for hit in results["own_hits"]] == [own.title]
    assert [row["title"] for row in results["met"]] == [met.title]
    assert {hit["title"] for hit in results["alike"]} == {one.title for one in others}
    about = [one for one in asked if 'FROM "catalogue_projectpage"' in one["sql"]]
    assert len(about) == 1
    Page.objects.filter(pk__in=[one.pk for one in (own, met, *others)]).update(live=False)
    results = visitor.get(address).context["results"]
    for part in ("hits", "own_hits", "met", "alike"):
        assert results[part] == [], part


def test_an_expired_page_is_gone_at_its_minute(visitor, index):
    sheet = published(title="Pluie au village")
    Page.objects.filter(pk=sheet.pk).update(
        expire_at=timezone.now() + datetime.timedelta(minutes=5)
    )
    outbox.rebuild()
    assert visitor.get(f"/projets/{sheet.slug}/").status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        assert visitor.get(f"/projets/{sheet.slug}/").status_code == 404
        assert visitor.get(f"/f/{sheet.number}").status_code == 404
        assert visitor.get(f"/f/{sheet.number}.png").status_code == 404
        for address in ("/projets/?q=pluie", "/recherche/?q=pluie", "/", "/sitemap.xml"):
            assert sheet.slug not in visitor.get(address).content.decode(), address
