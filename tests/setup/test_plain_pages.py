"""The first texts of the plain pages."""

from home.models import HomePage, PlainPage
from setup.plain_pages import FIRST_TEXTS, ensure_plain_pages
from tests.factories import catalogue_page


def test_each_is_there_once_and_linked_from_the_footer(visitor, db):
    catalogue_page()
    ensure_plain_pages(HomePage.objects.get())
    ensure_plain_pages(HomePage.objects.get())
    assert PlainPage.objects.count() == len(FIRST_TEXTS)
    html = visitor.get("/").content.decode()
    for text in FIRST_TEXTS:
        page = visitor.get(f"/{text.slug}/")
        assert page.status_code == 200
        assert f'href="/{text.slug}/"' in html
        # The sanitiser keeps their headings; pages that the law words have others.
        assert text.body.count("<h2>") <= page.content.decode().count("<h2>")


def test_what_an_editor_changed_or_deleted_stays_so(db):
    catalogue_page()
    ensure_plain_pages(HomePage.objects.get())
    PlainPage.objects.get(slug="accessibilite").delete()
    about = PlainPage.objects.get(slug="a-propos")
    about.title = "Qui sommes-nous ?"
    about.save()
    ensure_plain_pages(HomePage.objects.get())
    assert not PlainPage.objects.filter(slug="accessibilite").exists()
    assert PlainPage.objects.get(slug="a-propos").title == "Qui sommes-nous ?"
