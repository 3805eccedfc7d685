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
def addresses(sitemap, sheets) -> list[str]:
    """One public address of each kind: every page that is one of its kind, then the first of the many."""
    many = [("/projets/", sheets)]
    many += [
        (start, [path for path in sitemap if re.fullmatch(rf"{start}[^/]+/", path)])
        for start in ("/agenda/", "/tournees/")
    ]
    several = {path for _, paths in many for path in paths}
    alone = [path for path in sitemap if path not in several]
    firsts = [paths[0] for _, paths in many if paths]
    return [
        *alone,
        *firsts,
        "/f/1",
        "/territoires/recherche",
        "/sitemap.xml",
        "/health/",
        "/nulle-part/",
    ]
