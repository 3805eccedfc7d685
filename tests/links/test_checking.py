"""Verdicts, against a local web that stalls, loops and lies; nothing forbidden is ever connected to."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bench.stubborn_web import HERE, INSIDE, RIGHT, TRAP
from links.addresses import parse
from links.checking import Checker
from links.fetching import Bounds
from links.missing_pages import _first, ended_elsewhere, says_it_is_missing
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


@pytest.fixture
def silent_port():
    """A port where nobody takes a connection up: its queue is full."""
    with socket.create_server((HERE, 0), backlog=0) as server:
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(server.getsockname())
            waiting.append(one)
        yield server.getsockname()[1]
        for one in waiting:
            one.close()


def test_another_address_of_the_name_answers_where_the_first_is_silent(web, silent_port):
    hurried = replace(HURRIED, connect=0.1)
    ends = [(HERE, silent_port), (HERE, web.port)]
    found = Checker(Network(lambda host, port: ends, lambda ip: True), hurried)
    assert found.check(address_of("file")).verdict == Verdict.WORKS
    alone = Checker(Network(lambda host, port: ends[:1], lambda ip: True), hurried)
    outcome = alone.check(address_of("file"))
    assert (outcome.verdict, outcome.said) == (Verdict.SILENT, "délai dépassé")


def test_a_check_has_an_end_whatever_number_of_requests_it_takes(web):
    late = Checker(web.network, replace(HURRIED, silence=5, whole=5, check=0.3))
    assert late.check(address_of("stall")).verdict == Verdict.SILENT
    assert web.asked["stall-1.example", "HEAD"] == 1
    assert web.asked["stall-1.example", "GET"] == 1  # its robots.txt: no time is left for the page
    none = Checker(web.network, replace(HURRIED, check=0))
    assert none.check(address_of("endless")).verdict == Verdict.SILENT
    assert not web.asked["endless-1.example", "HEAD"]


def test_who_has_no_turn_in_time_is_not_told_to_be_silent(web):
    polite = Checker(web.network, replace(HURRIED, between=60, check=5))
    assert polite.check(address_of("works")).verdict == Verdict.UNSURE
    assert web.asked == {("works-1.example", "GET"): 1}  # its robots.txt


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


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "hex", "utf-16", "utf-7"])
def test_a_page_in_letters_that_nobody_writes(charset):
    page = "<title>Page supprimée</title>".encode("cp1252") * 9
    says_it_is_missing(page, f"text/html; charset={charset}")
    says_it_is_missing(f"<meta charset={charset}>".encode() + page, "text/html")


class Counted(str):
    """Counts the passes over it."""

    passes = 0

    def find(self, *where):
        Counted.passes += 1
        return super().find(*where)


@pytest.mark.parametrize("hostile", ["<h1>", "<h1", "<title><h1>", "<h1></h", "</h1>"])
def test_a_page_of_openings_that_nothing_closes_is_read_once(hostile):
    Counted.passes = 0
    assert _first(Counted(hostile * (100_000 // len(hostile))), "h1") == ""
    assert Counted.passes == 3
    assert not says_it_is_missing((hostile * 25_000).encode(), "text/html")


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
