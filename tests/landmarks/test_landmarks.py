"""Funding programmes and deadlines as visitors meet them, as editors keep them, as a file brings them."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import ImportedSheet, ProjectFunding
from core.importing import ImportRefused
from core.reference_data.merging import merge
from funding.importing import import_funding
from funding.models import FundingAmount, FundingProgramme
from landmarks.importing import import_deadlines
from landmarks.models import Deadline, DeadlineMilestone, DeadlinePlace, DeadlineStory
from network.models import Organisation
from search.index.outbox import drain, rebuild
from tests.factories import AuthorityFactory, DepartementFactory, draft, editor, published

pytestmark = pytest.mark.django_db
AID = "/financements/fonds-des-villages/"
STOP = "/echeances/fin-du-cuivre/"


@pytest.fixture
def aid():
    return FundingProgramme.objects.create(
        name="Fonds des villages",
        funder="État <préfectures>",
        organisation=Organisation.objects.create(name="Agence des villages", acronym="ADV"),
        eligible=["commune"],
        budget=88_000_000,
        starts="2021",
        status="Campagne annuelle",
        status_date="2024-06",
        amounts=[FundingAmount(label="Par commune", amount=5000, unit="€ au plus", year=2024)],
    )


@pytest.fixture
def stop():
    return Deadline.objects.create(
        what="Fin du cuivre", date="2027-01-31", concerned="Les communes du lot.", to_do="Compter."
    )


def funded(aid, publish=published, **fields):
    return publish(funding=[ProjectFunding(funder="État", aid=aid)], **fields)


def text(visitor, path) -> str:
    """With every space a plain one."""
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return re.sub("&nbsp;|[\u00a0\u202f]", " ", answer.content.decode())


def titles(visitor, query) -> set[str]:
    """Of the sheets that a filter finds: without those that a list shows beside them."""
    feed = text(visitor, f"/projets/fiches.atom?{query}")
    return set(re.findall(r"<title>([^<]+)</title>", feed)[1:])


def test_a_programme_says_who_pays_what_and_each_way_leads_back(visitor, aid):
    twice = [ProjectFunding(funder="État", aid=aid) for _ in range(2)]
    sheet = published(title="Panneaux", funding=twice)
    published(title="Bulletin")
    rebuild()
    html = text(visitor, AID)
    assert "La fiche, dans le catalogue" in html
    assert "État &lt;préfectures&gt;" in html
    assert "88 000 000 €" in html
    assert "5 000 € au plus" in html
    assert "juin 2024" in html
    itself = json.loads(re.search(r"ld\+json\">(.+?)</script>", html)[1])["@graph"][0]
    assert (itself["@type"], itself["amount"]["value"]) == ("MonetaryGrant", 88_000_000)
    assert 'href="/projets/?aide=fonds-des-villages"' in html
    assert titles(visitor, "aide=fonds-des-villages") == {"Panneaux"}
    for path in (
        *(sheet.relative_url(None), "/organisations/adv/", "/financements/?type=commune"),
        *("/recherche/?q=villages&rubrique=aide", sheet.authority.get_absolute_url()),
    ):
        assert AID in text(visitor, path), path
    sitemap = text(visitor, "/sitemap.xml")
    assert AID in sitemap
    assert "/organisations/adv/" in sitemap


def test_a_programme_is_closed_by_the_clock_or_by_its_source(visitor, aid, time_machine):
    place = AuthorityFactory().get_absolute_url()
    other = AuthorityFactory(
        departement=DepartementFactory(code="33", name="Gironde")
    ).get_absolute_url()
    aid.ends = "2026-03"
    aid.save()
    aid.departements.add(DepartementFactory())
    aid.save()
    rebuild()
    time_machine.move_to("2026-03-31 12:00+02:00")
    FundingProgramme.objects.create(name="Fonds sans type", funder="État")
    assert "Close" not in text(visitor, "/financements/?page=1")
    mine = text(visitor, place)
    assert AID in mine
    assert "fonds-sans-type" not in mine  # nobody says that it is for a commune
    assert AID not in text(visitor, other)
    time_machine.move_to("2026-04-01 12:00+02:00")
    assert "Close depuis mars 2026" in text(visitor, "/financements/?theme=")
    assert AID not in text(visitor, f"{place}?semblables=taille")
    aid.ends, aid.is_closed = "", True
    aid.save()
    assert "Close" in text(visitor, AID)
    assert AID not in text(visitor, place)


def test_two_programmes_that_are_one(visitor, aid):
    twin = FundingProgramme.objects.create(name="Fonds villages", funder="État", acronym="FV")
    sheet = funded(twin, title="Panneaux")
    rebuild()
    merge(twin, aid)
    drain()
    answer = visitor.get("/financements/fv/")
    assert (answer.status_code, answer["Location"]) == (301, AID)
    assert titles(visitor, "aide=fonds-des-villages") == {"Panneaux"}
    assert AID in text(visitor, sheet.relative_url(None))
    assert "/financements/fv/" not in text(visitor, "/financements/?q=FV")
    aid.refresh_from_db()
    assert (aid.acronym, aid.former_name) == ("FV", "Fonds villages")


def test_a_deadline_is_told_as_past_by_the_clock_and_where_it_concerns(visitor, stop, time_machine):
    sheet = published(title="Panneaux")
    named, other = sheet.authority, AuthorityFactory(departement=DepartementFactory(code="33"))
    large = AuthorityFactory(population=40_000, departement=DepartementFactory(code="33"))
    stop.places.add(
        DeadlinePlace(departement=named.departement, date="2026-06-09", what="Sept départements")
    )
    stop.milestones.add(DeadlineMilestone(date="2026-01", what="Fin des ventes"))
    stop.stories.add(DeadlineStory(sheet=sheet), DeadlineStory(authority=other, what="Nous aussi"))
    stop.save()
    Deadline.objects.create(
        what="NIS 2", date="2024-10", is_national=True, types=["commune"], communes_over=30_000
    )
    rebuild()
    time_machine.move_to("2027-01-31 12:00+01:00")
    html = text(visitor, STOP)
    assert "Échéance à venir" in html
    assert "Nous aussi" in html
    assert "/projets/?echeance=fin-du-cuivre" in html
    mine = text(visitor, named.get_absolute_url())
    assert "Sept départements" in mine
    assert "depuis le 9 juin 2026" in mine
    assert STOP not in text(visitor, other.get_absolute_url())
    assert "/echeances/nis-2/" in text(visitor, large.get_absolute_url())
    assert "/echeances/nis-2/" not in mine
    assert titles(visitor, "echeance=fin-du-cuivre") == {"Panneaux"}
    for path in (
        *(sheet.relative_url(None), "/echeances/", "/echeances/?annee=2027"),
        *("/recherche/?q=cuivre&rubrique=echeance", "/sitemap.xml"),
    ):
        assert STOP in text(visitor, path), path
    time_machine.move_to("2027-02-01 12:00+01:00")
    assert "Échéance passée" in text(visitor, f"{STOP}?lu=1")
    assert "Passée" in text(visitor, "/echeances/?annee=2027&theme=")


def test_the_calendar_holds_the_days_that_are_known(visitor, stop):
    stop.milestones.add(
        DeadlineMilestone(date="2026-01", what="Un mois"),
        DeadlineMilestone(date="2026-06-09", what="Un\r\nBEGIN:VEVENT jour"),
    )
    stop.save()
    answer = visitor.get("/echeances/calendrier.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["dtstart"].dt) for one in events] == ["2027-01-31", "2026-06-09"]
    assert answer["Content-Type"].startswith("text/calendar")
    assert (
        visitor.get("/echeances/calendrier.ics", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code
        == 304
    )


def test_what_a_deadline_does_not_show_is_counted(visitor, stop):
    place = AuthorityFactory(name="Boé")
    days = [f"2026-{month:02}" for month in range(12, 0, -1)]
    rows = [DeadlinePlace(deadline=stop, authority=place) for _ in range(50)]
    rows += [DeadlinePlace(deadline=stop, authority=place, date=day) for day in days]
    DeadlinePlace.objects.bulk_create(rows)
    sheet = published(title="Panneaux")
    rows = [DeadlineStory(deadline=stop, sheet=sheet)]
    rows += [DeadlineStory(deadline=stop, authority=place, what=f"Dit {n}.") for n in range(25)]
    DeadlineStory.objects.bulk_create(rows)
    html = text(visitor, STOP)
    assert "aucune liste entière" not in html
    assert "Et 2 autres : la page de chaque collectivité" in html
    shown = html.partition('id="lieux"')[2].partition("</ul>")[0]
    assert re.findall(r"([a-zûé]+) 2026", shown)[:2] == ["janvier", "février"]
    assert shown.count("<li>") == 60
    assert 'Et 2 autres : <a href="/projets/?echeance=fin-du-cuivre">' in html
    assert "Dit 23." in html  # nowhere else


@pytest.mark.parametrize("how", ["draft", "private"])
def test_a_sheet_that_is_not_public_does_not_leak(visitor, aid, stop, how):
    sheet = funded(aid, draft if how == "draft" else published, title="Secrète")
    if how == "private":
        PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    # Its authority is in no field of the row: without the sheet, nobody is there to be named.
    stop.stories.add(DeadlineStory(sheet=sheet, what="Secrète, en mots"))
    stop.save()
    rebuild()
    for path in (
        *(AID, STOP, "/financements/", "/echeances/", "/recherche/?q=villages"),
        *("/projets/?aide=fonds-des-villages", "/projets/?echeance=fin-du-cuivre"),
    ):
        html = text(visitor, path)
        assert "Secrète" not in html, path
        assert sheet.slug not in html, path


def test_statements_do_not_depend_on_how_much_there_is(
    visitor, aid, stop, django_assert_max_num_queries
):
    sheets = [funded(aid) for _ in range(4)]
    for sheet in sheets:
        stop.stories.add(
            DeadlineStory(sheet=sheet), DeadlineStory(authority=sheet.authority, what="x")
        )
        stop.places.add(DeadlinePlace(authority=sheet.authority))
    stop.save()
    for number in range(4):
        FundingProgramme.objects.create(name=f"Aide {number}", funder="État", eligible=["commune"])
    rebuild()
    visitor.get("/mentions-legales/")
    for path, name in (
        *((AID, "funding"), ("/financements/", "funding list")),
        *((STOP, "deadline"), ("/echeances/", "deadlines")),
        *((sheets[0].relative_url(None), "sheet"), ("/organisations/adv/", "organisation")),
    ):
        with django_assert_max_num_queries(QUERIES[name]):
            assert visitor.get(path).status_code == 200


def test_an_editor_keeps_them(client):
    client.force_login(editor())
    assert "aucune collectivité" in text(
        client, reverse("wagtailsnippets_funding_fundingprogramme:add")
    )
    rows = {f"{name}-{form}": 0 for name in ("amounts", "sources") for form in FORMS}
    asked = {"name": "Fonds", "funder": "État", "eligible": ["commune"], "starts": "mars 2024"}
    address = reverse("wagtailsnippets_funding_fundingprogramme:add")
    wrong = client.post(address, asked | rows | {"ends": "2023"})
    assert "avant le début" in str(wrong.context_data["form"].errors["ends"])
    assert client.post(address, asked | rows | {"ends": "2026"}).status_code == 302
    aid = FundingProgramme.objects.get()
    assert (aid.starts, aid.eligible) == ("2024-03", ["commune"])
    twin = client.post(address, asked | rows | {"name": "FONDS"})
    assert "existe déjà" in str(twin.context_data["form"].errors["name"])
    funded(aid)
    listed = client.get(reverse("wagtailsnippets_funding_fundingprogramme:list") + "?q=fonds")
    assert "1 fiche" in listed.content.decode().replace("\u00a0", " ")

    address = reverse("wagtailsnippets_landmarks_deadline:add")
    groups = ("milestones", "places", "stories", "sources")
    rows = {f"{name}-{form}": 0 for name in groups for form in FORMS}
    asked = {"what": "Fin du cuivre", "date": "bientôt"} | rows
    wrong = client.post(address, asked)
    assert "Écrivez une année" in str(wrong.context_data["form"].errors["date"])
    place = {"places-TOTAL_FORMS": 1, "places-0-ORDER": 1, "places-0-what": "x"}
    wrong = client.post(address, asked | {"date": "2027"} | place)
    assert "Nommez une collectivité" in wrong.content.decode()
    assert not Deadline.objects.exists()
    assert client.post(address, asked | {"date": "31/01/2027"}).status_code == 302
    assert Deadline.objects.get().date == "2027-01-31"
    listed = client.get(reverse("wagtailsnippets_landmarks_deadline:list") + "?q=cuivre")
    assert "Fin du cuivre" in listed.content.decode()


FORMS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


def test_the_rows_of_a_file_come_in_once_or_not_at_all():
    boe = AuthorityFactory(code="47031", name="Boé")
    sheet = published(authority=boe)
    ImportedSheet.objects.create(source="demo", key="a", page=sheet)
    row = {
        "id": "fin",
        "what": "Fin",
        "date": "2027",
        "themes": [],
        "milestones": [{"date": "2026-06", "what": "Ici", "communes": ["47031"], "source": None}],
        "communes": ["47031"],
        "departements": ["47"],
        "lived_by": [{"name": "Boé", "insee": "47031", "sheet_id": None, "what": "Prêts."}],
        "sheet_ids": ["a"],
        "sources": [{"title": "Arcep", "author": None, "url": None, "date": "2025-02"}],
    }
    broken = [row | {"id": "b", "communes": ["00000"]}, row | {"id": "c", "sheet_ids": ["z"]}]
    broken += [row | {"id": "d", "what": "D", "date": "demain"}]
    with pytest.raises(ImportRefused, match="00000") as refused:
        import_deadlines([row, *broken], source="demo")
    assert len(refused.value.errors) == 3
    assert not Deadline.objects.exists()
    assert [import_deadlines([row], source="demo") for _ in range(2)] == [1, 0]
    found = Deadline.objects.get()
    assert [(one.day, one.what) for one in found.places.all()] == [("2026-06", "Ici"), ("2027", "")]
    assert {one.sheet for one in found.stories.all()} == {None, sheet}
    sheet.delete()
    assert found.stories.filter(sheet=None).count() == 2


def test_the_demo_files(visitor):
    """What they name is there: organisations of the directory, sheets of the demo."""
    folder = settings.BASE_DIR / "data" / "demo"
    told = {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("funding", "deadlines", "cases")
    }
    rows, deadlines = told["funding"]["funding"], told["deadlines"]["deadlines"]
    assert (len(rows), len(deadlines)) == (28, 17)
    sheets = {one["id"]: one for one in told["cases"]["cases"]}
    for row in rows:
        for key in row["sheet_ids"]:
            assert row["name"] in [one["programme"] for one in sheets[key]["funding"]]
        assert import_funding([row | {"themes": [], "departements": [], "regions": []}]) == 1
    assert {key for one in deadlines for key in one["sheet_ids"]} <= set(sheets)
    assert FundingProgramme.objects.filter(organisation__name="ANSSI").count() == 4
