"""Pages that the law words: what is not filled in yet is said, to visitors and to editors, and nothing is invented."""

import datetime
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page

from core import retention
from core.retention import Concerns
from core.templatetags.typography import french_text
from home.models import AccessibilityPage, HomePage, LegalNoticePage, PersonalDataPage, PlainPage
from home.records import record_of
from home.statements import STATEMENTS, waiting
from setup.plain_pages import ensure_plain_pages
from tests.factories import UserFactory, catalogue_page, editor
from tests.page_form import fields_of

pytestmark = pytest.mark.django_db
NOT_YET = "pas encore renseigné"


@pytest.fixture
def home():
    catalogue_page()
    home = HomePage.objects.get()
    ensure_plain_pages(home)
    home.refresh_from_db()
    return home


def test_what_is_missing_is_said_to_all_until_it_is_filled_in(client, home):
    page = LegalNoticePage.objects.get()
    html = client.get("/mentions-legales/").content.decode()
    assert html.count(NOT_YET) == len(page.needed()) + 1  # and in the remark above
    assert "Immatriculation" not in html
    boss = UserFactory(is_superuser=True)
    assert [(line.count, line.first[0][0]) for line in waiting(boss)] == [
        (4, "Mentions légales (9)")
    ]
    client.force_login(boss)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(url)
    assert "La page dit" in form.content.decode()
    filled = {name: f"Dit de {name}" for name in page.needed()} | {
        "email": "contact@reseau.example"
    }
    client.post(url, fields_of(form) | filled | {"action-publish": "1"})
    client.logout()
    html = client.get("/mentions-legales/").content.decode()
    assert NOT_YET not in html
    assert "Dit de host_telephone" in html
    assert "Signaler une erreur" in html  # the text below
    assert html.index("Éditeur") < html.index("Hébergement")
    # What is said in fields is searched, as what is said in the text.
    record = record_of(PlainPage.objects.get(pk=page.pk))
    for told in ("Dit de host_telephone", "Hébergement", "Signaler une erreur"):
        assert told in record.body
    assert [line.count for line in waiting(boss)] == [3]
    assert waiting(UserFactory()) == []
    assert len(waiting(editor())) <= 1


def test_the_statement_of_accessibility_follows_its_state(client, home):
    page = AccessibilityPage.objects.get()
    html = client.get("/accessibilite/").content.decode()
    assert "le niveau de conformité de ce site n’est pas établi" in html.replace("\u00a0", " ")
    assert "Défenseur des droits" in html
    page.state, page.rate = "partielle", "71.50"
    assert set(page.missing()) >= {"Non-conformités", "Audit fait par"}
    page.stated_on = page.audited_on = datetime.date(2026, 11, 2)
    page.audited_by, page.contact = "Cabinet d’exemple", "a11y@reseau.example\n01 02 03 04 05"
    page.non_conformities = "Les cartes des tournées n’ont pas de légende."
    page.save()
    page.refresh_from_db()
    assert page.missing() == []
    html = client.get("/accessibilite/").content.decode()
    assert "71,5" in html
    assert "partiellement conforme" in html
    assert "légende" in html
    assert NOT_YET not in html


def test_what_is_kept_of_people_is_told_by_the_rules_that_erase_it(client, home):
    html = html_of(client.get("/donnees-personnelles/"))
    rules = retention.registered()
    for rule in rules:
        assert french_text(rule.what[1:]) in html
        assert french_text(rule.kept[1:]) in html
    # What awaits its confirmation is told once, whatever it is.
    assert html.count("Envoyer le lien qui confirme") == 1
    for part in Concerns:
        assert french_text(part.label) in html
    # An editor's own words stand around it.
    page = PersonalDataPage.objects.get()
    page.body = "<p>Dit par la rédaction.</p>"
    page.save()
    html = html_of(client.get("/donnees-personnelles/"))
    places = ["Qui répond", "Dit par la rédaction", "Ce qui est gardé", "Vos droits"]
    assert sorted(places, key=html.index) == places


def html_of(response) -> str:
    return unescape(response.content.decode())


def test_a_bad_date_or_rate_is_told_at_its_field_and_kept(client, home):
    client.force_login(UserFactory(is_superuser=True))
    page = AccessibilityPage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = fields_of(client.get(url))
    bad = {"rate": "171", "stated_on": "2126-01-01", "contact": "à la mairie"}
    html = client.post(url, form | bad | {"action-publish": "1"}).content.decode()
    assert "Cette date est à venir" in html
    assert "à la mairie" in html
    page.refresh_from_db()
    assert page.rate is None


def test_all_are_linked_found_and_on_the_map_of_the_site(client, home):
    html = client.get("/").content.decode()
    found = client.get("/sitemap.xml").content.decode()
    for model in STATEMENTS:
        url = model.objects.get().relative_url(None)
        assert f'href="{url}"' in html
        assert url in found
        assert client.get(url).status_code == 200


def test_plain_pages_of_before_become_these_with_their_text_and_versions(client, home):
    PlainPage.objects.filter(slug__in=["mentions-legales", "donnees-personnelles"]).delete()
    home.refresh_from_db()
    text = "<p>Ce que nous avions écrit.</p>"
    old = home.add_child(
        instance=PlainPage(title="Nos mentions", slug="mentions-legales", body=text)
    )
    old.save_revision()
    below = old.add_child(instance=PlainPage(title="Plus bas", slug="donnees-personnelles"))
    first = "<h2>État</h2><p>Aucun</p><h2>Ce qui a été fait</h2><p>Clavier</p><h2>Signaler un problème</h2><p>Ici</p>"
    AccessibilityPage.objects.get().delete()
    home.refresh_from_db()
    untouched = PlainPage(title="Accessibilité", slug="accessibilite", body=first)
    home.add_child(instance=untouched)
    import_module("home.migrations.0005_pages_that_the_law_words").become(apps, None)
    ContentType.objects.clear_cache()
    page = Page.objects.get(pk=old.pk).specific
    assert type(page) is LegalNoticePage
    assert (page.title, page.body) == ("Nos mentions", text)
    draft = page.get_latest_revision_as_object()
    assert (type(draft), draft.body) == (LegalNoticePage, text)
    assert type(Page.objects.get(pk=below.pk).specific) is PlainPage
    assert not PersonalDataPage.objects.exists()
    assert AccessibilityPage.objects.get().body == "<h2>Ce qui a été fait</h2><p>Clavier</p>"
    html = client.get("/mentions-legales/").content.decode()
    assert "Ce que nous avions écrit." in html
    assert NOT_YET in html
