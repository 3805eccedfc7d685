import re
from urllib.parse import urlsplit

import pytest

from .web import Web


@pytest.fixture
def web(site):
    visitor = Web(site)
    yield visitor
    visitor.close()


@pytest.fixture(scope="session")
def sitemap(site) -> list[str]:
    """Paths of every public page."""
    visitor = Web(site)
    listed = re.findall(r"<loc>(.*?)</loc>", visitor.get("/sitemap.xml").text)
    visitor.close()
    return [urlsplit(address).path for address in listed]


@pytest.fixture(scope="session")
def sheets(sitemap) -> list[str]:
    return [path for path in sitemap if re.fullmatch(r"/projets/[^/]+/", path)]


@pytest.fixture(scope="session")
def addresses(sitemap) -> list[str]:
    """One public address of each kind: the pages of the first level, and the first below each of them."""
    first_of = {}
    for path in sitemap:
        section = path.rstrip("/").rpartition("/")[0]
        first_of.setdefault(section or path, path)
    return [
        *first_of.values(),
        "/f/1",
        "/selection/",
        "/comparer/",
        "/note/",
        "/alertes/nouvelle/",
        "/lettres/abonnement/",
        "/territoires/recherche",
        "/sitemap.xml",
        "/health/",
        "/nulle-part/",
    ]
