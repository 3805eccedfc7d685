"""Groups, programmes and who sits where: as visitors meet them, as editors keep them, as a file brings them."""

import datetime
import io
import json
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from bench.limits import QUERIES
from catalogue.models import ImportedSheet
from core.importing import ImportRefused
from core.reference_data.merging import merge
from groups.importing import import_groups, import_programmes
from groups.models import (
    CohortMember,
    Edition,
    Group,
    GroupDeliverable,
    GroupParent,
    Mandate,
    Meeting,
    Person,
    Programme,
    ProgrammeDeliverable,
    ProgrammeOrganiser,
    RemovedPerson,
    RoadmapItem,
    Stage,
    Tool,
    WaitingMember,
)
from network.models import Organisation
from search.index.outbox import drain, rebuild
from tests.events.factories import draft as draft_event
from tests.events.factories import published as published_event
from tests.factories import AuthorityFactory, draft, editor, published
from tests.publications.made import publication

pytestmark = pytest.mark.django_db
GROUP = "/groupes/commission-numerique/"


@pytest.fixture
def network():
    return Organisation.objects.create(name="Réseau des villages", acronym="RDV")


@pytest.fixture
def group(network):
    group = Group(name="Commission numérique", kind=Group.Kind.COMMISSION, purpose="Elle <porte>.")
    group.parents = [GroupParent(label="Le RDV", organisation=network)]
    group.save()
    return group


def seat(group, name, **fields) -> Mandate:
    person, _ = Person.objects.get_or_create(name=name, defaults={"function": "Maire"})
    return Mandate.objects.create(
        **{"person": person, "group": group, "source_title": "Un compte rendu"} | fields
    )


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def sitting(html) -> str:
    """The names of who holds a mandate, above those whose dates nobody read and those that lapsed."""
    shown = re.search(r'<h2[^>]*id="qui".*?</section>', html, re.DOTALL)[0]
    return re.split(r"<h3|<form", shown)[0]


def test_a_mandate_lapses_by_the_clock_and_stays_in_the_history(visitor, group, time_machine):
    boe = AuthorityFactory(name="Boé", code="47031")
    seat(group, "Ada Un", begins="2021-02-04", authority=boe, is_elected=True, behalf_stated="Boé")
    seat(group, "Bao Deux", begins="2021", ends="2022-06")
    seat(group, "Cléo Trois", begins="2023-01")
    seat(group, "Dov Quatre")
    time_machine.move_to(datetime.datetime(2026, 3, 14, 12, tzinfo=datetime.UTC), tick=False)
    today = sitting(text(visitor, GROUP))
    assert "Ada Un" in today
    assert "Cléo Trois" in today
    assert "Bao Deux" not in today
    assert "Dov Quatre" not in today
    time_machine.move_to(datetime.datetime(2026, 3, 15, 12, tzinfo=datetime.UTC), tick=False)
    html = text(visitor, f"{GROUP}?au=x")  # no day: today; and another address than the kept one
    assert "Ada Un" not in sitting(html)
    assert "renouvellement général des conseils de mars 2026" in html
    for day, there in (
        ("2021-02-11", {"Ada Un", "Bao Deux"}),
        ("2022-06-30", {"Ada Un", "Bao Deux"}),
        ("2022-07-01", {"Ada Un"}),
        ("2020-12-31", set()),
    ):
        html = text(visitor, f"{GROUP}?au={day}")
        assert set(re.findall(r"<dt>([^<]+)</dt>", sitting(html))) == there, day
        assert "noindex" in html
        assert '"OrganizationRole"' not in html  # machines read those of today
    for asked in ("2999-01-01", "0001-01-01", "2021-02-31", "%00", "9" * 5000, "2021-02-11&au="):
        assert "Revenir à aujourd’hui" not in text(visitor, f"{GROUP}?au={asked}"), asked
    # The page of the authority that one sat for says so as long as it lasts.
    assert "Ada Un" not in text(visitor, "/territoires/47031/")
    time_machine.move_to(datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC), tick=False)
    assert "Ada Un" in text(visitor, "/territoires/47031/?semblables=x")


def test_all_of_a_group_is_on_its_page_and_each_way_leads_back(visitor, group, network):
    event = published_event(title="Forum")
    group.roadmap = [RoadmapItem(text="Un manifeste", status="engagé", date="2021-02")]
    group.meetings = [
        Meeting(date="2021-02-04", subject="Renouvellement", event=event),
        Meeting(date="2022", subject="Secret", event=draft_event(title="Privé")),
    ]
    group.save()
    other = Group.objects.create(name="Réseau d’à côté", kind=Group.Kind.NETWORK)
    seat(group, "Ada Un", begins="2023", function="coprésidence")
    seat(other, "Ada Un", begins="2024")
    html = text(visitor, GROUP)
    for shown in ("Elle &lt;porte&gt;.", "Un manifeste", "engagé", "Coprésidence"):
        assert shown in html, shown
    assert 'href="/organisations/rdv/"' in html
    assert event.relative_url(None) in html
    assert "Privé" not in html
    assert f'href="{other.get_absolute_url()}"' in html  # what else she does
    itself = json.loads(re.search(r"ld\+json\">(.+?)</script>", html)[1])["@graph"][0]
    assert itself["member"][0]["member"]["name"] == "Ada Un"
    for path in ("/organisations/rdv/", event.relative_url(None), other.get_absolute_url()):
        assert f'href="{GROUP}"' in text(visitor, path), path
    assert GROUP in text(visitor, "/sitemap.xml")
    rebuild()
    for path in ("/groupes/?groupe=commission", "/groupes/?reseau=rdv", "/recherche/?q=manifeste"):
        assert f'href="{GROUP}"' in text(visitor, path), path
    group.roadmap = [RoadmapItem(text="Une charte")]
    group.save()
    drain()
    assert f'href="{GROUP}"' in text(visitor, "/recherche/?q=charte&rubrique=groupe")
    assert f'href="{GROUP}"' not in text(visitor, "/groupes/?groupe=reseau")


def test_a_programme_tells_its_editions_and_who_was_in_them(visitor, network):
    boe = AuthorityFactory(name="Boé", code="47031")
    sheet, secret = published(title="Panneaux", authority=boe), draft(title="Secrète")
    programme = Programme(
        name="Villages", kind=Programme.Kind.CALL, begins="2020", ends="2022", budget="2 M€"
    )
    programme.organisers = [ProgrammeOrganiser(label="Le RDV", organisation=network)]
    programme.save()
    edition = Edition(programme=programme, name="Première vague", date="2020")
    edition.cohort = [
        CohortMember(label="Boé", authority=boe, sheet=sheet),
        CohortMember(label="Nérac", sheet=secret),
    ]
    edition.save()
    html = text(visitor, "/programmes/villages/")
    assert '"@type": "Project"' in html
    assert '"parentOrganization": [{"@type": "Organization"' in html
    for shown in ("2020-2022", "2\u00a0M€", "Première vague", "Nérac", sheet.relative_url(None)):
        assert shown in html, shown
    assert "Secrète" not in html
    for path in ("/organisations/rdv/", "/territoires/47031/", sheet.relative_url(None)):
        assert 'href="/programmes/villages/"' in text(visitor, path), path
    rebuild()
    assert 'href="/programmes/villages/"' in text(visitor, "/programmes/?q=Nérac")
    assert "/programmes/villages/" in text(visitor, "/sitemap.xml")


def test_what_came_out_of_it_its_stages_and_who_waits_lead_both_ways(visitor, group, network):
    boe = AuthorityFactory(name="Boé", code="47031")
    event, secret = published_event(title="Lancement"), draft_event(title="Privé")
    guide = publication(network, title="Un guide")
    hidden = publication(network, title="Brouillon de guide", live=False)
    group.deliverables = [
        GroupDeliverable(text="Le guide", publication=guide, url="https://exemple.fr/guide"),
        GroupDeliverable(text="Rien encore", publication=hidden),
    ]
    group.save()
    programme = Programme(name="Villages", kind=Programme.Kind.CALL)
    programme.stages = [Stage(text="Début", event=event), Stage(text="Fin", event=secret)]
    programme.tools = [Tool(text="Un modèle de convention", url="https://exemple.fr/modele")]
    programme.deliverables = [ProgrammeDeliverable(text="Le guide", publication=guide)]
    at = "https://exemple.fr/attente"
    programme.waiting = [
        WaitingMember(label="Boé", authority=boe, since="2025", source_url=at),
        WaitingMember(label="L’association", organisation=network, source_url=at),
    ]
    programme.save()
    own, html = programme.get_absolute_url(), text(visitor, programme.get_absolute_url())
    for shown in ("Un modèle de convention", "Qui attend d’en être", "depuis 2025", at):
        assert shown in html, shown
    for page in (event, guide):
        assert f'href="{page.relative_url(None)}"' in html
        assert f'href="{own}"' in text(visitor, page.relative_url(None))
    assert "Privé" not in html
    for path in ("/territoires/47031/", "/organisations/rdv/"):
        assert f'href="{own}"' in text(visitor, path), path
    html = text(visitor, GROUP)
    assert f'href="{guide.relative_url(None)}"' in html
    assert hidden.slug not in html
    assert f'href="{GROUP}"' in text(visitor, guide.relative_url(None))
    rebuild()
    assert f'href="{own}"' in text(visitor, "/programmes/?q=convention")
    guide.unpublish()
    assert guide.slug not in text(visitor, f"{GROUP}?f=x")


def remove(name, *options) -> str:
    said = io.StringIO()
    call_command("remove_person", name, *options, stdout=said)
    return said.getvalue()


def test_a_person_who_asks_is_taken_out_for_good(visitor, group):
    seat(group, "Zoé Quartz", begins="2023")
    group.roadmap = [
        RoadmapItem(text="Rapport de Zoé Quartz"),
        RoadmapItem(text="Rapport de Zoé Quartzo"),
    ]
    group.save()
    published(title="Une fiche", summary="Portée par ZOÉ QUARTZ dès le début.")
    published(title="Ses actions", actions="<p>Des ateliers de <b>Zoé Quartz</b>.</p>")
    published_event(title="Rencontre avec Zoé Quartz")
    ModelLogEntry.objects.log_action(Person.objects.get(), "wagtail.create")
    rebuild()
    assert GROUP in text(visitor, "/recherche/?q=%22Quartz%22&rubrique=groupe")
    said = remove("zoé quartz")
    assert "nom effacé" in said
    # An editor's to write again: plain text, rich text, titles.
    for title in ("Une fiche", "Ses actions", "Rencontre avec Zoé Quartz"):
        assert f"« {title} »" in said, title
    assert not Person.objects.exists()
    assert not Mandate.objects.exists()
    drain()
    html = text(visitor, GROUP)
    assert "Zoé Quartz<" not in html
    assert "Rapport de [nom retiré]" in html
    assert "Zoé Quartzo" in html
    assert GROUP not in text(visitor, "/recherche/?q=%22Quartz%22&rubrique=groupe")
    assert not ModelLogEntry.objects.filter(label__icontains="zoé quartz").exists()
    assert "Zoé" not in RemovedPerson.objects.get().key
    assert import_groups([row(chairs=[chair(name="Zoé Quartz"), chair(name="Bao Deux")])]) == 1
    assert [one.name for one in Person.objects.all()] == ["Bao Deux"]


def test_a_name_that_no_row_has_is_taken_out_of_texts_too_and_may_be_let_back(visitor, group):
    group.roadmap = [RoadmapItem(text="Rapport de Zoé Quartz et de Zoé Quartz-Martin")]
    group.save()
    said = remove("Zoé Quartz")
    assert "n’était pas enregistrée" in said
    assert "nom effacé" in said
    assert "Rapport de [nom retiré] et de Zoé Quartz-Martin" in text(visitor, GROUP)
    assert "nulle part" in remove("Zoé Quartz")
    with pytest.raises(CommandError, match="prénom"):
        remove("Rapport")
    remove("Zoé Quartz", "--undo")
    assert import_groups([row(chairs=[chair(name="Zoé Quartz")])]) == 1
    assert Person.objects.get().name == "Zoé Quartz"


def chair(**fields) -> dict:
    return {"name": "Bao Deux", "source_title": "Un article", "body": "Ville de Boé"} | fields


def row(**fields) -> dict:
    return {
        "id": "les-pairs",
        "name": "Les pairs",
        "kind": "reseau",
        "parents": ["Réseau neuf", "Ville de Boé"],
        "chairs": [],
    } | fields


def test_the_rows_of_a_file_come_in_once_or_not_at_all(network):
    boe = AuthorityFactory(code="47031", name="Boé")
    for wrong in (
        row(parents=[]),
        row(kind="club"),
        row(chairs=[chair(**{"from": "2022", "to": "2021"})]),
        row(partnership="Inconnu"),
        row(meetings=[{"date": "2021-13", "subject": "x"}]),
    ):
        with pytest.raises(ImportRefused):
            import_groups([row(name="Bonne"), wrong])
        assert not Group.objects.exists()
        assert not Person.objects.exists()
        assert Organisation.objects.count() == 1
    assert [import_groups([row(chairs=[chair()])]) for _ in range(2)] == [1, 0]
    group = Group.objects.get()
    assert group.get_absolute_url() == "/groupes/les-pairs/"
    assert [one.url for one in group.parents.all()] == [
        "/organisations/reseau-neuf/",
        "/territoires/47031/",
    ]
    assert group.mandates.get().authority == boe
    sheet = published()
    ImportedSheet.objects.create(source="demo", key="a", page=sheet)
    told = {"edition": "Une", "authorities": [{"name": "Boé", "insee": "47031", "sheet_id": "a"}]}
    programme = {"name": "P", "kind": "appel", "organisers": ["Réseau des villages"]}
    programme |= {"editions": [told], "sheet_ids": ["a"]}
    guide = publication(network, title="Le guide")
    for _ in range(2):
        publication(network, title="Deux fois")
    event = published_event(title="Lancement")
    programme["deliverables"] = [{"text": "Le guide"}, {"text": "Deux fois"}]
    programme["stages"] = [{"text": "Début", "event": "Lancement"}]
    programme["waiting"] = [{"name": "Boé", "insee": "47031", "source": "https://exemple.fr/"}]
    programme["tools"] = [{"text": "Un modèle"}]
    nobody = programme | {"waiting": [{"name": "Boé"}]}
    with pytest.raises(ImportRefused):
        import_programmes([nobody], source="demo")
    assert import_programmes([programme], source="demo") == 1
    member = CohortMember.objects.get()
    assert (member.authority, member.sheet_id) == (boe, sheet.pk)
    made = Programme.objects.get()
    assert not made.sheets.exists()  # told once, in its edition
    assert [one.publication_id for one in made.deliverables.all()] == [guide.pk, None]
    assert made.stages.get().event_id == event.pk
    assert made.waiting.get().authority == boe
    assert made.tools.get().text == "Un modèle"


def test_an_editor_is_told_at_the_field_what_a_mandate_may_not_be(client, group, network):
    client.force_login(editor())
    person = Person.objects.create(name="Ada Un", function="Maire")
    address = reverse("wagtailsnippets_groups_mandate:add")
    sent = {"person": person.pk, "group": group.pk, "organisation": "", "function": "présidence"}
    sent |= {"begins": "mars 2021", "ends": "", "source_title": "Un article", "source_url": ""}
    sent |= {"capacity": "", "behalf_stated": "", "authority": "", "note": ""}
    for wrong, field, said in (
        ({"ends": "2020"}, "ends", "avant d’avoir commencé"),
        ({"organisation": network.pk}, "organisation", "pas les deux"),
        ({"group": ""}, "group", "où ce mandat s’exerce"),
        ({"source_title": ""}, "source_title", ""),
    ):
        answer = client.post(address, sent | wrong)
        assert answer.status_code == 200, wrong
        assert said in str(answer.context["form"].errors[field]), wrong
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent | {"group": "", "organisation": network.pk}).status_code == 302
    again = client.post(address, sent)
    assert "déjà enregistré" in str(again.context["form"].errors["person"])
    listed = client.get(reverse("wagtailsnippets_groups_person:list") + "?q=ada").content.decode()
    assert re.search(r"<td[^>]*>\s*2\s*</td>", listed)  # in two boards


def test_an_editor_tells_a_mistake_from_somebody_who_asks_to_be_taken_out(client, group):
    client.force_login(editor())
    group.roadmap = [RoadmapItem(text="Rapport d’Ada Un")]
    group.save()
    seat(group, "Ada Un")
    adding = reverse("wagtailsnippets_groups_person:add")
    sent = {"name": "Ada Un", "function": "Maire"}
    page = reverse("wagtailsnippets_groups_person:delete", args=[Person.objects.get().pk])
    assert 'name="asked"' in client.get(page).content.decode()
    # Typed twice: the row alone goes.
    assert client.post(page).status_code == 302
    assert not Mandate.objects.exists()
    assert RoadmapItem.objects.get().text == "Rapport d’Ada Un"
    assert client.post(adding, sent).status_code == 302
    again = Person.objects.get()
    # In bulk nobody could say which it is.
    bulk = reverse("wagtail_bulk_action", args=["groups", "person", "delete"])
    answer = client.post(f"{bulk}?id={again.pk}", follow=True)
    assert "une à une" in answer.content.decode()
    assert Person.objects.get() == again

    page = reverse("wagtailsnippets_groups_person:delete", args=[again.pk])
    told = client.post(page, {"asked": "on"}, follow=True).content.decode()
    assert "effacé de 1 texte." in told.replace("\u00a0", " ")
    assert RoadmapItem.objects.get().text == "Rapport d’[nom retiré]"
    assert not ModelLogEntry.objects.filter(label__icontains="ada un").exists()
    answer = client.post(adding, sent | {"name": "ADA UN"})
    assert "retiré à la demande" in str(answer.context["form"].errors["name"])


def test_two_organisations_that_become_one_bring_all_of_theirs(group, network):
    kept = Organisation.objects.create(name="Réseau des bourgs")
    seat(None, "Ada Un", organisation=network, begins="2021")
    merge(network, kept)
    assert group.parents.get().organisation == kept
    assert Mandate.objects.get().organisation == kept


@time_machine.travel(
    "2026-11-24T10:00:00+01:00", tick=False
)  # what is kept is read again each minute
def test_statements_do_not_depend_on_how_much_there_is(
    visitor, group, network, committed, django_assert_max_num_queries
):
    boe = AuthorityFactory(name="Boé", code="47031")
    group.meetings = [
        Meeting(date="2021", subject=f"n° {n}", event=published_event()) for n in range(3)
    ]
    group.save()
    others = [Group.objects.create(name=f"Autre {n}", kind="reseau") for n in range(4)]
    for number, other in enumerate(others):
        other.parents = [GroupParent(label="RDV", organisation=network)]
        other.save()
        seat(group, f"Personne {number}", begins="2025", authority=boe)
        seat(other, f"Personne {number}", begins="2025", authority=boe)
    programme = Programme(name="Villages", kind="appel")
    programme.organisers = [ProgrammeOrganiser(label="RDV", organisation=network)] * 1
    guide = publication(network, title="Un guide")
    programme.deliverables = [
        ProgrammeDeliverable(text=f"n° {n}", publication=guide) for n in range(3)
    ]
    programme.stages = [Stage(text=f"n° {n}", event=published_event()) for n in range(3)]
    programme.waiting = [
        WaitingMember(label=f"n° {n}", authority=boe, source_url="https://exemple.fr/")
        for n in range(3)
    ]
    programme.save()
    for number in range(4):
        edition = Edition(programme=programme, name=f"Vague {number}")
        edition.cohort = [
            CohortMember(label="Boé", authority=boe, sheet=published(authority=boe)),
            CohortMember(label="RDV", organisation=network),
        ]
        edition.save()
    committed()
    for path, name in (
        (GROUP, "group"),
        ("/programmes/villages/", "programme"),
        ("/organisations/rdv/", "organisation"),
        ("/territoires/47031/", "authority"),
    ):
        visitor.get(f"{path}?x")  # what all pages share
        with django_assert_max_num_queries(QUERIES[name]):
            assert visitor.get(path).status_code == 200
