"""What holds on every page type, at both widths and in both schemes."""

import gzip
import re

import pytest

from tests.running import ROOT

from .axe import violations
from .pages import NAMES
from .view import Views

WIDTHS = [390, 1280]
DARK = "rgb(18, 23, 21)"  # --paper in the dark
LARGEST_SHIFT = 0.01
# Octets over the wire at the first visit, compressed, without pictures of the content.
# The map holds the outlines of a hundred départements.
HEAVIEST = {
    "home": 100_000,
    "map": 64_000,
    "css": 12_000,
    "js": 14_000,
    "any other page": 60_000,
}
OWN_STYLE = 2_500  # of the style sheet that a page may have beside the one of all
MOST_REQUESTS = 8

# WCAG 2.2, 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
# Words and links of a document, as they stand in it.
CONTENT = """document => ({
  links: [...document.querySelectorAll("main a[href]")].map((link) => link.getAttribute("href")),
  words: [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd)")].map(
    (element) => element.textContent.replace(/\\s+/g, " ").trim()),
})"""
AS_SENT = f"""() => fetch(location).then((answer) => answer.text()).then(
  (text) => ({CONTENT})(new DOMParser().parseFromString(text, "text/html")))"""


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def windows(chromium, site):
    """{width: view}, each for all pages: one that is new takes as long as the page itself."""
    views = Views(chromium, site)
    yield {width: views.new(width=width) for width in WIDTHS}
    views.close()


@pytest.fixture(scope="module", params=WIDTHS)
def seen(request, windows, shown, name):
    """(view, what its first visit took) of a page of each type, opened once at each width."""
    view = windows[request.param]
    size = view.page.viewport_size
    try:
        view.show(shown[name])
        view.page.mouse.wheel(0, 4000)
        # Noted at once: the tests of a page follow one another in any order, and ask and move more.
        yield view, view.visit()
    finally:
        view.page.set_viewport_size(size)
        view.page.emulate_media(color_scheme="light")
        view.forget()


@pytest.fixture
def view(seen):
    return seen[0]


def test_light_and_still(seen, name):
    visit = seen[1]
    assert visit.shift <= LARGEST_SHIFT, visit.moved
    weights = {
        address: octets for address, octets in visit.weights.items() if "/media/" not in address
    }
    assert sum(weights.values()) <= HEAVIEST.get(name, HEAVIEST["any other page"]), weights
    assert len(visit.requests) <= MOST_REQUESTS, visit.requests
    for kind in ("css", "js"):
        of_kind = {one: octets for one, octets in weights.items() if one.endswith(f".{kind}")}
        own = {one: octets for one, octets in of_kind.items() if "/css/pages/" in one}
        assert sum(of_kind.values()) - sum(own.values()) <= HEAVIEST[kind], weights
        assert sum(own.values()) <= OWN_STYLE, weights


def test_every_word_and_link_is_there_without_javascript(view):
    """Scripts may add a button, never what one came to read."""
    assert view.page.evaluate(f"({CONTENT})(document)") == view.page.evaluate(AS_SENT)


def test_every_button_has_the_form_that_it_names(view):
    orphans = "[...document.querySelectorAll('[form]')].filter((one) => !one.form).map((one) => one.outerHTML)"
    assert view.page.evaluate(orphans) == []


def test_accessible(view):
    assert violations(view) == ""
    view.page.emulate_media(color_scheme="dark")
    assert view.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == DARK
    assert violations(view, only_colours=True) == ""


def test_quiet(view):
    view.check_quiet()


def test_nothing_is_cut(view):
    """At this width, at 320 pixels (1280 at 400 %), with wider spacing, with text of twice the size."""
    assert view.overflow() == []
    width = view.page.viewport_size["width"]
    if width < 700:
        view.page.set_viewport_size({"width": 320, "height": 640})
        assert view.overflow() == []
    view.restyle(SPACED)
    assert view.overflow() == []
    if width > 700:
        view.restyle(":root { font-size: 200% }")
        assert view.overflow() == []


def test_a_colour_scheme_changes_colours_alone():
    """So that axe's rules about anything else need not run again in the dark."""
    for file in (ROOT / "static/css").rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for block in re.findall(r"prefers-color-scheme[^{]*\{(.*?\})\s*\}", css, re.DOTALL):
            names = re.findall(r"([\w-]+)\s*:(?!root)", block)
            assert names, file
            assert all(name.startswith("--") for name in names), file


def test_the_page_is_compressed(site):
    from tests.site.web import Web

    web = Web(site)
    answer = web.get("/", Accept_Encoding="gzip")
    web.close()
    assert answer.headers["content-encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.body)
