"""Nothing widens a page, whatever the text, in whatever field."""

from urllib.parse import quote

import pytest

from .long_words import ADDRESS, WORD
from .view import Views

pytestmark = pytest.mark.xdist_group("browser long words")
LISTS = ["/projets/", "/agenda/", "/agenda/?periode=passees", "/organisations/", "/tournees/"]
ASKED = ["/projets/?q={}", "/recherche/?q={}", "/agenda/?q={}", "/projets/?territoire={}"]
ASKED += ["/mon-territoire/?nom={}", "/projets/?outil={0}&theme={0}&organisation={0}"]


@pytest.fixture(scope="module")
def filled(prepared):
    """(address, {name: path}) of a site where each field of text holds long words."""
    with prepared.changed(
        "long-words", "from tests.browser.long_words import fill; fill()"
    ) as site:
        yield site


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_no_text_widens_a_page(chromium, filled, width):
    site, paths = filled
    views = Views(chromium, site)
    view = views.new(width=width)
    wide = {}
    asked = [path.format(quote(text)) for path in ASKED for text in (WORD, ADDRESS)]
    for path in [*paths.values(), *LISTS, *asked]:
        view.page.goto(site + path)
        # What is folded holds text as well.
        view.page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        if found := view.overflow():
            wide[path[:60]] = found
    assert wide == {}
    view.open("/projets/")
    view.page.fill("#recherche-q", "anticonstitutionnellement")
    view.page.locator("#recherche-liste [role=option]").first.wait_for()
    assert view.overflow() == []
    views.close()
