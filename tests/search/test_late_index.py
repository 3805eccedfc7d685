"""A worker that is late, an index that takes no writing: nobody sees what is not public any more."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from search.index import outbox
from tests.factories import published

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
