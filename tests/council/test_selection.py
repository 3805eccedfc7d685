"""What a visitor retains goes along in addresses, and has a page there."""

import datetime
import html
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import ProjectCost
from core import retention
from council.carrying import written
from council.models import KEPT, LENGTH, ShortLink
from council.views import LINKS
from tests.factories import AuthorityFactory, SheetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(shared_rows):
    """Four public sheets of four communes, one draft and one private."""
    AuthorityFactory(code="47031", name="Boé", population=5_846)
    sheets = [
        SheetFactory(
            title=f"Projet {letter} <b>&",
            authority__name=f"Ville-{letter}",
            authority__population=population,
            costs=[ProjectCost(label="Achat", nature="investissement", amount=1000 * population)],
        )
        for letter, population in zip("abcd", (800, 3_000, 9_000, 40_000), strict=True)
    ]
    hidden = SheetFactory(title="Brouillon secret", live=False)
    private = SheetFactory(title="Privée secrète")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return [sheet.number for sheet in sheets], [hidden.number, private.number]


def numbers(*values) -> str:
    return ",".join(map(str, values))


def page(visitor, path, status=200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, path
    assert not answer.cookies
    return answer.content.decode()


def titles(text: str) -> list[str]:
    return re.findall(r'card__title">\s*<a href="[^"]*">Projet (\w)', text)


def press(visitor, text: str, button: str) -> str:
    """Where the button of the page's form of what is retained leads: its fields, as a browser without script sends them."""
    form = re.search(r'<form id="retenir" action="([^"]+)" method="get" hidden>(.*?)</form>', text)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[2])
    name, value = re.search(rf'form="retenir" name="(\w+)" value="(\d+)">{button}', text).groups()
    query = "&".join(f"{key}={quote(html.unescape(text))}" for key, text in fields)
    answer = visitor.get(f"{form[1]}?{query}&{name}={value}")
    assert answer.status_code == 302
    return answer.url


def test_a_page_without_selection_may_offer_the_one_that_the_browser_remembers(visitor, made):
    public, (draft, _) = made
    hidden = re.compile(r"<aside [^>]*data-resume hidden>")
    empty, kept = page(visitor, "/selection/"), f"f={numbers(*public[:2])}"
    assert hidden.search(empty)
    assert "selection.js" in empty
    # What is remembered is what is public, for the territory that the page is of.
    for path in (
        f"/selection/?territoire=47031&{kept}",
        f"/selection/?territoire=47031&{kept},{draft}",
    ):
        text = html.unescape(page(visitor, path))
        assert not hidden.search(text)
        assert f'data-selection="/selection/?territoire=47031&{kept}"' in text
        assert "selection.js" in text
    text = page(visitor, f"{visitor.get(f'/f/{public[0]}/').url}?{kept}")
    assert f'data-selection="/selection/?{kept}"' in text
    assert not hidden.search(text)


def test_three_sheets_are_retained_without_script_while_one_searches(visitor, made):
    public, _ = made
    sheet = visitor.get(f"/f/{public[0]}/").url
    path = press(visitor, page(visitor, f"{sheet}?territoire=47031"), "Retenir</button>")
    assert path == f"{sheet}?territoire=47031&f={public[0]}#f-{public[0]}"
    text = page(visitor, path.partition("#")[0])
    assert "1\u00a0fiche retenue" in html.unescape(text)
    # The menu leads to the list with what is retained, the list to a sheet with it, and the sheet adds to it.
    assert f'href="/projets/?territoire=47031&amp;f={public[0]}"' in text
    other = visitor.get(f"/f/{public[1]}/").url
    path = press(visitor, page(visitor, f"{other}?f={public[0]}"), "Retenir</button>")
    text = page(visitor, path.partition("#")[0])
    selection = re.search(r'href="(/selection/[^"]+)"', text)[1]
    shown = page(visitor, html.unescape(selection))
    assert titles(shown) == ["a", "b"]
    # Taken off again, by the same form, from the selection itself.
    left = press(visitor, shown, "Retenue, retirer")
    assert titles(page(visitor, left.partition("#")[0])) == ["b"]
    assert page(visitor, other).count("Retenir") >= 1


def test_the_list_carries_it_and_marks_what_is_retained(visitor, made, settings, tmp_path):
    from search.index import outbox
    from search.models import Outbox

    public, _ = made
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    Outbox.objects.all().delete()
    outbox.rebuild()
    text = page(visitor, f"/projets/?q=projet&territoire=47031&f={public[2]}")
    assert text.count('name="retirer"') == 1
    assert text.count('name="retenir"') == 3
    assert (
        f"territoire=47031&amp;f={public[2]}" in text or f"territoire=47031&f={public[2]}" in text
    )
    assert '<meta name="robots" content="noindex' in text
    back = press(visitor, text, "Retenir<")
    assert back.startswith("/projets/?q=projet&territoire=47031&f=")
    # A subscription to the list is nobody's selection.
    assert not re.search(r"fiches\.atom[^\"]*f=", text)


class Carried(HTMLParser):
    """What of a page does not carry `f`, and its buttons of forms that it does not hold."""

    def __init__(self, text: str):
        super().__init__()
        self.lost, self.forms, self.owned, self._open = [], set(), [], None
        self.links = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        self.owned += [of["form"]] if "form" in of else []
        if tag == "a" and of.get("href", "").startswith(("/", "?")):
            parts = urlsplit(of["href"])
            self.links += 1
            if "." not in parts.path and "f" not in parse_qs(parts.query):
                self.lost.append(of["href"])
        elif tag == "form":
            self.forms.add(of.get("id"))
            self._open = of if of.get("method") == "get" else None
            names = parse_qs(urlsplit(of.get("action", "")).query)
            if self._open is None and of.get("action") and "f" not in names:
                self.lost.append(of["action"])
        elif tag == "input" and of.get("name") == "f":
            self._open = None

    def handle_endtag(self, tag):
        if tag == "form" and self._open is not None:
            self.lost.append(self._open)


EVERYWHERE = (
    *("/", "/projets/", "/projets/?q=zzzz", "/agenda/", "/difficultes/", "/collections/"),
    *("/recherche/", "/recherche/?q=eau", "/mon-territoire/", "/mon-territoire/?nom=xyzzy"),
    *("/selection/", "/comparer/", "/note/", "/services/", "/inconnue/"),
)


def test_every_link_and_form_of_every_page_carries_what_is_retained(visitor, made):
    public, _ = made
    kept = numbers(*public[:2])
    sheet = visitor.get(f"/f/{public[0]}/").url
    for path in (*EVERYWHERE, sheet, f"{sheet}?territoire=47031"):
        text = visitor.get(f"{path}{'&' if '?' in path else '?'}f={kept}").content.decode()
        carried = Carried(text)
        assert carried.links > 5, path
        assert carried.lost == [], path
        assert {*carried.owned} <= carried.forms, path
        # And nobody else's page holds it.
        assert "f=" not in re.sub(
            r"retour=\S*",
            "",
            "".join(re.findall(r'href="([^"]*)"', visitor.get(path).content.decode())),
        ), path
    assert visitor.get(f"/f/{public[0]}/?f={kept}").url == f"{sheet}?f={kept}"
    # A subscription is nobody's selection.
    assert "f=" not in "".join(
        re.findall(
            r'"([^"]*(?:\.ics|\.atom)[^"]*)"',
            page(visitor, f"/agenda/?f={kept}"),
        )
    )
    found = visitor.get(f"/mon-territoire/?nom=Boé&retour=/agenda/&f={kept}").url
    assert found == f"/agenda/?territoire=47031&f={kept}"


def test_what_is_written_into_a_page(made):
    def of(text: str) -> str:
        return written(text, (41, 12))

    assert of('<a class="x" href="/a/?b=1&amp;c=2#d">') == (
        '<a class="x" href="/a/?b=1&amp;c=2&amp;f=41,12#d">'
    )
    for text in (
        '<a href="/a/?f=7">',
        '<a href="/a/?f=">',
        '<a href="#a">',
        '<a href="//evil.example/">',
        '<a href="https://exemple.fr/">',
        '<a href="/projets/fiches.atom?theme=eau">',
        '<a href="/admin/pages/">',
        '<link rel="canonical" href="/a/">',
        '<form action="https://exemple.fr/" method="get"></form>',
    ):
        assert of(text) == text
    assert of('<form method="post" action="/a/"></form>') == (
        '<form method="post" action="/a/?f=41,12"></form>'
    )
    assert of('<form method="get"><b></b></form>') == (
        '<form method="get"><input type="hidden" name="f" value="41,12"><b></b></form>'
    )


def test_the_order_is_that_of_the_address_and_changes_by_links(visitor, made):
    public, _ = made
    text = page(visitor, f"/selection/?f={numbers(*public[:3])}")
    up = re.findall(r'href="([^"]+)"[^>]*>Monter', text)
    assert titles(page(visitor, html.unescape(up[1]))) == ["a", "c", "b"]
    assert titles(page(visitor, f"/selection/?f={public[2]}&f={public[0]}")) == ["c", "a"]


def test_what_is_not_public_is_not_told_from_what_does_not_exist(visitor, made):
    public, secret = made
    asked = numbers(public[0], *secret, 999_999)
    for path in ("/selection/", "/comparer/"):
        text = page(visitor, f"{path}?f={asked}")
        assert "secr" not in text
        assert "n’existent pas, ou ne sont pas en ligne" in text
    said = html.unescape(page(visitor, f"/selection/?f={asked}"))
    assert f"n°\u00a0{secret[0]}, n°\u00a0{secret[1]}, n°\u00a0999999" in said


NAUGHTY = (
    *("-1", "0", "1.5", "deux", "%00", "%ff%fe", "9" * 400, "1," * 5_000, "²", "1&f=2&f=x"),
    *("<script>", "1,1,1,2", "١٢"),
)


def test_whatever_the_address_holds_it_answers(visitor, made):
    for asked in NAUGHTY:
        for path in ("/selection/", "/comparer/", "/selection/retenir/"):
            more = f"territoire=%00{asked[:50]}&retenir={asked[:9]}&court={asked[:9]}"
            answer = visitor.get(f"{path}?f={asked}&{more}")
            assert answer.status_code in (200, 302), (path, asked)
    assert "n’a pas été comprise" in page(visitor, "/selection/?f=2,deux")


def test_a_selection_is_bounded_and_says_so(visitor, made):
    public, _ = made
    many = numbers(*public, *range(500_000, 500_010))
    assert "Une sélection tient douze fiches" in page(visitor, f"/selection/?f={many}")
    full = numbers(*range(500_000, 500_012))
    answer = visitor.get(f"/selection/retenir/?f={full}&retenir={public[0]}&retour=/projets/")
    assert answer.url == f"/projets/?f={full}#f-{public[0]}"
    assert "une sélection n’en tient pas plus" in page(visitor, f"/projets/?f={full}")


ELSEWHERE = (
    *("//evil.example/x", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"),
    *("", "[::1", "http:evil.example"),
)


def test_nobody_is_led_to_another_site(visitor):
    for back in ELSEWHERE:
        answer = visitor.get("/selection/retenir/", {"retour": back, "retenir": "2"})
        assert answer.url == "/selection/?f=2", back


def test_a_territory_that_is_typed_becomes_its_code_or_is_asked_about(visitor, made):
    public, _ = made
    answer = visitor.get(f"/selection/?f={public[0]}&territoire=boé")
    assert answer.url == f"/selection/?territoire=47031&f={public[0]}"
    assert "5\u202f846" in html.unescape(page(visitor, answer.url))
    assert "Aucun territoire ne répond" in page(
        visitor, f"/comparer/?f={public[0]}&territoire=xyzzy"
    )


def test_a_short_address_opens_the_same_and_dies_unused(visitor, made):
    public, _ = made
    asked = f"/selection/?territoire=47031&f={numbers(*public[:2])}"
    made_at = visitor.post(asked, {"titre": "Conseil du 10 <décembre>"})
    link = ShortLink.objects.get()
    assert made_at.url == f"{asked}&court={link.code}#adresse-courte"
    text = page(visitor, made_at.url.partition("#")[0])
    assert f"http://testserver/s/{link.code}" in text
    assert "<svg" in text.partition("adresse-courte")[2]
    leads = visitor.get(f"/s/{link.code.upper()}/").url
    shown = page(visitor, leads)
    assert titles(shown) == ["a", "b"]
    assert "Conseil du 10 &lt;décembre&gt;" in shown
    assert "Boé" in shown
    # What one does there is done.
    left = press(visitor, shown, "Retenue, retirer")
    assert titles(page(visitor, left.partition("#")[0])) == ["b"]
    assert visitor.post(f"/s/{link.code}/").status_code == 405
    # The code of another selection is not shown as this one's.
    assert f"/s/{link.code}" not in page(visitor, f"/selection/?f={public[0]}&court={link.code}")
    assert visitor.get("/s/" + "z" * LENGTH + "/").status_code == 404
    # Used, it lives on; unused for two years, it goes.
    old = datetime.date(2020, 1, 1)
    ShortLink.objects.update(used_on=old)
    assert visitor.get(f"/s/{link.code}/?again").status_code == 302
    assert ShortLink.objects.get().used_on > old
    ShortLink.objects.update(used_on=datetime.datetime.now(datetime.UTC).date() - KEPT)
    retention.forget_all()
    assert ShortLink.objects.exists()
    ShortLink.objects.update(used_on=old)
    retention.forget_all()
    assert not ShortLink.objects.exists()


def test_a_short_address_is_asked_for_here_with_measure(visitor, made, monkeypatch):
    public, _ = made
    asked = f"/selection/?f={public[0]}"
    nothing = visitor.post("/selection/", {"titre": ""})
    assert nothing.status_code == 422
    assert "Retenez d’abord une fiche" in nothing.content.decode()
    too_long = visitor.post(asked, {"titre": "é" * 10_000})
    assert too_long.status_code == 422
    assert "é" * 10_000 in too_long.content.decode()
    foreign = visitor.post(asked, {"titre": "x"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    monkeypatch.setattr(type(LINKS), "hit", lambda self, identity: False)
    assert "réessayez dans une heure" in visitor.post(asked).content.decode()
    assert not ShortLink.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_statements(visitor, made, count):
    public, _ = made
    for number in range(3):
        AuthorityFactory(code=f"9000{number}", name="Saint-Exemple")
    page(visitor, reverse("selection"))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        page(visitor, f"/selection/?territoire=47031&f={numbers(*public[:count])}")
    assert len(seen) <= QUERIES["selection"], [one["sql"][:90] for one in seen]
    page(visitor, "/selection/?territoire=saint-exemple")
    with CaptureQueriesContext(connection) as seen:
        text = page(visitor, f"/selection/?territoire=saint-exemple&f={numbers(*public[:count])}")
    assert "Plusieurs territoires" in text
    assert len(seen) <= QUERIES["selection"], [one["sql"][:90] for one in seen]
