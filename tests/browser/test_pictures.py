"""Sheets with pictures, which the demonstration has none of."""

import time

import pytest

from .axe import violations
from .test_every_page import LARGEST_SHIFT

PICTURE = """image => ({
  type: image.currentSrc.split(".").pop(),
  alt: image.alt,
  said: image.naturalWidth,
  shown: image.clientWidth,
  height: image.clientHeight,
  file: Number(/width-(\\d+)/.exec(image.currentSrc)[1]),
  types: [...image.closest("picture").querySelectorAll("source")].map((source) => source.type),
  words: image.closest("figure").querySelector("figcaption").textContent,
  attributes: ["width", "height", "loading"].map((name) => image.getAttribute(name)),
})"""


@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("name", ["pair", "landscape", "portrait"])
def test_pictures(changed_views, changed, name, width):
    view = changed_views.new(width=width)
    # As slow as a bad network: the room must be there before the picture.
    view.page.route("**/media/**", lambda route: (time.sleep(0.2), route.continue_()))
    view.open(changed[name])
    images = view.page.locator(".picture img")
    images.first.scroll_into_view_if_needed()
    waiting = images.first.bounding_box()
    view.page.wait_for_function(
        "() => [...document.querySelectorAll('.picture img')].every((image) => image.complete && image.naturalWidth)"
    )
    assert view.shift() <= LARGEST_SHIFT, view.moved()
    assert images.first.bounding_box() == waiting
    for image in images.evaluate_all(f"images => images.map({PICTURE})"):
        assert image["type"] == "avif"
        assert image["types"] == ["image/avif", "image/webp"]
        assert image["alt"] in ("La place du marché, un soir d’hiver", "Un capteur sur son mât")
        assert "Deux ans après les travaux." in image["words"]
        assert "Exemple" in image["words"]
        # What `sizes` says is what is shown; the file is as large as that, and not much larger.
        assert image["said"] == pytest.approx(image["shown"], rel=0.1)
        assert image["shown"] * 0.9 <= image["file"] <= image["shown"] * 2.2
        assert image["height"] <= 700
        assert all(image["attributes"])
    assert view.overflow() == []
    assert not violations(view)
    view.page.emulate_media(color_scheme="dark")
    assert not violations(view, only_colours=True)
    view.check_quiet()
