"""Whatever somebody writes into an address: an answer that helps, never an error."""

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.xdist_group("site")

PARAMETERS = [
    *(
        "q",
        "page",
        "tri",
        "theme",
        "type",
        "taille",
        "territoire",
        "region",
        "departement",
        "nature",
    ),
    *("avancement", "cout", "annee", "outil", "periode", "format", "reseau", "publication", "etat"),
    *("preuve", "vue", "f", "aide", "echeance", "sens", "au", "avec"),
]
LONG = "a" * 10_000
TEXTS = [
    *("", " ", "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff", "\ud7ff", "é" * 500),
    *(
        '"',
        '"""',
        '"ouverte',
        "l'",
        "l’",
        "'",
        "*",
        "**",
        "a*",
        "-",
        "--",
        "+",
        "~",
        "^",
        "\\",
        "/",
    ),
    *("(", ")", "()", "[", "]", "{", "}", "a:b", ":", "a AND", "OR", "NOT", "a OR OR b", "..", "?"),
    *("🐝", "👩‍👩‍👧‍👦", "𝔘𝔫𝔦", "مُنَاقَشَةُ", "田中", "Z̸̨̛a̷l", "ﬁ", "ĳ", "İ", "ß"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "%s%n{0}"),
    *("' OR 1=1 --", "../../etc/passwd", "NULL", "true", "-1", "0", "1e999", "9" * 40, "٣"),
    *(LONG, "mot " * 2500, '"' * 10_000, "(" * 5_000, "a-" * 5_000, "e\u0301" * 3000),
]
RAW = [
    *("%", "%%", "%z", "q=%", "q=%E9", "q=%FF%FE", "q=%C3", "q=%00", "q=%u0041", "q=%25", "q=%252"),
    *(
        "q",
        "=",
        "&",
        "&&&",
        "q=&q=",
        ";",
        "q=a;q=b",
        "q[]=a",
        "q[a]=b",
        "page[]=1",
        "=a",
        "?",
        "??",
    ),
    *("q=a&q=b&q=c", "page=1&page=2&page=x", "theme=a&theme=b&theme=a", "tri=date&tri=date"),
    *(
        "page=-1",
        "page=abc",
        "page=0",
        "page=1.5",
        "page=99999999999999999999",
        "page=",
        "page=%20",
    ),
    *(
        "vue=carte&departement=47",
        "vue=carte&departement=%00",
        "vue=carte&page=9",
        "vue=x",
        "preuve=x",
    ),
    *("f=", "f=-1", "f=1,1,1", "f=%00", "f=" + "9" * 400, "f=" + ",".join(map(str, range(1_000)))),
    *("theme=inconnu", "taille=0", "taille=-1", "taille=12", "annee=99999", "annee=x", "region=zz"),
    *("departement=2A", "departement=2a", "departement=%00", "territoire=00000", "territoire=%00"),
    *("territoire=47031&territoire=75056", "territoire=saint-denis", "territoire=1%27", "tri=x"),
    *("inconnu=1", "utm_source=x", "&".join(f"theme=t{n}" for n in range(900))),
    "&".join(f"p{n}={n}" for n in range(1_500)),
]
PATHS = [
    *(
        "/projets",
        "/projets//",
        "/projets/%00/",
        "/projets/%FF/",
        "/projets/../admin",
        "/f/0",
        "/f/-1",
    ),
    *(
        "/f/99999999999999999999999/",
        "/f/abc",
        "/f/%00",
        "/f/1/x",
        "/%00",
        "/%FF",
        "/%",
        "/%2e%2e/",
    ),
    *("/" + "a" * 5000, "/projets/" + "a" * 3000 + "/", "/" + "a/" * 400, "/projets/é/", "/🐝"),
    *(
        "//exemple.invalid/",
        "/documents/0/x",
        "/documents/99999999999999999999/x",
        "/agenda/%00.ics",
    ),
    *(
        "/agenda/%00.png",
        "/tournees/a%00b.png",
        "/agenda/a%00b/proposer/",
        "/agenda/%00/proposer/envoi/",
    ),
    *("/publications/%00/", "/publications/rapport-oural-2015/recommandations/%00/"),
    *("/publications/a%00b/recommandations/1/suivre/", "/suivis/quitter/%00/"),
    *(
        "/publications/rapport-oural-2015/recommandations/" + "9" * 3000 + "/",
        "/suivis/confirmer/x/",
    ),
    *("/agenda/%00/interesse/1/", "/agenda/a%00b/interesse/1/envoi/", "/interets/retirer/%00/"),
    *("/propositions/confirmer/%00/", "/interets/confirmer/a%00b/", "/tournees/%00.ics"),
    *(
        "/s/",
        "/s/%00",
        "/s/abcdefgh",
        "/s/" + "a" * 3000,
        "/s/ABCDEFGH/x",
        "/note/%00",
        "/comparer/x",
        "/envois/confirmer/%00/",
        "/envois/confirmer/a%00b/",
        "/f/" + "9" * 40 + "/envoyer/",
    ),
    *("/expertises/%00/", "/expertises/inconnue/", "/expertises/a%00b/interet/"),
    *("/groupes/%00/rejoindre/envoi/", "/services/%00/interet/", "/services/inconnu/interet/"),
    *("/f/1/propositions/99999999999999999999/suivre/", "/debats/quitter/%00/"),
    *("/debats/confirmer/a%00b/", "/f/0/propositions/x/suivre/envoi/"),
    *("/mises-en-relation/%00/", "/mises-en-relation/x/repondre/"),
    *("/mises-en-relation/confirmer/a%00b/", "/mises-en-relation/confirmer/%FF/"),
    *("/financements/%00/", "/financements/a%00b/", "/echeances/%00/", "/echeances/inconnue/"),
    *("/agenda/inconnu.ics", "/tournees/inconnu.json", "/media/../../settings.py", "/media/%00"),
    *("/alertes/%00/", "/alertes/arreter/a%00b/", "/alertes/confirmer/%FF/", "/alertes/"),
    *("/note/suite/%00/", "/note/suite/confirmer/a%00b/"),
    *("/lettres/2026-99-99/", "/lettres/%00/", "/lettres/quitter/%00/", "/lettres/confirmer/é/"),
    *("/static/../manage.py", "/static/%00", "/sitemap.xml/", "/territoires/recherche/inconnu"),
    *("/themes/%00/", "/themes/a%00b/", "/themes/inconnu/", "/themes/" + "a" * 3000 + "/"),
    *("/.env", "/.git/config", "/wp-login.php", "/index.php?x=%00", "/*", "/{{7*7}}", "/'", '/"'),
    *("/groupes/%00/", "/groupes/inconnu/?au=%00", "/programmes/a%00b/", "/partenariats/%FF/"),
    *("/partenariats/%00.ics", "/partenariats/inconnu.ics"),
    *("/organisations/%00/adherents/", "/organisations/inconnu/adherents/?avec=%00&page=x"),
]


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw[:30])
def test_a_broken_query_string(web, addresses, raw):
    for path in addresses:
        check(web.get(f"{path}?{raw}"), f"{path}?{raw}")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:30])
def test_a_hostile_value_of_any_parameter(web, addresses, text):
    """Each parameter by itself where it is read, and all at once everywhere."""
    encoded = quote(text, safe="")[:28_000]
    everything = "&".join(f"{name}={encoded[: 28_000 // len(PARAMETERS)]}" for name in PARAMETERS)
    everything = re.sub(r"%.?(?=&|$)", "", everything)
    for path in addresses:
        check(web.get(f"{path}?{everything}"), f"{path}?{everything[:80]}")
    for name in ("q", "page", "theme", "territoire"):
        query = f"{name}={encoded}"
        check(web.get(f"/projets/?{query}"), f"/projets/?{query[:80]}")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_an_address_that_leads_nowhere(web, path):
    answer = web.get(path)
    check(answer, path)
    assert answer.status in (301, 302, 400, 404)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(PARAMETERS),
            st.one_of(
                st.text(max_size=60),
                st.text(alphabet="\"'*()[]{}:-+~^\\/ aélà\x00", max_size=40),
                st.integers().map(str),
                st.sampled_from(TEXTS).map(lambda text: text[:500]),
            ),
        ),
        max_size=8,
    ),
    choice=st.integers(min_value=0),
)
def test_any_query_string(web, addresses, pairs, choice):
    path = (["/projets/"] * 5 + addresses)[choice % (len(addresses) + 5)]
    query = urlencode(pairs, errors="replace")
    check(web.get(f"{path}?{query}"), f"{path}?{query}")


def check(answer, address: str) -> None:
    """No error, no cookie, and nothing of the address comes back as markup."""
    # 400: gunicorn itself refuses a request line that is not HTTP.
    assert answer.status in (200, 301, 302, 400, 404), f"{answer.status}: {address[:300]}"
    assert "set-cookie" not in answer.headers, address[:300]
    if answer.status in (301, 302):
        # A redirect never leaves the site.
        assert re.match(r"/(?!/)", answer.headers["location"]), answer.headers["location"]
    if answer.is_page:
        assert "<img src=x" not in answer.text, address[:300]
        answer.check_page()
