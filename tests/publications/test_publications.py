"""Publications as visitors meet them: in lists, under one another, on the pages of those whom they name."""

import datetime
import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from network.importing import import_organisations
from network.models import Organisation
from publications.importing import import_publications
from publications.models import (
    Figure,
    PublicationEvent,
    PublicationPage,
    PublicationSheet,
    PublicationSource,
    Publisher,
    Recommendation,
    Signatory,
)
from search.index.outbox import drain, rebuild
from setup.tree import ensure_publications, ensure_tree
from taxonomy.importing import import_themes
from tests.events.visitors import stage
from tests.factories import ThemeFactory, published
from tests.publications.made import publication

DEMO = settings.BASE_DIR / "data" / "demo"
ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def section(html: str, heading: str) -> str:
    """What stands under a heading, by its id."""
    return html.partition(f'id="{heading}"')[2].partition("</section>")[0]


def answer(title: str, **fields) -> PublicationPage:
    """A ministerial answer."""
    known = {
        "kind": "reponse-ministerielle",
        "date": "2021-06-17",
        "question": "Quand la fibre sera-t-elle là ?",
        "question_by": "Mme Une Telle, sénatrice",
        "question_date": "2021-02-04",
        "ministry": "Transition numérique",
        "body": "<p>Avant la fin de 2025.</p>",
    }
    return publication(title=title, **known | fields)


@pytest.fixture(scope="module")
def real(shared_rows):
    """The rows of the demo file, with the directory that stands before them."""
    content = json.loads((DEMO / "cases.json").read_text("utf-8"))
    import_themes(content["meta"]["taxonomy"]["themes"])
    import_organisations(content["organisations"])
    rows = json.loads((DEMO / "publications.json").read_text("utf-8"))["publications"]
    report = import_publications(rows, source="demo", parent=ensure_publications())
    return rows, report


def test_the_real_publications_come_in_once(real):
    rows, report = real
    assert len(report.created) == len(rows) == 46
    again = import_publications(rows, source="demo", parent=ensure_publications())
    assert (again.created, again.kept) == ([], 46)
    for row in rows:
        page = PublicationPage.objects.get(slug=row["id"])
        assert (page.live, page.date) == (True, row.get("date", ""))
        assert page.publishers.count() == len(row["publishers"])
        assert page.sources.count() == len(row.get("sources", []))
    assert Organisation.objects.filter(name="InfraNum").count() == 1
    assert Organisation.objects.filter(name="Nantes Métropole").exists()  # made
    assert not Organisation.objects.filter(name="Ville de Nantes").exists()  # a town that signed


def test_the_oural_report_says_what_is_known_of_its_recommendations(visitor, real):
    html = text(visitor, "/publications/rapport-oural-2015/")
    assert "9&nbsp;recommandations connues ici" in html
    assert "La source en annonce&nbsp;: une cinquantaine" in html
    assert "Aucune source lue ne dit encore ce qu’elles sont devenues" in html
    assert "Akim Oural, adjoint au maire" in html
    assert "juillet\u00a02015" in html
    assert section(html, "recommandations").count("suite non connue") == 9
    path = re.search(r'href="(/publications/rapport-oural-2015/recommandations/[^"]+)"', html)[1]
    one = text(visitor, path)
    assert "animation territoriale" in one
    assert "Aucune source lue ne le dit encore." in one
    assert path in text(visitor, "/sitemap.xml?p=1&section=recommendations") or path in text(
        visitor, "/sitemap.xml"
    )


def test_what_stands_under_a_publication_comes_from_records(visitor, real):
    html = text(visitor, "/publications/manifeste-illectronisme-2020/")
    also = section(html, "lire-aussi")
    assert "manifeste-illectronisme-2020" not in also
    # Of three manifestos of the same networks, all are of its own rubric.
    assert section(html, "rubrique").count("/publications/manifeste-") == 3
    assert "courrier-belle-alliance-cnfs-2024" in also  # inclusion numérique too


def test_in_the_same_rubric_under_a_ministerial_answer(visitor):
    asked = answer("Fibre en zone rurale", rubric="Très haut débit")
    near = answer(
        "Fibre en montagne", rubric="Très haut débit", date="2020-05-01", question_date="2020"
    )
    answer("Archives", rubric="Données")
    answer("Brouillon", rubric="Très haut débit", live=False)
    html = text(visitor, asked.relative_url(None))
    assert "Quand la fibre sera-t-elle là" in section(html, "question")
    assert "4\u00a0février\u00a02021" in section(html, "question")
    assert "Transition numérique, 17\u00a0juin\u00a02021" in section(html, "texte")
    beside = section(html, "rubrique")
    assert "Dans la même rubrique" in beside
    assert near.relative_url(None) in beside
    assert "Archives" not in beside
    assert "Brouillon" not in beside
    itself = json.loads(re.search(r"ld\+json\">(.+?)</script>", html)[1])["@graph"][0]
    assert (itself["@type"], itself["acceptedAnswer"]["dateCreated"]) == ("Question", "2021-06-17")
    # In the words of the ministry, and not in those of our editors.
    assert itself["acceptedAnswer"]["text"] == "Avant la fin de 2025."
    assert "acceptedAnswer" not in text(visitor, answer("Sans texte", body="").relative_url(None))
    rebuild()
    way = unescape(re.search(r'href="(/publications/\?q=[^"]+)"', html)[1])
    assert near.relative_url(None) in text(visitor, way)


def test_an_organisation_leads_to_the_others_that_it_publishes_and_never_to_an_empty_list(visitor):
    network = Organisation.objects.create(name="Avicca")
    for number in range(13):
        page = publication(
            title=f"Lettre {number}", recommendations=[Recommendation(text="Agir.", owner=network)]
        )
    asked = f'href="{network.get_absolute_url()}"'
    assert asked in text(visitor, f"{page.relative_url(None)}recommandations/sans-numero-1/")
    assert "?reseau=avicca" not in text(visitor, network.get_absolute_url())
    publication(network, title="Ancienne", date="1999")
    assert "?reseau=avicca" in text(visitor, network.get_absolute_url())


def test_links_go_both_ways_and_leave_nothing_hidden(visitor):
    network, other = (Organisation.objects.create(name=name) for name in ("Avicca", "Muette"))
    sheet, date = published(title="Panneaux"), stage()
    page = publication(
        network,
        title="Une lettre",
        sheets=[PublicationSheet(sheet=sheet)],
        events=[PublicationEvent(event=date)],
    )
    hidden = publication(
        other, title="Rien encore", sheets=[PublicationSheet(sheet=sheet)], live=False
    )
    private = publication(other, title="Entre nous", sheets=[PublicationSheet(sheet=sheet)])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    rebuild()
    html, own = text(visitor, page.relative_url(None)), page.relative_url(None)
    for thing in (network.get_absolute_url(), sheet.relative_url(None), date.relative_url(None)):
        assert f'href="{thing}"' in html
        assert f'href="{own}"' in text(visitor, thing)
    assert own in text(visitor, ensure_tree()[0].url)
    for path in (
        *("/", "/publications/", "/publications/publications.atom", "/sitemap.xml"),
        *(sheet.relative_url(None), "/recherche/?q=rien+encore", "/recherche/?q=entre+nous"),
    ):
        assert hidden.slug not in text(visitor, path), path
        assert private.slug not in text(visitor, path), path
    assert visitor.get(other.get_absolute_url()).status_code == 404
    assert visitor.get(f"{private.relative_url(None)}recommandations/1/").status_code == 404
    sheet.unpublish()
    assert "Panneaux" not in text(visitor, own)


def test_filters_and_the_feed_of_each(visitor):
    theme = ThemeFactory(name="Eau", slug="eau")
    network = Organisation.objects.create(name="Avicca")
    publication(network, title="Sur l’eau", themes=[theme], state="envoyee")
    publication(
        title="Un guide", kind="guide", date="2019", signatories=[Signatory(organisation=network)]
    )
    rebuild()
    for query, found in (
        ("publication=guide", {"Un guide"}),
        ("theme=eau", {"Sur l’eau"}),
        ("reseau=avicca", {"Sur l’eau", "Un guide"}),
        ("annee=2019", {"Un guide"}),
        ("etat=envoyee", {"Sur l’eau"}),
        ("q=guide", {"Un guide"}),
    ):
        listed = re.findall(
            r'card__title"><a href="[^"]+">(.+?)</a>',
            text(visitor, f"/publications/?{query}").partition("voisines")[0],
        )
        assert {re.sub("<[^>]+>", "", title) for title in listed} == found, query
        feed = text(visitor, f"/publications/publications.atom?{query}")
        entries = ElementTree.fromstring(feed).iter(f"{ATOM}entry")
        assert {entry.findtext(f"{ATOM}title") for entry in entries} == found, query
    assert "/publications/un-guide/" in text(visitor, "/recherche/?q=guide&rubrique=publication")


def test_a_consultation_opens_and_closes_by_the_clock(visitor):
    page = publication(
        title="Charte en projet",
        state="en-consultation",
        consultation_opens_on=datetime.date(2026, 12, 1),
        consultation_closes_on=datetime.date(2026, 12, 12),
        consultation_url="https://exemple.fr/avis",
    )
    rebuild()
    zone = timezone.get_default_timezone()
    for moment, said, is_open in (
        ((2026, 11, 30, 23), "Consultation à partir du 1er\u00a0décembre\u00a02026", False),
        ((2026, 12, 1, 1), "En consultation jusqu’au 12\u00a0décembre\u00a02026", True),
        ((2026, 12, 12, 23), "En consultation jusqu’au 12\u00a0décembre\u00a02026", True),
        ((2026, 12, 13, 1), "Consultation close le 12\u00a0décembre\u00a02026", False),
    ):
        with time_machine.travel(datetime.datetime(*moment, tzinfo=zone), tick=False):
            page.save()  # kept pages are made anew
            html, listed = text(visitor, page.relative_url(None)), text(visitor, "/publications/")
            assert said in html, moment
            assert said in listed, moment
            assert ("Donner son avis" in html) == is_open
            assert ("En consultation aujourd’hui" in listed) == is_open


def test_statements_do_not_depend_on_how_much_there_is(visitor, django_assert_max_num_queries):
    themes = [ThemeFactory() for _ in range(4)]
    networks = [Organisation.objects.create(name=f"Réseau {number}") for number in range(12)]
    for number in range(6):
        publication(*networks[:3], title=f"Autre {number}", themes=themes)
    sheets = [published() for _ in range(2)]
    page = publication(
        *networks,
        themes=themes,
        signatories=[Signatory(organisation=one) for one in networks],
        recommendations=[
            Recommendation(number=str(number), text="Agir.", owner=networks[number % 12])
            for number in range(40)
        ],
        figures=[Figure(label="Communes", value=str(number)) for number in range(10)],
        sources=[PublicationSource(title="Une source") for _ in range(10)],
        sheets=[PublicationSheet(sheet=sheet) for sheet in sheets],
        events=[PublicationEvent(event=stage(title=f"Étape {n}")) for n in range(2)],
    )
    rebuild()
    visitor.get("/publications/")
    visitor.get("/projets/")  # which reads the values of all filters, once for the process
    own = page.relative_url(None)
    for path, name in (
        (own, "publication"),
        (f"{own}recommandations/3/", "recommendation"),
        ("/publications/?publication=manifeste", "publications"),
        (networks[0].get_absolute_url(), "organisation"),
        (sheets[0].relative_url(None), "sheet"),
    ):
        with django_assert_max_num_queries(QUERIES[name]):
            assert visitor.get(path).status_code == 200, path


def test_an_organisation_is_found_once_a_publication_names_it(visitor):
    quiet = Organisation.objects.create(name="Déclic")
    rebuild()
    assert quiet.get_absolute_url() not in text(visitor, "/recherche/?q=declic")
    page = publication(title="Une étude")
    page.publishers = [Publisher(organisation=quiet)]
    page.save_revision().publish()
    drain()
    assert quiet.get_absolute_url() in text(visitor, "/recherche/?q=declic")
