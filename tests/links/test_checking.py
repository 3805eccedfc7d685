"""Verdicts, against a local web that stalls, loops and lies; nothing forbidden is ever connected to."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.stubborn_web import INSIDE, RIGHT, TRAP
from links.addresses import parse
from links.checking import Checker
from links.fetching import Bounds
from links.missing_pages import ended_elsewhere, says_it_is_missing
from links.reach import Network
from links.verdicts import Verdict

from .conftest import HURRIED

# What never answers, and takes all the time that it is given.
SILENT = ("stall", "drip", "dripbody")


def address_of(name: str) -> str:
    return f"http://{name}-1.example/page/1"


def verdicts(checker, addresses: list[str]) -> dict[str, str]:
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(checker.check, addresses)
        return {one: outcome.verdict for one, outcome in zip(addresses, found, strict=True)}


def test_every_way_to_answer_has_its_verdict(web, checker):
    right = {address_of(name): verdict for name, verdict in RIGHT.items() if name not in SILENT}
    assert verdicts(checker, [*right]) == right
    silent = [address_of(name) for name in SILENT]
    hurried = Checker(web.network, HURRIED)
    assert verdicts(hurried, silent) == dict.fromkeys(silent, Verdict.SILENT)
    assert web.trapped == 0


def test_no_network_of_ours_is_asked_by_name_by_number_or_by_redirect(web, checker):
    addresses = [f"http://inside-{number}.example/" for number in range(len(INSIDE))]
    addresses += [f"http://tonameinside-{number}.example/a" for number in range(len(INSIDE))]
    addresses += [f"http://[{one}]/" if ":" in one else f"http://{one}:8080/a" for one in INSIDE]
    assert set(verdicts(checker, addresses).values()) == {Verdict.FORBIDDEN}
    assert web.trapped == 0
    assert not [name for name, _ in web.asked if name.startswith("inside")]


def test_the_trap_would_catch(web):
    """Where the rule lets it through, a check does fall into it: the others prove something."""
    open_door = Network(web.network.look_up, lambda address: True)
    Checker(open_door, HURRIED).check(f"http://{TRAP}/")
    assert web.trapped


def test_what_robots_may_not_read_is_not_asked(web, checker):
    checker.check("http://robots-1.example/page/1")
    assert web.asked == {("robots-1.example", "GET"): 1}  # its robots.txt
    checker.check("http://robots-1.example/autre")
    assert web.asked["robots-1.example", "HEAD"] == 1


def test_a_file_is_not_downloaded(web, checker):
    checker.check("http://file-1.example/rapport.pdf")
    assert web.asked == {("file-1.example", "GET"): 1, ("file-1.example", "HEAD"): 1}


def test_where_it_moved_for_good(web, checker):
    moved = checker.check("http://forgood-3.example/page")
    assert (moved.verdict, moved.moved_to) == (Verdict.MOVED, "http://works-3.example/ailleurs")
    assert checker.check("http://fornow-3.example/page").moved_to == ""


def test_a_host_is_asked_one_request_at_a_time_with_a_pause(web):
    checker = Checker(web.network, Bounds(between=0.1))
    began = time.monotonic()
    verdicts(checker, [f"http://works-1.example/{number}" for number in range(3)])
    # robots.txt, then HEAD and GET of each: seven requests, six pauses.
    assert time.monotonic() - began > 0.6


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Page introuvable",
            "Erreur 404",
            "404 - Ville de Baugy",
            "404",
            "Page not found – Baugy",
        ),
        *("Oups, cette page n’existe plus", "Document non trouvé", "La page n'a pas été trouvée"),
    ],
)
def test_pages_that_say_they_are_missing(title):
    for page in (f"<title>{title}</title>", f"<title>Baugy</title><h1 class=a>{title}</h1>"):
        assert says_it_is_missing(page.encode(), "text/html; charset=utf-8"), page
        assert says_it_is_missing(page.encode("utf-8"), "text/html")


@pytest.mark.parametrize(
    "title",
    [
        *("Une 404 de 1976 restaurée", "Le projet 4040", "Les pages jaunes", "Erreurs à éviter"),
        *("Délibération 2024-404", "Comment nous avons trouvé la page", "Un budget introuvable"),
    ],
)
def test_pages_that_only_sound_so(title):
    assert not says_it_is_missing(f"<title>{title}</title>".encode(), "text/html")


def test_a_page_in_the_letters_of_windows():
    page = "<title>Page supprimée</title>".encode("cp1252")
    assert says_it_is_missing(page, "text/html; charset=iso-8859-1")
    assert says_it_is_missing(page, "text/html; charset=inconnu")


@pytest.mark.parametrize(
    ("asked", "ended", "elsewhere"),
    [
        ("http://a.fr/article/12", "https://www.a.fr/", True),
        ("http://a.fr/article/12", "https://a.fr/fr/", True),
        ("http://a.fr/article/12", "https://a.fr/index.php", True),
        ("http://a.fr/article/12", "https://a.fr/404.html", True),
        ("http://a.fr/", "https://www.a.fr/", False),
        ("http://a.fr", "https://www.a.fr/accueil/", False),
        ("http://a.fr/article/12", "https://a.fr/article/12", False),
        ("http://a.fr/?p=12", "https://a.fr/", True),
        ("http://a.fr/article/12", "https://a.fr/actualites/404-places", False),
    ],
)
def test_redirects_to_a_home_page(asked, ended, elsewhere):
    assert ended_elsewhere(parse(asked), parse(ended)) is elsewhere
