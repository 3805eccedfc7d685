"""What was typed survives a session that ends, a network that is cut and a page that is loaded anew."""

import pytest

SUMMARY = "#id_summary"


@pytest.fixture
def writing(desk, admin_site):
    """The form of a sheet, in which nothing was typed yet."""
    _, known = admin_site
    path = f"/admin/pages/{known['pages']['ProjectPage']}/edit/"
    return desk.open(path), path


def take_up_again(view, path: str, words: str) -> None:
    view.open(path)
    assert view.page.locator(SUMMARY).input_value() != words
    view.page.get_by_role("button", name="Reprendre ce que j’avais écrit").click()
    view.page.locator(".messages .success").wait_for()
    assert view.page.locator(SUMMARY).input_value() == words
    # Once only.
    view.open(path)
    assert view.page.locator("[data-kept]").count() == 0


def test_a_session_that_ends(writing, admin_site):
    view, path = writing
    cookies = view.page.context.cookies()
    view.page.context.clear_cookies(name=admin_site[1]["cookie"])
    view.page.locator(SUMMARY).fill("Des mots que personne ne veut perdre.")
    view.page.get_by_role("button", name="Enregistrer le brouillon").click()
    view.page.wait_for_load_state()
    view.page.context.add_cookies(cookies)
    take_up_again(view, path, "Des mots que personne ne veut perdre.")


def test_a_network_that_is_cut(writing):
    view, path = writing
    view.page.context.set_offline(True)
    view.page.locator(SUMMARY).fill("Une coupure du réseau.")
    view.page.wait_for_timeout(600)
    view.page.context.set_offline(False)
    view.page.goto("about:blank")
    take_up_again(view, path, "Une coupure du réseau.")


def test_nobody_else_gets_them(writing, admin_site):
    view, path = writing
    view.page.context.set_offline(True)
    view.page.locator(SUMMARY).fill("À personne d’autre.")
    view.page.wait_for_timeout(600)
    view.page.context.set_offline(False)
    address, known = admin_site
    view.page.context.add_cookies(
        [{"name": known["cookie"], "value": known["sessions"]["redaction"], "url": address}]
    )
    view.page.goto("about:blank")
    view.open(path)
    assert view.page.locator("[data-kept]").count() == 0
