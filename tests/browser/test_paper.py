"""What comes out of the printer."""

import re

import pytest

from .paper import cut_boxes, pages, printed

# Words that are on the screen and not on paper, or are cut there.
LOST = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, img)")]
  .filter((element) => !element.closest(LEFT))
  .filter((element) => !element.checkVisibility()
    || (getComputedStyle(element).overflow !== "visible" && element.scrollHeight > element.clientHeight + 1))
  .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 60)}`)"""
# For a screen alone: the way to other pages, and what is said to a screen reader.
LEFT = ".crumbs, .sheet__actions, .taking, .reuses-part__act, .reuses-part:not(:has(.reuses)), .redo:not(:has(.facts, .reuses, .redo__part:not(.reuses-part))), .asking:not(:has(.asked__answer)), .asked__facts, .asked > p, .beside__links, .sheet__similar, .visually-hidden, [hidden]"


def lost(view) -> list[str]:
    view.page.emulate_media(media="print")
    return view.page.evaluate(LOST.replace("LEFT", repr(LEFT)))


@pytest.mark.parametrize("name", ["sheet", "sheet with a territory", "long sheet", "debate sheet"])
def test_a_sheet_takes_two_pages_of_a4(views, shown, name):
    view = views.new().show(shown[name])
    pdf = printed(view)
    assert 1 <= pages(pdf) <= 2
    # 210 × 297 mm, in points.
    assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", pdf)
    assert lost(view) == []


def test_the_fullest_sheets_of_the_demo_take_two_pages_too(views):
    for slug in (
        *("nantes-debat-5g", "rennes-mission-5g"),
        *("mezieres-lez-clery-mat", "dijon-ondijon"),
    ):
        view = views.new().open(f"/projets/{slug}/")
        assert pages(printed(view)) <= 2, slug
        assert lost(view) == [], slug


@pytest.mark.parametrize(
    "name", ["sheet", "long sheet", "debate sheet", "tour", "tour to come", "event"]
)
def test_no_box_is_cut_over_two_pages(views, shown, name):
    assert cut_boxes(views.new().show(shown[name])) == []


def test_nor_what_was_hard_beside_what_it_brought(views):
    """A sheet whose page ends there."""
    assert cut_boxes(views.new().open("/projets/mezieres-lez-clery-mat/")) == []


def test_a_very_full_sheet_flows_on(changed_views, changed):
    view = changed_views.new().open(changed["full"])
    assert pages(printed(view)) > 2
    assert lost(view) == []
    assert view.page.locator(".sources > li").count() == 60


@pytest.mark.parametrize("name", ["tour to come", "tour", "event"])
def test_a_tour_and_an_event_are_printed_whole(views, shown, name):
    view = views.new().show(shown[name])
    assert 1 <= pages(printed(view)) <= 3
    view.page.emulate_media(media="print")
    assert not view.page.locator(".header__nav").is_visible()
    assert not view.page.locator(".subscribe").first.is_visible()
    # Printers leave grounds out: white on a ground of colour would be white on white.
    for number in view.page.locator(".stage__number").all():
        assert number.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
