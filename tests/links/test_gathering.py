"""Every external address of what visitors may see is known, with what holds it; and no other."""

import pytest
from django.apps import apps
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import PageViewRestriction

from catalogue.models import ProjectSource
from core.declarations import is_content
from links import gathering
from links.declared_fields import addresses_in, columns, label_of
from links.models import Link, LinkUse
from network.models import Organisation
from tests.factories import SheetFactory, draft, published

pytestmark = pytest.mark.django_db


def source(url: str, **fields) -> ProjectSource:
    return ProjectSource(title="Bulletin", url=url, date="2023", **fields)


def held() -> set[tuple[str, str, str]]:
    """(address, key of the holder, field)."""
    rows = LinkUse.objects.values_list("link__address", "object_id", "field")
    return set(rows)


def test_each_address_with_the_page_that_holds_it():
    sheet = SheetFactory(
        sources=[source("https://a.fr/1", archived_url="https://archive.fr/1"), source("")],
        source_code_url="https://git.fr/x",
        context='<p><a href="https://b.fr/?a=1&amp;b=2">b</a> <a href="mailto:a@b.fr">c</a>'
        '<a href="/projets/">d</a><a linktype="page" id="3">e</a><a href="tel:1">f</a></p>',
    )
    gathering.gather_everything()
    key = str(sheet.pk)
    assert {one for one in held() if one[1] == key} == {
        ("https://a.fr/1", key, "catalogue.ProjectSource.url"),
        ("https://archive.fr/1", key, "catalogue.ProjectSource.archived_url"),
        ("https://git.fr/x", key, "catalogue.ProjectPage.source_code_url"),
        ("https://b.fr/?a=1&b=2", key, "catalogue.ProjectPage.context"),
    }


def test_what_is_not_public_is_not_asked():
    draft(sources=[source("https://a.fr/brouillon")])
    private = SheetFactory(sources=[source("https://a.fr/prive")])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gathering.gather_everything()
    assert not Link.objects.filter(host="a.fr")


def test_what_pages_show_that_are_none():
    body = Organisation.objects.create(name="Un réseau", source_url="https://reseau.fr/")
    gathering.gather_everything()
    assert ("https://reseau.fr/", str(body.pk), "network.Organisation.source_url") in held()


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("www.reseau.fr", "https://www.reseau.fr"),
        ("http://reseau.fr/", "http://reseau.fr/"),
        ("HTTPS://reseau.fr/", "HTTPS://reseau.fr/"),
    ],
)
def test_the_site_of_an_organisation_as_people_write_it(written, asked):
    body = Organisation.objects.create(name="Un réseau", website=written)
    Organisation.objects.create(name="Sans site")
    gathering.gather_everything()
    of_sites = {one for one in held() if one[2] == "network.Organisation.website"}
    assert of_sites == {(asked, str(body.pk), "network.Organisation.website")}
    assert body.website_url == asked


def test_addresses_of_our_own_are_none(settings):
    settings.BASE_URL = "https://essaim.example"
    SheetFactory(sources=[source("https://essaim.example/projets/"), source("https://a.fr/")])
    gathering.gather_everything()
    assert set(Link.objects.values_list("host", flat=True)) >= {"a.fr"}
    assert not Link.objects.filter(host="essaim.example")


def test_an_address_keeps_what_is_known_of_it_and_goes_with_its_last_use():
    one, other = (SheetFactory(sources=[source("https://a.fr/")]) for _ in range(2))
    gathering.gather_everything()
    Link.objects.filter(address="https://a.fr/").update(failures=2)
    one.unpublish()
    gathering.gather_everything()
    assert Link.objects.get(address="https://a.fr/").failures == 2
    assert LinkUse.objects.get(link__address="https://a.fr/").object_id == str(other.pk)
    other.unpublish()
    gathering.gather_everything()
    assert not Link.objects.filter(address="https://a.fr/")


def test_what_was_published_a_moment_ago_is_followed_within_the_minute():
    gathering.gather()  # everything; the next is tomorrow
    sheet = published(sources=[source("https://a.fr/vieux")])
    gathering.gather()
    assert Link.objects.filter(address="https://a.fr/vieux")
    sheet.sources.set([source("https://a.fr/neuf")])
    sheet.save_revision().publish()
    gathering.gather()
    assert set(Link.objects.filter(host="a.fr").values_list("address", flat=True)) == {
        "https://a.fr/neuf"
    }


def test_statements_do_not_grow_with_sheets(django_assert_max_num_queries):
    few = [SheetFactory(sources=[source(f"https://a.fr/{n}")]) for n in range(3)]
    with django_assert_max_num_queries(4 * len(columns()) + 20):
        gathering.gather_everything()
    assert len(few) == 3


def test_every_column_of_the_kind_is_found():
    """By another road than the one that gathers: no model of content is left out."""
    known = {column.label for column in columns()}
    for model in apps.get_models():
        if is_content(model) and model._meta.app_label in {
            "catalogue",
            "events",
            "network",
            "home",
        }:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.URLField | RichTextField):
                    assert f"{model._meta.label}.{field.name}" in known
    assert "catalogue.ProjectSource.url" in known
    assert "events.EventPage.online_url" in known
    assert "taxonomy.Tool.website" in known
    assert not {
        label for label in known if label.startswith(("contributions", "exchanges.Question"))
    }


def test_where_it_stands_in_words():
    assert label_of("catalogue.ProjectSource.url")
    assert label_of("events.EventPage.replay_url") == "rediffusion"
    assert label_of("partie.Chose.url") == ""


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<a href='https://a.fr/'>a</a>", ["https://a.fr/"]),
        ('<A HREF=https://a.fr/ title="b">a</A>', ["https://a.fr/"]),
        ("<p>https://a.fr/</p><a>b</a><a href>c</a>", []),
        ('<a href=" https://a.fr/ ">a</a', ["https://a.fr/"]),
        ('<!-- <a href="https://a.fr/"> -->', []),
    ],
)
def test_links_of_a_text(html, found):
    assert addresses_in(html) == found
