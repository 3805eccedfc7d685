"""The way back: the browser keeps a page that is left, as it was, for whoever returns."""

import pytest

from .conftest import ARGUMENTS, WHOLE_CHROMIUM
from .view import Views

# Playwright switches the cache off that this is about.
WITHOUT_CACHE = "--disable-back-forward-cache"
PATHS = [
    "/",
    "/projets/",
    "/projets/?q=eau",
    "/projets/?theme=donnees-ia",
    "/projets/?territoire=47031",
    "/agenda/",
    "/agenda/?periode=passees",
    "/tournees/",
    "/organisations/",
    "/recherche/?q=eau",
    "/mon-territoire/",
]
WHY_NOT = """() => JSON.stringify(
  performance.getEntriesByType("navigation")[0].notRestoredReasons?.reasons.map((one) => one.reason))"""


@pytest.fixture(scope="module")
def keeping(chromium, site):
    """The whole browser: the one without windows keeps no page."""
    if not WHOLE_CHROMIUM.exists():
        pytest.skip(f"{WHOLE_CHROMIUM} is missing: apt-get install chromium")
    browser = chromium.browser_type.launch(
        executable_path=str(WHOLE_CHROMIUM), args=ARGUMENTS, ignore_default_args=[WITHOUT_CACHE]
    )
    views = Views(browser, site)
    yield views
    views.close()
    browser.close()


def leave_and_return(view) -> None:
    view.page.evaluate("() => { window.__asLeft = true; }")
    address = view.page.url
    view.open("/a-propos/")
    view.page.evaluate("() => history.back()")
    view.page.wait_for_function("address => location.href === address", arg=address)
    assert view.page.evaluate("() => window.__asLeft"), view.page.evaluate(WHY_NOT)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_as_it_was_left(keeping, path):
    leave_and_return(keeping.new().open(path))


def test_the_kinds_of_page_that_lists_lead_to(keeping, shown):
    for name in ("sheet", "event", "tour", "proposal"):
        leave_and_return(keeping.new().open(shown[name].path))


def test_a_list_that_was_changed_in_place_and_asked_for_suggestions(keeping):
    view = keeping.new().open("/projets/")
    view.page.fill("#recherche-q", "eau")
    view.page.locator("#recherche-liste [role=option]").first.wait_for()
    view.press("Escape")
    view.page.fill("#recherche-q", "")
    view.page.locator("[name=theme][value=strategie-gouvernance]").check(force=True)
    view.page.locator(".chip").wait_for()
    leave_and_return(view)
    assert view.page.locator(".chip").count() == 1
