"""What the browser remembers of a selection, and how it forgets."""

RETAIN = "button[name=retenir]:has-text('Retenir')"
TAKE_OFF = "button[name=retirer]"
OFFER = "[data-resume]"


def press(view, found: str) -> None:
    with view.page.expect_navigation():
        view.page.locator(found).first.click()


def test_the_browser_offers_what_was_carried_about_in_it_until_it_is_told_to_forget(views):
    view = views.new(width=390).open("/selection/?f=139,37")
    # What somebody sent is his until one goes on with it.
    view.open("/selection/")
    assert not view.page.locator(OFFER).is_visible()
    view.open("/projets/?q=eau")
    press(view, RETAIN)
    press(view, RETAIN)
    kept = view.page.get_attribute("[data-selection]", "data-selection")
    for path in ("/", "/selection/"):
        view.open(path)
        words = view.page.inner_text(f"{OFFER} a").replace("\u00a0", " ")
        assert words == "Reprendre votre sélection (2 fiches)"
    press(view, f"{OFFER} a")
    assert view.page.url.endswith(kept)
    assert "2" in view.page.inner_text(".council-bar h2")
    # What is taken off does not come back.
    press(view, TAKE_OFF)
    view.open("/selection/")
    assert "(1" in view.page.inner_text(f"{OFFER} a")
    press(view, f"{OFFER} a")
    press(view, TAKE_OFF)
    view.open("/selection/")
    assert not view.page.locator(OFFER).is_visible()
    view.open("/projets/?q=eau")
    press(view, RETAIN)
    view.open("/")
    view.page.click(f"{OFFER} button")
    assert view.page.inner_text(f"{OFFER} p:focus") == "C’est oublié."
    view.open("/")
    assert not view.page.locator(OFFER).is_visible()
    view.check_quiet()
