"""Collections as visitors meet them: nothing of a sheet that is not public, wherever they are told."""

import datetime
import json
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import ProjectPage
from core.publishing import RemovalRefused
from core.reference_data.merging import merge
from curation.models import CollectionItem, CollectionPage
from search import engines
from search.engines.base import EngineUnavailable
from search.index.outbox import drain, rebuild
from setup.tree import ensure_collections, ensure_tree
from tests.factories import ThemeFactory, draft, editor, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def collection(*sheets, live=True, **fields) -> CollectionPage:
    """Of these sheets; why each is in it is « Pour … » and its title."""
    page = CollectionPage(
        **{"title": "Un village", "slug": "un-village", "introduction": "Ce qui tient."} | fields
    )
    page.items = [CollectionItem(sheet=one, why=f"Pour {one.title}") for one in sheets]
    page.live = False
    ensure_collections().add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_collection_shows_its_sheets_in_order_with_why(visitor):
    later, first = published(title="Panneaux"), published(title="Bulletin")
    collection(first, later, audience="Maires")
    html = text(visitor, "/collections/un-village/")
    assert re.findall(r'stage__title"><a href="[^"]+">(\w+)<', html) == ["Bulletin", "Panneaux"]
    assert "Pour Bulletin</p>" in html
    assert "Maires" in html
    itself = json.loads(re.search(r"ld\+json\">(.+?)</script>", html)[1])["@graph"][0]
    assert [one["name"] for one in itself["itemListElement"]] == ["Bulletin", "Panneaux"]
    listed = text(visitor, "/collections/")
    assert "2&nbsp;fiches" in listed
    assert 'href="/collections/un-village/"' in listed
    assert 'href="/collections/un-village/"' in text(visitor, ensure_tree()[0].url)
    on_sheet = text(visitor, first.relative_url(None))
    assert "Dans le parcours" in on_sheet
    assert "Pour Bulletin" in on_sheet
    assert "/collections/un-village/" in text(visitor, "/sitemap.xml")


@pytest.mark.parametrize("how", ["unpublished", "in bulk", "private", "expired"])
def test_a_sheet_that_left_is_shown_nowhere_and_comes_back(visitor, client, how):
    stays, leaves = published(title="Panneaux"), published(title="Bulletin")
    collection(stays, leaves)
    rebuild()
    match how:
        case "unpublished":
            leaves.unpublish()
        case "in bulk":
            client.force_login(editor())
            path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
            client.post(f"{path}?id={leaves.pk}&next=/admin/")
            assert not ProjectPage.objects.get(pk=leaves.pk).live
        case "private":
            PageViewRestriction.objects.create(page=leaves, restriction_type="login")
        case "expired":
            past = timezone.now() - datetime.timedelta(hours=1)
            ProjectPage.objects.filter(pk=leaves.pk).update(expire_at=past)
            leaves.refresh_from_db()
            leaves.save()
    drain()
    for path in (
        *("/collections/un-village/", "/collections/", "/recherche/?q=Bulletin"),
        *("/collections/un-village/fiches.atom", "/collections/parcours.atom"),
        "/recherche/?q=village",
    ):
        html = text(visitor, path).replace("q=Bulletin", "").replace('value="Bulletin"', "")
        assert "Pour Bulletin" not in html, path
        assert "/projets/" + leaves.slug not in html, path
    assert re.search(r"1&nbsp;fiche\s", text(visitor, "/collections/"))
    assert text(visitor, "/recherche/?q=Pour+Bulletin").count("/collections/un-village/") == 0
    if how == "unpublished":
        leaves.save_revision().publish()
        assert "Pour Bulletin" in text(visitor, "/collections/un-village/")


@pytest.mark.parametrize("how", ["draft", "private"])
def test_a_collection_that_is_not_public_is_nowhere(visitor, how):
    sheet = published(title="Panneaux")
    page = collection(sheet, live=how != "draft")
    if how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    rebuild()
    for path in (
        *("/collections/", "/", "/sitemap.xml", "/collections/parcours.atom"),
        *(sheet.relative_url(None), "/recherche/?q=tient"),
    ):
        assert "un-village" not in text(visitor, path), path
    assert visitor.get("/collections/un-village/fiches.atom").status_code == 404
    assert visitor.get("/collections/un-village/").status_code in (302, 404)


def test_it_is_found_under_its_own_kind(visitor):
    theme = ThemeFactory(name="Numérique rural")
    page = collection(published(title="Panneaux"))
    page.themes = [theme]
    page.save_revision().publish()
    rebuild()
    for words in ("tient", "Panneaux", "rural"):
        html = text(visitor, f"/recherche/?q={words}&rubrique=parcours")
        assert "/collections/un-village/" in html, words


def test_feeds_say_what_is_new(visitor):
    sheets = [published(title="Panneaux"), published(title="Bulletin")]
    collection(*sheets, title="Tout <petit> & grand")
    feed = ElementTree.fromstring(text(visitor, "/collections/parcours.atom"))
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == [
        "Tout <petit> & grand"
    ]
    feed = ElementTree.fromstring(text(visitor, "/collections/un-village/fiches.atom"))
    assert {e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")} == {
        "Panneaux",
        "Bulletin",
    }
    assert "Pour Panneaux" in text(visitor, "/collections/un-village/fiches.atom")


def test_a_search_goes_on_after_the_pins(visitor, client, monkeypatch):
    theme = ThemeFactory(name="Eau", slug="eau")
    pinned, found = (
        published(title="Compteurs", main_theme=theme),
        published(title="Fuites", main_theme=theme),
    )
    other = published(title="Cantine")
    collection(pinned, search="/projets/?theme=eau")
    rebuild()
    html = text(visitor, "/collections/un-village/")
    assert html.count(pinned.relative_url(None)) == 2  # for people, for machines
    assert html.index("Compteurs") < html.index(found.relative_url(None))
    assert other.relative_url(None) not in html
    assert "Les 2&nbsp;fiches du sujet" in html
    assert 'href="/projets/?theme=eau"' in html
    assert "Fuites" in text(visitor, "/collections/un-village/fiches.atom")

    monkeypatch.setattr("curation.living.SHOWN", 1)
    for number in range(3):
        published(title=f"Forage {number}", main_theme=theme)
    drain()
    html = text(visitor, "/collections/un-village/")
    assert html.count('class="card__title"') == 1
    assert "Les 5&nbsp;fiches du sujet" in html

    def fails(*args, **kwargs):
        raise EngineUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(type(engines.get_engine()), "search_many", fails)
        broken.setattr(type(engines.get_engine()), "search", fails)
        page = CollectionPage.objects.get()
        page.save()  # the kept page is made anew
        html = text(visitor, "/collections/un-village/")
        assert "momentanément indisponible" in html
        assert "Compteurs" in html
        assert client.get("/collections/un-village/fiches.atom").status_code == 503


def test_a_filter_that_went_finds_nothing_rather_than_everything(visitor):
    other = published(title="Cantine")
    page = collection(published(title="Compteurs"))
    CollectionPage.objects.filter(pk=page.pk).update(search="/projets/?theme=disparu")
    rebuild()
    html = text(visitor, "/collections/un-village/")
    assert "Compteurs" in html
    assert other.relative_url(None) not in html
    assert "fiches du sujet" not in html


def test_a_search_by_what_was_merged_finds_what_it_became(visitor):
    water, cycle = ThemeFactory(name="Eau", slug="eau"), ThemeFactory(name="Cycle", slug="cycle")
    found = published(title="Fuites", main_theme=water)
    collection(search="/projets/?theme=eau")
    rebuild()
    merge(water, cycle)
    drain()
    html = text(visitor, "/collections/un-village/")
    assert found.relative_url(None) in html
    assert 'href="/projets/?theme=cycle"' in html
    assert "Fuites" in text(visitor, "/collections/un-village/fiches.atom")


def test_a_feed_has_room_for_what_an_editor_chose(visitor, monkeypatch):
    theme = ThemeFactory(slug="eau")
    old = published(title="Compteurs")
    for number in range(3):
        published(title=f"Forage {number}", main_theme=theme)
    collection(old, search="/projets/?theme=eau")
    rebuild()
    monkeypatch.setattr("curation.feeds.MAX_ENTRIES", 3)
    feed = ElementTree.fromstring(text(visitor, "/collections/un-village/fiches.atom"))
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == [
        "Forage 2",
        "Forage 1",
        "Compteurs",
    ]


def test_what_a_collection_names_is_not_deleted():
    sheet = published(title="Panneaux")
    collection(sheet)
    with pytest.raises(RemovalRefused, match="Un village"):
        sheet.delete()


def test_statements_do_not_depend_on_how_much_there_is(visitor, django_assert_max_num_queries):
    theme = ThemeFactory(slug="eau")
    few = [published(main_theme=theme) for _ in range(8)]
    collection(*few, search="/projets/?theme=eau")
    for number in range(4):
        collection(*few[:3], slug=f"autre-{number}")
    draft()
    rebuild()
    visitor.get("/collections/")
    visitor.get("/projets/")  # which reads the values of all filters, once for the process
    for path, name in (
        ("/collections/un-village/", "collection"),
        ("/collections/", "collections"),
    ):
        with django_assert_max_num_queries(QUERIES[name]):
            assert visitor.get(path).status_code == 200
    with django_assert_max_num_queries(QUERIES["sheet"]):
        assert visitor.get(few[0].relative_url(None)).status_code == 200
