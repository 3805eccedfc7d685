"""/recherche/, its suggestions, plain wordings of difficulties, and the counts that editors read."""

import datetime

import pytest
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import close_old_connections

from catalogue.choices import Difficulty
from catalogue.models import ProjectDifficulty, ProjectPage, ProjectPartner
from core import counted_later, retention
from home.models import PlainPage
from network.models import Organisation
from search.audience import counting
from search.engines.base import EngineUnavailable
from search.index import outbox
from search.models import SearchCount, Synonym
from search.text.parsing import parse
from search.text.synonyms import SynonymTable
from search.text.vocabulary import load_difficulties
from setup.tree import ensure_tree
from territories.models import Authority
from tests.conftest import Waiting
from tests.events.factories import published as published_event
from tests.factories import SheetFactory, ThemeFactory, UserFactory, editor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def hard(shared_rows) -> int:
    """A sheet with a difficulty, another sheet, and a plain page."""
    school = ThemeFactory(name="École et enfance")
    hard = SheetFactory(title="Cantine dématérialisée", main_theme=school)
    hard.difficulties = [
        ProjectDifficulty(type=Difficulty.ADOPTION, text="Les craintes étaient vives.")
    ]
    hard.save()
    SheetFactory(title="Capteurs d'eau", main_theme=ThemeFactory(name="Eau"))
    home = ensure_tree()[0]
    home.add_child(
        instance=PlainPage(title="Accessibilité", slug="accessible", body="<p>La cantine aussi</p>")
    )
    load_difficulties()
    return hard.pk


@pytest.fixture
def site(hard, indexed):
    indexed()
    return ProjectPage.objects.get(pk=hard)


def found(client, address) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return sorted(hit["title"] for hit in response.context["results"]["hits"])


def test_every_kind_is_found_and_can_be_chosen(visitor, site):
    assert found(visitor, "/recherche/?q=cantine") == ["Accessibilité", "Cantine dématérialisée"]
    assert found(visitor, "/recherche/?q=cantine&rubrique=page") == ["Accessibilité"]
    response = visitor.get("/recherche/?q=cantine&rubrique=page")
    groups = {group["name"]: group for group in response.context["results"]["facets"]}
    counts = {value["value"]: value["count"] for value in groups["rubrique"]["values"]}
    assert counts == {"projet": 1, "page": 1}
    # The catalogue is the same path with the kind fixed: the parameter does nothing there.
    assert found(visitor, "/projets/?q=cantine&rubrique=page") == ["Cantine dématérialisée"]


def test_one_kind_brings_the_facets_of_its_list(visitor, site):
    def names(address):
        groups = visitor.get(address).context["results"]["facets"]
        return {group["name"] for group in groups if group["values"]}

    assert "avancement" not in names("/recherche/")
    assert "avancement" in names("/recherche/?rubrique=projet")


@pytest.mark.parametrize(
    "text",
    [
        "mes agents n'en veulent pas",
        "Nos agents n’en veulent vraiment pas !",
        "cantine les agents ne veulent pas",
    ],
)
def test_a_complaint_finds_the_difficulty(visitor, site, text):
    assert found(visitor, f"/projets/?q={text}") == ["Cantine dématérialisée"]


def test_words_around_a_sentence_are_kept_and_fillers_dropped():
    table = SynonymTable(
        leads=[(["mes agents n'en veulent pas"], "Difficulté adhésion des agents")]
    )
    parsed = parse("cantine mes agents n'en veulent vraiment plus", table)
    # The words as typed, the difficulty, and the sentence itself wherever a sheet says it.
    assert [len(clause.wordings) for clause in parsed.required] == [1, 3, 1]
    # The words of the sentence order what it finds.
    assert [clause.is_optional for clause in parsed.required] == [False, False, True]
    assert parsed.required[1].wordings[1] == (((0, "dificult"), (1, "adhesion"), (3, "agent")),)
    assert len(parse("vraiment plus", table).required) == 2  # no sentence: asked for as typed


def test_an_editor_adds_a_wording_and_it_works_at_once(client, visitor, site):
    assert found(visitor, "/projets/?q=ronchonnement") == []
    client.force_login(editor())
    answer = client.post(
        "/admin/snippets/search/synonym/add/",
        {"wordings": "ronchonnement", "difficulty": "adhesion_agents"},
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert found(visitor, "/projets/?q=ronchonnement") == ["Cantine dématérialisée"]
    Synonym.objects.get(wordings="ronchonnement").delete()
    assert found(visitor, "/projets/?q=ronchonnement") == []


def test_first_wordings_load_once(index):
    call_command("search_sync", verbosity=0)
    number = Synonym.objects.exclude(difficulty="").count()
    assert number >= 60
    assert set(Synonym.objects.values_list("difficulty", flat=True)) - {""} == set(
        Difficulty.values
    )
    call_command("search_sync", verbosity=0)
    assert Synonym.objects.exclude(difficulty="").count() == number


def test_an_organisation_is_a_kind_of_its_own(visitor, site):
    network = Organisation.objects.create(name="Réseau des cantines", kind="association")
    site.partners = [ProjectPartner(label="Le réseau", organisation=network)]
    site.save()
    outbox.rebuild()
    assert found(visitor, "/recherche/?q=cantines&rubrique=organisation") == ["Réseau des cantines"]
    response = visitor.get("/recherche/?q=cantines")
    groups = {group["name"]: group for group in response.context["results"]["facets"]}
    counts = {value["label"]: value["count"] for value in groups["rubrique"]["values"]}
    assert counts == {"Projets": 1, "Organisations": 1, "Pages": 1}
    assert 'href="/organisations/reseau-des-cantines/"' in response.content.decode()


# Suggestions


def labels_of(client, text) -> list[str]:
    response = client.get("/recherche/suggestions", {"q": text})
    assert response.status_code == 200
    return [one["label"] for one in response.json()["results"]]


def test_suggestions_complete_the_last_word(visitor, site):
    assert labels_of(visitor, "éco") == ["École et enfance", "Cantine dématérialisée"]
    assert labels_of(visitor, "dematerialisee cant") == ["Cantine dématérialisée"]
    assert labels_of(visitor, "zzz") == labels_of(visitor, "c") == []
    assert site.authority.label in labels_of(visitor, site.authority.name)


def test_typing_suggests_every_sheet_about_the_thing(visitor, index):
    Synonym.objects.create(wordings="cyberattaque = rançongiciel")
    titled = [SheetFactory(title=f"Rançongiciel à {place}").title for place in ("Boé", "Agen")]
    told = [
        SheetFactory(title=title, summary="Un rançongiciel a tout chiffré.").title
        for title in ("Bureau perdu", "Archives perdues", "Mairie sans réseau", "Retour au papier")
    ]
    SheetFactory(title="Capteurs d'eau")
    outbox.rebuild()
    for typed in ("rançongiciel", "rancong", "cyberattaque", "Cyberattaques"):
        found = labels_of(visitor, typed)
        assert sorted(found[:2]) == sorted(titled)
        assert sorted(found[2:]) == sorted(told)
    for _ in range(9):
        SheetFactory(title="Un rançongiciel encore")
    outbox.rebuild()
    assert len(labels_of(visitor, "rançongiciel")) == 10


def test_two_words_written_as_one_are_suggested_too(visitor, index):
    sheet = SheetFactory(title="Nos données en open data")
    outbox.rebuild()
    assert labels_of(visitor, "opendata") == [sheet.title]


def test_a_territory_is_suggested_as_soon_as_it_is_added(visitor, site):
    assert labels_of(visitor, "zyeu") == []
    added = Authority.objects.create(
        type="gip", name="GIP Zyeu", region_id=site.authority.region_id
    )
    assert labels_of(visitor, "zyeu") == [added.label]
    added.delete()
    assert labels_of(visitor, "zyeu") == []


@pytest.mark.parametrize(
    "text", ["", "\x00", "l'", '"', "(", "*", "🚲🚲", "a" * 10_000, "<b>", "AND OR"]
)
def test_suggestions_bear_anything(visitor, site, text):
    response = visitor.get("/recherche/suggestions", {"q": text})
    assert response.status_code == 200
    assert len(response.json()["results"]) <= 10


def test_suggestions_without_engine(visitor, site, own_engine, monkeypatch):
    def down(*args, **kwargs):
        raise EngineUnavailable("down")

    with monkeypatch.context() as patched:
        patched.setattr(type(own_engine), "search", down)
        for text in ("dématérialisée", "dematerialisees cantine", "cantines"):
            assert labels_of(visitor, text) == ["Cantine dématérialisée"]
        assert labels_of(visitor, "cantine zzz") == []
        assert labels_of(visitor, site.authority.name) == [site.authority.label]
        site.unpublish()
        assert labels_of(visitor, "dématérialisée") == []
        site.save_revision().publish()
    assert labels_of(visitor, "dématérialisée") == ["Cantine dématérialisée"]


def test_the_site_suggests_all_that_exists(visitor, site, own_engine, monkeypatch):
    def down(*args, **kwargs):
        raise EngineUnavailable("down")

    def asked(text):
        return visitor.get("/recherche/suggestions", {"q": text, "rubrique": "tout"}).json()

    network = Organisation.objects.create(name="Réseau des cantines", kind="association")
    site.partners = [ProjectPartner(label="Le réseau", organisation=network)]
    site.save()
    outbox.rebuild()
    sheet = next(one for one in asked("cantine")["results"] if "dématérialisée" in one["label"])
    assert sheet["detail"].startswith("Projets · ")
    assert sheet["url"] == site.relative_url(None)
    (organisation,) = [
        one for one in asked("réseau cant")["results"] if one["detail"] == "Organisations"
    ]
    assert organisation["url"] == "/organisations/reseau-des-cantines/"
    with monkeypatch.context() as patched:
        patched.setattr(type(own_engine), "search", down)
        # By the fields that each kind declares: the name of an organisation, the title of a sheet.
        for text, label in (("réseau canti", "Réseau des cantines"), ("cantines", site.title)):
            assert label in [one["label"] for one in asked(text)["results"]]
    assert asked("école")["results"][0]["url"] == "/recherche/?theme=ecole-et-enfance"
    assert 'data-kind="tout"' in visitor.get("/recherche/").content.decode()


def test_the_agenda_suggests_dates(visitor, index):
    theme = ThemeFactory(name="École et enfance")
    published_event(title="Journée des écoles", main_theme=theme)
    outbox.rebuild()
    answer = visitor.get("/recherche/suggestions", {"q": "éco", "rubrique": "evenement"}).json()
    assert [(one["label"], one["detail"].split(" · ")[0]) for one in answer["results"]] == [
        ("École et enfance", "Thème"),
        ("Journée des écoles", "Date"),
    ]
    assert answer["results"][0]["url"] == f"/agenda/?theme={theme.slug}"
    assert "1 date" in answer["results"][0]["detail"]


# Counts


def test_searches_are_counted_after_the_response(visitor, site):
    for _ in range(2):
        visitor.get("/projets/?q=Cantine&theme=ecole-et-enfance&territoire=99999")
    visitor.get("/projets/?q=licorne")
    visitor.get("/projets/?theme=ecole-et-enfance")
    visitor.get("/projets/?q=cantine&page=2")
    counting.counts.flush()
    rows = SearchCount.objects.order_by("words").values_list(
        "words", "kind", "filters", "searches", "results"
    )
    assert list(rows) == [
        ("cantine", "projet", "theme=ecole-et-enfance", 2, 1),
        ("licorne", "projet", "", 1, 0),
    ]


@pytest.mark.parametrize("text", ["jeanne@exemple.fr", "06 12 34 56 78", "  ", "!?"])
def test_what_may_name_somebody_is_not_counted(text):
    assert counting.normalized(text) == ""


def test_another_search_is_another_row():
    assert counting.normalized("Mes agents n'en veulent pas") == "mes agents n’en veulent pas"
    assert counting.normalized("« mes agents »  Cantine!") == '"mes agents" cantine'
    assert counting.normalized("-eau -“eau potable” mairie") == '-eau -"eau potable" mairie'
    assert counting.normalized("jean＠exemple.fr") == ""


def test_nothing_is_written_before_the_response_has_left(
    site, rf, monkeypatch, django_assert_num_queries
):
    from search.engines.queries import SearchQuery

    begun = []
    monkeypatch.setattr(Waiting, "start", lambda timer: begun.append(timer))
    with django_assert_num_queries(0):
        counting.note(rf.get("/projets/?q=eau"), SearchQuery(text="eau", kind="projet"), 3)
        assert not begun
        # Django's own receiver would close the connection of the test.
        request_finished.disconnect(close_old_connections)
        for _ in range(2):
            request_finished.send(sender=None)
        request_finished.connect(close_old_connections)
    (timer,) = begun  # one writes for all
    monkeypatch.setattr(counted_later.connection, "close", lambda: None)
    timer.write()
    assert SearchCount.objects.get().words == "eau"
    counting.counts.after_response()
    assert len(begun) == 1  # nothing is left to write


def test_a_count_that_cannot_be_written_waits(site, rf, monkeypatch):
    from search.engines.queries import SearchQuery

    counting.note(rf.get("/"), SearchQuery(text="eau"), 3)

    def full(*args):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(counting, "_add", full)
        counting.counts.write()  # logged, not raised
    assert not SearchCount.objects.exists()
    counting.counts.write()
    assert SearchCount.objects.get().searches == 1


def test_invented_words_do_not_fill_the_table(visitor, site, monkeypatch):
    monkeypatch.setattr(counting, "MAX_A_DAY", 3)
    for word in ("cantine", "piscine", "velours", "zinzolin", "cantine"):
        visitor.get("/projets/", {"q": word})
        counting.counts.flush()
    assert dict(SearchCount.objects.values_list("words", "searches")) == {
        "cantine": 2,
        "piscine": 1,
        "velours": 1,
    }


def test_old_counts_are_deleted():
    old = datetime.date.today() - counting.KEPT - datetime.timedelta(days=2)
    SearchCount.objects.create(day=old, words="vieux", searches=1)
    SearchCount.objects.create(day=datetime.date.today(), words="neuf", searches=1)
    retention.forget_all()
    assert SearchCount.objects.get().words == "neuf"


def test_the_report_is_for_editors(client, site):
    today = datetime.date.today()
    SearchCount.objects.create(day=today, words="cantine", kind="projet", searches=7, results=3)
    SearchCount.objects.create(day=today, words="<b>licorne", searches=2, results=0)
    assert client.get("/admin/reports/recherches/").status_code == 302
    client.force_login(editor())
    page = client.get("/admin/reports/recherches/?jours=7").content.decode()
    assert "cantine" in page
    assert "&lt;b&gt;licorne" in page
    assert "<b>licorne" not in page
    assert client.get("/admin/reports/recherches/?jours=x").status_code == 200


def test_the_report_is_not_for_others(client, site):
    from django.contrib.auth.models import Group

    from setup.accounts import ORGANISERS

    editor()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ORGANISERS))
    client.force_login(user)
    assert client.get("/admin/reports/recherches/").status_code in (302, 403)
