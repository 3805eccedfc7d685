"""The demo content as a visitor finds it: every sheet, the same totals everywhere."""

import json
import re

import pytest

from tests.running import ROOT

pytestmark = pytest.mark.xdist_group("site")

CASES = json.loads((ROOT / "data/demo/cases.json").read_text(encoding="utf-8"))["cases"]


def test_every_sheet_is_there(web, sheets):
    assert len(sheets) == len(CASES) == 141
    for path in sheets:
        answer = web.get(path)
        assert answer.status == 200, path
        assert "set-cookie" not in answer.headers
        answer.check_page()


def test_every_other_public_page_is_there(web, sitemap, sheets):
    for path in sorted(set(sitemap) - set(sheets)):
        answer = web.get(path)
        assert answer.status == 200, path
        answer.check_page()


def test_the_permalink_of_each_sheet_leads_to_it(web, sheets):
    numbers = set()
    for path in sheets:
        number = re.search(r'href="[^"]*/f/(\d+)/?"', web.get(path).text)[1]
        numbers.add(number)
        answer = web.get(f"/f/{number}")
        assert (answer.status, answer.headers["location"]) == (302, path)
    assert len(numbers) == len(sheets)


def test_the_catalogue_counts_and_lists_them_all(web, sheets):
    listed, page = [], 1
    first = web.get("/projets/").text
    assert count(first) == len(sheets)
    pages = max(int(number) for number in re.findall(r"[?&;]page=(\d+)", first))
    for page in range(1, pages + 1):
        results = web.get(f"/projets/?page={page}").text.split("results__list", 1)[1]
        listed += [path for path in links(results) if path in set(sheets)]
    assert sorted(dict.fromkeys(listed)) == sorted(sheets)


def test_each_facet_value_gives_as_many_sheets_as_it_says(web):
    values = re.findall(
        r'<input[^>]*type="checkbox"[^>]*name="(\w+)"[^>]*value="([^"]+)".*?facet__count">\s*([^<]+)<',
        web.get("/projets/").text,
        re.DOTALL,
    )
    names = {name for name, _, _ in values}
    assert {"theme", "taille", "type", "region", "departement"} <= names
    chosen = [value for name in sorted(names) for value in [v for v in values if v[0] == name][:6]]
    for name, value, said in chosen:
        answer = web.get(f"/projets/?{name}={value}")
        assert count(answer.text) == int(re.sub(r"\D", "", said)), (name, value)


def test_a_sheet_is_found_by_its_own_title(web):
    for title in [case["title"] for case in CASES][::10]:
        words = " ".join(re.findall(r"\w{3,}", title)[:6])
        assert count(web.get(f"/projets/?q={words}").text) >= 1, words


def test_health_says_that_the_index_holds_all_of_it(web, sitemap):
    answer = web.get("/health/")
    state = json.loads(answer.text)
    sections = {"/", "/projets/", "/difficultes/", "/agenda/", "/tournees/", "/organisations/"}
    sections |= {"/collections/", "/labels/", "/services/"}
    found = [path for path in sitemap if path not in sections and "/territoires/" not in path]
    assert answer.status == 200
    assert state["ok"]
    assert state["records"] == len(found)
    assert state["outbox"] == {"waiting": 0, "lag_seconds": 0}


def test_static_files_are_compressed_and_kept_for_ever(web):
    for resource in web.get("/projets/").resources:
        answer = web.get(resource, Accept_Encoding="gzip")
        assert answer.status == 200, resource
        assert "immutable" in answer.headers["cache-control"], resource
        if not resource.endswith(".woff2"):
            assert answer.headers.get("content-encoding") == "gzip", resource


def count(html: str) -> int:
    heading = re.search(r"<h2[^>]*data-count[^>]*>(.*?)</h2>", html, re.DOTALL)[1]
    digits = re.sub(r"\D", "", heading.replace("&nbsp;", ""))
    return int(digits or 0)


def links(html: str) -> list[str]:
    return re.findall(r'href="(/projets/[^"?/]+/)', html)
