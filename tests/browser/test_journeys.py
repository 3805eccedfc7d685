"""From the first page to a sheet on paper, by keyboard alone, at both widths, in both schemes."""

import re

import pytest

HITS = ".results__list .card"


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(params=[390, 1280])
def width(request):
    return request.param


def test_my_commune_in_the_list_that_opens(views, width, scheme):
    view = views.new(width=width, scheme=scheme).open("/")
    view.tab_to("#territoire")
    view.type("boé")
    option = view.page.locator("#territoire-liste [role=option]").first
    option.wait_for()
    assert "Lot-et-Garonne" in option.inner_text()
    view.press("ArrowDown")
    assert view.page.get_attribute("#territoire", "aria-activedescendant") == "territoire-liste-0"
    view.press("Enter")
    assert view.page.input_value("#territoire") == "Boé (Lot-et-Garonne)"
    assert view.page.locator("[data-map-dot]").is_visible()
    with view.page.expect_navigation():
        view.press("Enter")
    follow_to_a_sheet(
        view,
        "Boé",
        alike=["Commune périurbaine comme la vôtre"] * 3,
        own="Schéma de développement numérique de Boé",
    )
    if width > 640:  # a phone prints from its own menu
        view.tab_to("[data-print]")
        view.press("Enter")
        assert view.page.evaluate("window.__printed") == 1
    check_on_paper(view)
    view.check_quiet()


def test_my_commune_without_javascript(views, width, scheme):
    view = views.new(width=width, scheme=scheme, javascript=False).open("/")
    view.tab_to("#territoire")
    view.type("saint-denis")
    with view.page.expect_navigation():
        view.press("Enter")
    assert "Lequel est le vôtre" in view.page.inner_text("main")
    names = view.page.locator(".choice").all_inner_texts()
    assert len(names) > 3
    view.tab_to(".choice[href$='territoire=97411']")
    assert "La Réunion" in names[0]
    with view.page.expect_navigation():
        view.press("Enter")
    follow_to_a_sheet(
        view, "Saint-Denis", alike=["même département", *["Grande ville comme la vôtre"] * 2]
    )
    check_on_paper(view)


def follow_to_a_sheet(view, name: str, *, alike: list[str], own: str = ""):
    """From the results for a territory to the first sheet.

    alike: what the reasons of the first ones say; own: the title of one of its own.
    """
    page = view.page
    assert name in page.inner_text(".strip__title")
    if own:
        assert own in "\n".join(page.locator(".own").all_inner_texts())
    assert page.locator(HITS).count() == page.locator(f"{HITS} .card__reason strong").count() > 10
    # The most comparable come first, and say why.
    reasons = page.locator(f"{HITS} .card__reason").all_inner_texts()
    for words, reason in zip(alike, reasons, strict=False):
        assert words in reason
    title = page.locator(f"{HITS} h3 a").first
    told = title.inner_text()
    view.tab_to(f".results__list > :first-child {'h3 a'}")
    with page.expect_navigation():
        view.press("Enter")
    assert page.inner_text("h1") == told
    check_two_territories(view, name)


def check_two_territories(view, name: str):
    scale = view.page.locator(".sheet__scale .scale")
    assert scale.locator(".scale__mark").count() == scale.locator(".scale__mine").count() == 1
    assert name in scale.get_attribute("aria-label")
    assert name in view.page.inner_text(".beside")


def check_on_paper(view):
    """Both territories and the story are printed; what cannot be clicked on paper is not."""
    view.page.emulate_media(media="print")
    for kept in ("h1", ".sheet__scale .scale", ".beside", ".facts", ".sheet__about"):
        assert view.page.locator(kept).first.is_visible(), kept
    for left in (".header__nav", ".sheet__actions", ".footer", ".beside__links", ".skip"):
        assert not view.page.locator(left).first.is_visible(), left


@pytest.mark.parametrize("javascript", [True, False])
def test_skip_link(views, width, javascript):
    view = views.new(width=width, javascript=javascript).open("/projets/")
    view.press("Tab")
    skip = view.page.locator(".skip:focus")
    assert skip.bounding_box()["y"] >= 0
    view.press("Enter")
    assert view.page.evaluate("document.activeElement.id") == "contenu"
    view.press("Tab")
    assert view.page.evaluate("document.activeElement.closest('main') !== null")


def test_share_by_copying_the_address(views, shown, width):
    view = views.new(width=width, permissions=["clipboard-read", "clipboard-write"])
    view.open(shown["sheet with a territory"].path)
    view.tab_to("[data-share]")
    view.press("Enter")
    view.page.get_by_role("status").get_by_text("Adresse copiée").wait_for()
    copied = view.page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(shown["sheet"].path)
    assert view.page.evaluate("document.activeElement.hasAttribute('data-share')")


def test_share_without_javascript(views, shown):
    view = views.new(javascript=False).open(shown["sheet"].path)
    assert not view.page.locator("[data-share]").is_visible()
    assert re.fullmatch(r"http.*/f/\d+/?", view.page.inner_text(".sheet__about a >> nth=0"))
