"""The lists by keyboard: filters in place, the sheet of filters on a phone, suggestions, the way back."""

import re

import pytest

COUNT = "[data-count]"
ANNOUNCED = "[data-announce]"
THEME = "[name=theme][value=strategie-gouvernance]"
FILTER = ".results__filter"


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def wait_for_address(view, part: str) -> None:
    view.page.wait_for_function("part => location.href.includes(part)", arg=part)


@pytest.fixture
def filtered(views):
    """The catalogue, scrolled, a theme chosen by the space bar, the list changed in place."""
    view = views.new().open("/projets/")
    view.page.evaluate("window.__same = true")
    view.tab_to(THEME)
    view.before = (number(view.page.inner_text(COUNT)), view.page.evaluate("scrollY"))
    view.press("Space")
    wait_for_address(view, "theme=strategie-gouvernance")
    view.page.locator(".chip").wait_for()
    return view


def test_filters_change_the_list_in_place_and_say_so(filtered):
    page = filtered.page
    count = number(page.inner_text(COUNT))
    assert 0 < count < filtered.before[0]
    assert page.get_attribute(ANNOUNCED, "role") == "status"
    assert number(page.inner_text(ANNOUNCED)) == count
    assert page.locator(f"{THEME}:checked:focus").count() == 1
    assert page.evaluate("window.__same"), "the page was loaded anew"
    filtered.tab_to(".chip")
    filtered.press("Enter")
    page.wait_for_function("() => !location.search.includes('theme')")
    page.locator(".chip").wait_for(state="detached")
    assert page.locator(f"{COUNT}:focus").count() == 1
    assert number(page.inner_text(ANNOUNCED)) == filtered.before[0]
    filtered.check_quiet()


def test_back_restores_list_focus_and_place(filtered):
    page = filtered.page
    page.evaluate("scrollTo(0, 900)")
    page.go_back()
    page.locator(".chip").wait_for(state="detached")
    total, scrolled = filtered.before
    assert number(page.inner_text(COUNT)) == total
    assert number(page.inner_text(ANNOUNCED)) == total
    assert page.locator(f"{THEME}:focus:not(:checked)").count() == 1
    page.wait_for_function("scrolled => Math.abs(scrollY - scrolled) < 2", arg=scrolled)
    page.go_forward()
    page.locator(".chip").wait_for()
    assert page.locator(f"{THEME}:checked").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_back_from_a_sheet_to_the_same_place(views, width):
    view = views.new(width=width).open("/projets/?theme=inclusion-numerique")
    fifth = ".results__list > :nth-child(5) h3 a"
    view.tab_to(fifth)
    scrolled = view.page.evaluate("scrollY")
    assert scrolled > 100
    with view.page.expect_navigation():
        view.press("Enter")
    view.page.go_back()
    view.page.locator(f"{fifth}:focus").wait_for()
    view.page.wait_for_function("scrolled => Math.abs(scrollY - scrolled) < 2", arg=scrolled)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/projets/", "/recherche/?q=num%C3%A9rique", "/agenda/?periode=passees"]
)
def test_filters_on_a_phone(views, path, scheme):
    view = views.new(width=390, scheme=scheme).open(path)
    page = view.page
    before = number(page.inner_text(COUNT))
    period = page.locator(".periods [aria-current]").all_inner_texts()
    view.tab_to(FILTER)
    view.press("Enter")
    page.locator("#filtres:popover-open").wait_for()
    box = page.locator("#filtres").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert page.evaluate("document.activeElement.closest('#filtres') !== null")
    view.tab_to("#filtres input[type=checkbox]")
    view.press("Space")
    page.wait_for_function(
        "before => document.querySelector('[data-apply]').textContent.replace(/\\D/g, '') !== before",
        arg=str(before),
    )
    assert number(page.inner_text("[data-apply]")) == number(page.text_content(COUNT)) < before
    assert [
        text.split()[0] for text in page.locator(".periods [aria-current]").all_text_contents()
    ] == [text.split()[0] for text in period]
    # Nothing behind them can be reached.
    for _ in range(60):
        view.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('#filtres') !== null"
        )
    page.evaluate("document.querySelector('#filtres input').focus()")
    view.press("Escape")
    page.locator("#filtres:popover-open").wait_for(state="detached")
    page.locator(f"{FILTER}:focus").wait_for()
    # The button with the number leads to the list.
    view.press("Enter")
    view.tab_to("[data-apply]")
    view.press("Enter")
    page.locator(f"{COUNT}:focus").wait_for()
    assert not page.locator("#filtres").is_visible()
    view.check_quiet()


def test_filters_on_a_phone_without_javascript(views):
    view = views.new(width=390, javascript=False).open("/projets/")
    view.tab_to(FILTER)
    view.press("Enter")
    assert view.page.locator("#filtres:popover-open").count() == 1
    view.tab_to("#filtres input[type=checkbox]")
    view.press("Space")
    view.tab_to("[data-apply]")
    with view.page.expect_navigation():
        view.press("Enter")
    assert view.page.locator(".chip").count() == 1
    assert number(view.page.inner_text(COUNT)) > 0


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions(views, width):
    view = views.new(width=width).open("/projets/")
    page, field = view.page, "#recherche-q"
    view.tab_to(field)
    view.type("écl")
    options = page.locator("#recherche-liste [role=option]")
    options.first.wait_for()
    count = options.count()
    assert count > 1
    assert page.get_attribute(field, "aria-expanded") == "true"
    assert str(count) in page.inner_text(".search [role=status]")

    def active() -> str | None:
        return page.get_attribute(field, "aria-activedescendant")

    view.press("ArrowDown")
    assert active() == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    view.press("ArrowUp")
    assert active() == options.last.get_attribute("id")
    view.press("ArrowDown", "ArrowDown")
    assert active() == options.nth(1).get_attribute("id")
    view.press("Escape")
    assert not options.first.is_visible()
    assert (page.get_attribute(field, "aria-expanded"), active()) == ("false", None)
    assert page.input_value(field) == "écl"
    view.press("ArrowDown", "ArrowDown")
    told = options.nth(1).locator("strong").inner_text()
    with page.expect_navigation():
        view.press("ArrowUp", "ArrowDown", "Enter")
    assert told.split(",")[0].lower() in page.inner_text("main").lower()
    view.check_quiet()


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_searches_what_was_typed(views, javascript):
    view = views.new(javascript=javascript).open("/")
    view.tab_to("#recherche-q")
    view.type("éclairage")
    with view.page.expect_navigation():
        view.press("Enter")
    assert "q=%C3%A9clairage" in view.path
    assert number(view.page.inner_text(COUNT)) > 0


def test_a_jump_within_a_list_asks_for_nothing(views):
    view = views.new().open("/projets/")
    view.press("Tab", "Enter")
    wait_for_address(view, "#contenu")
    assert view.page.locator("main:focus").count() == 1
    view.open("/projets/?tri=date").press("Tab", "Tab", "Enter")
    wait_for_address(view, "#resultats")
    # Results are near by the keyboard: past the orders of the list.
    view.tab_to(".results__list h3 a", at_most=8)
    asked = [address for address in view.requests.values() if "/projets/" in address]
    assert len(asked) == 2


def test_three_filters_are_one_step_back_on_a_phone(views):
    view = views.new(width=390).open("/projets/")
    page = view.page
    total = number(page.inner_text(COUNT))
    page.locator(FILTER).click()
    boxes = page.locator("[name=theme]:visible").all()[:3]
    for value in [box.get_attribute("value") for box in boxes]:
        page.locator(f"[name=theme][value={value}]").check()
        wait_for_address(view, f"theme={value}")
    page.locator("[data-apply]").click()
    page.locator(f"{COUNT}:focus").wait_for()
    assert page.locator(".chip").count() == 3
    page.go_back()
    page.locator(".chip").first.wait_for(state="detached")
    assert number(page.inner_text(COUNT)) == total
    assert page.url.endswith("/projets/")
    page.go_forward()
    page.locator(".chip").nth(2).wait_for()


def test_a_list_whose_server_is_gone_asks_once_and_says_so(views):
    view = views.new().open("/projets/")
    page, asked = view.page, []
    page.route("**/projets/**", lambda route: (asked.append(route.request.url), route.abort()))
    theme = page.locator(THEME)
    theme.check()
    notice = page.locator("[data-failed]")
    notice.wait_for()
    assert "ne répond pas" in page.inner_text(ANNOUNCED)
    view.press("Tab", "Tab")
    page.evaluate("location.hash = 'contenu'")
    page.wait_for_timeout(300)
    assert len(asked) == 1
    assert page.locator(".results__list > li").count() > 1
    notice.locator("a").click()
    page.wait_for_function("() => document.querySelector('[data-announce]').textContent")
    assert (len(asked), notice.count()) == (2, 1)
    page.unroute_all()
    notice.locator("a").click()
    page.locator(".chip").wait_for()
    assert notice.count() == 0


def test_no_suggestion_is_said_too(views):
    view = views.new().open("/projets/")
    view.tab_to("#recherche-q")
    view.type("zzxqyvb")
    view.page.wait_for_function(
        "() => document.querySelector('.search [role=status]').textContent === 'Aucune suggestion.'"
    )
