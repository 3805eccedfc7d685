"""The demo content as a visitor finds it: every sheet, the same totals everywhere."""

import json
import re
from collections import Counter
from html import unescape

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
    sections = {
        "/",
        "/projets/",
        "/difficultes/",
        "/agenda/",
        "/tournees/",
        "/organisations/",
        "/reseau/",
    }
    sections |= {
        "/collections/",
        "/labels/",
        "/publications/",
        "/lettres/",
        "/services/",
        "/financements/",
        "/echeances/",
        "/groupes/",
        "/programmes/",
        "/partenariats/",
        "/expertises/",
    }
    # Recommendations are found by the words of their publication.
    apart = ("/territoires/", "/themes/", "/recommandations/")
    found = [path for path in sitemap if path not in sections and not any(o in path for o in apart)]
    assert answer.status == 200
    assert state["ok"]
    assert state["records"] == len(found)
    assert state["outbox"] == {"waiting": 0, "lag_seconds": 0}


@pytest.mark.parametrize(
    "theme",
    [
        "territoire-intelligent/eclairage-public",
        "inclusion-numerique/lieux-mediation",
        "donnees-ia/open-data",
        "citoyennete-participation/budget-participatif",
        "education-culture-sante/sante-telemedecine",
    ],
)
def test_what_is_known_of_a_theme_equals_a_count_by_hand(web, theme):
    """Counted in the content file alone, without any code of ours."""
    cases = [case for case in CASES if theme in case["themes"][:4]]
    html = unescape(web.get(f"/themes/{theme.partition('/')[2]}/").text)
    said = " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u202f", "").split())
    said = said.replace("\u00a0", " ").replace("  ", " ")
    assert f'"numberOfItems": {len(cases)},' in html
    bodies = {json.dumps([case["territory"][key] for key in WHO]) for case in cases}
    assert f"Qui l’a raconté {len(bodies)} collectivité" in said
    costs = [len(case.get("costs", ())) for case in cases]
    written = sum(map(bool, costs))
    amounts = f"Ce que cela coûte {sum(costs)} montant{'s' if sum(costs) > 1 else ''} écrit"
    assert (amounts in said) == bool(written)
    assert (f" dans {written} fiche" in said) == bool(written)
    stopped = sum(case["status"] in ("abandonne", "suspendu") for case in cases)
    assert f"Abandonnés ou suspendus {stopped} connu" in said
    told = Counter(
        kind for case in cases for kind in {row["type"] for row in case.get("difficulties", ())}
    )
    shown = re.findall(r"difficulte=(\w+)\">[^<]*</a> <span[^>]*>(\d+) sur (\d+)<", html)
    assert {kind: int(count) for kind, count, _ in shown} == dict(told)
    assert {int(total) for *_, total in shown} <= {len(cases)}
    figures = sum(len(case.get("results_indicators", ())) for case in cases)
    if figures:
        verb = "chiffre est écrit" if figures == 1 else "chiffres sont écrits"
        assert f"{figures} {verb} ; aucun ne vient d’une mesure" in said
    tools = Counter(
        tool for case in cases for tool in {name.partition(" (")[0] for name in case["outils"]}
    )
    for tool, count in tools.items():
        if count > 1:
            assert f"{tool} {count} fiches" in said
    unsaid = html.partition('id="pas-encore-dit"')[2].partition("</section>")[0]
    for question, keys in UNSAID.items():
        nobody = not any(case.get(key) for case in cases for key in keys)
        assert (question in unsaid) == nobody, question


WHO = ("name", "insee", "siren")
UNSAID = {
    "Ce que cela a coûté": ("couts", "costs"),
    "Ce qui a coincé": ("difficultes", "difficulties"),
    "Ce que cela a donné": ("resultats", "results_indicators"),
    "Et si c’était à refaire": (),
}


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
