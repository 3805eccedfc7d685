"""The preview beside the form: what visitors would get, and Wagtail's checks that run in it."""

import pytest
from django.apps import apps

from core.models import BasePage

PREVIEW = "Afficher/masquer la prévisualisation"
CHECKS = "Activer/désactiver les vérifications"
TYPES = sorted(model.__name__ for model in apps.get_models() if issubclass(model, BasePage))


@pytest.mark.parametrize("name", TYPES)
def test_a_page_of_each_type_is_previewed_and_its_words_are_counted(desk, admin_site, name):
    _, known = admin_site
    desk.open(f"/admin/pages/{known['pages'][name]}/edit/")
    desk.page.get_by_role("button", name=CHECKS).click()
    words = desk.page.locator("[data-content-word-count]")
    desk.page.wait_for_function(
        "() => Number(document.querySelector('[data-content-word-count]').innerText) > 0"
    )
    assert int(words.inner_text()) > 0
    desk.page.get_by_role("button", name=PREVIEW).click()
    frame = desk.page.frame_locator("#w-preview-iframe")
    frame.locator("main h1").wait_for()
    assert not [one for one in desk.complaints if "Content Security Policy" in one]


@pytest.mark.parametrize(
    ("parent", "added"),
    [
        ("ProjectIndexPage", "catalogue/projectpage"),
        ("AgendaPage", "events/eventpage"),
        ("ToursPage", "events/tourpage"),
        ("HomePage", "home/plainpage"),
    ],
)
def test_a_page_that_was_never_saved_is_previewed(desk, admin_site, parent, added):
    _, known = admin_site
    desk.open(f"/admin/pages/add/{added}/{known['pages'][parent]}/")
    desk.page.locator("#id_title").fill("Une page que personne n’a enregistrée")
    # What the form holds is sent when the panel opens, and again while one writes.
    desk.page.get_by_role("button", name=PREVIEW).click()
    frame = desk.page.frame_locator("#w-preview-iframe")
    frame.locator("main h1", has_text="Une page que personne n’a enregistrée").wait_for()
