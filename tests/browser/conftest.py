"""Debian's Chromium without its windows, driven by Playwright, on the real site (`site` in tests/conftest.py)."""

import os
from pathlib import Path

import pytest

from .pages import Shown, shown_pages
from .view import View, Views

# The whole browser takes four times the time to open a page.
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"))
WHOLE_CHROMIUM = Path("/usr/bin/chromium")
# The sandbox needs rights that CI's containers do not give; nothing may call home.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-dev-shm-usage"),
]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # The tests of one page share a view, the others of a file what they opened; xdist reads the
            # mark when it collects.
            callspec = getattr(item, "callspec", None)
            name = callspec.params.get("name") if callspec else None
            item.add_marker(pytest.mark.xdist_group(f"browser {name or item.path.stem}"))


# Of the package, not of the session: while Playwright runs, its event loop stands in the way of the ORM.
@pytest.fixture(scope="package")
def chromium():
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shown(prepared) -> dict[str, Shown]:
    """A page of each type."""
    return shown_pages(prepared)


@pytest.fixture(scope="session")
def changed_site(prepared):
    """(address, {name: path}) of a site with the sheets of changed.py."""
    with prepared.changed("changed", "from tests.browser.changed import add; add()") as site:
        yield site


@pytest.fixture
def changed(changed_site) -> dict[str, str]:
    """Paths of the sheets of changed.py, to be opened with `changed_views`."""
    return changed_site[1]


@pytest.fixture
def changed_views(chromium, changed_site):
    opened = Views(chromium, changed_site[0])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def admin_site(prepared):
    """(address, what admin.py prints) of a site whose admin is used."""
    with prepared.changed("admin", "from tests.browser.admin import show; show()") as site:
        yield site


@pytest.fixture
def desk(chromium, admin_site):
    """A view of the admin, as an administrator."""
    address, known = admin_site
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    context.set_default_timeout(10_000)
    context.add_cookies(
        [{"name": known["cookie"], "value": known["sessions"]["admin"], "url": address}]
    )
    yield View(context.new_page(), address)
    context.close()


@pytest.fixture
def views(chromium, site):
    opened = Views(chromium, site)
    yield opened
    opened.close()
