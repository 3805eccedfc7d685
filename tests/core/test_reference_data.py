"""Themes, tools, organisations, bodies: who uses them, two that become one, retirement."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.models import ReferenceIndex

from catalogue.models import ProjectPage, ProjectPartner, ProjectTool
from core import uses
from events.models import EventOrganiser
from exchanges.models import OwnerAddress
from network.models import Announcer, Organisation
from network.names import Directory
from offers.models import Offer
from search.index.outbox import rebuild
from search.models import Outbox
from taxonomy.models import Theme, Tool
from territories.lookup import resolve
from territories.models import Authority
from tests.events.factories import EventFactory, TourFactory
from tests.factories import (
    AuthorityFactory,
    SheetFactory,
    ThemeFactory,
    ToolFactory,
    UserFactory,
    draft,
    editor,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def page(one, name: str) -> str:
    if isinstance(one, Authority):
        return reverse(f"territoires:{name}", args=[one.pk])
    return reverse(type(one).snippet_viewset.get_url_name(name), args=[one.pk])


def merge(desk, other, kept):
    """As an editor does: what will change is read, then sent."""
    url = page(other, "merge")
    html = desk.get(url, {"avec": kept.pk}).content.decode()
    assert f'name="avec" value="{kept.pk}"' in html, html
    answer = desk.post(url, {"avec": kept.pk}, follow=True)
    other.refresh_from_db()
    kept.refresh_from_db()
    assert (other.merged, other.successor) == (True, kept), answer.content.decode()
    return html


# --- True counts --------------------------------------------------------------------------------


def test_the_list_counts_all_that_uses_each_and_leads_to_it(desk):
    theme = ThemeFactory(name="Alerte")
    SheetFactory(title="Sirènes", main_theme=theme)
    SheetFactory(title="Crues", other_themes=[theme])
    tour = TourFactory(title="Une tournée")
    tour.themes = [theme]
    tour.save()
    html = desk.get(reverse("wagtailsnippets_taxonomy_theme:list")).content.decode()
    assert f'<a href="{page(theme, "users")}">2 fiches projet, 1 tournée</a>' in html
    html = desk.get(page(theme, "users")).content.decode()
    assert "Sirènes" in html
    assert "Crues" in html
    html = desk.get(page(theme, "users"), {"genre": "events.tourpage", "p": "x"}).content.decode()
    assert "Une tournée" in html
    assert desk.get(page(theme, "users"), {"genre": "\x00" * 9, "p": "9" * 40}).status_code == 200


def test_rows_of_one_sheet_are_one_use():
    tool = ToolFactory()
    sheet = SheetFactory(tools=[ProjectTool(tool=tool), ProjectTool(tool=tool, detail="Module")])
    assert uses.users_of_many(Tool, [tool.pk]) == {tool.pk: {ProjectPage: {sheet.pk}}}


def test_counting_asks_no_more_for_many_rows():
    def statements(tools) -> int:
        with CaptureQueriesContext(connection) as asked:
            uses.users_of_many(Tool, [one.pk for one in tools])
        return len(asked)

    few = [ToolFactory()]
    many = ToolFactory.create_batch(6)
    SheetFactory(tools=[ProjectTool(tool=one) for one in many])
    assert statements(few) == statements(many)


# --- Two become one -----------------------------------------------------------------------------


def test_two_themes_become_one_everywhere(desk, django_capture_on_commit_callbacks):
    old, kept = ThemeFactory(name="Vidéo"), ThemeFactory(name="Caméras")
    first = SheetFactory(title="La première", main_theme=old, other_themes=[kept])
    second = SheetFactory(title="La seconde", main_theme=kept, other_themes=[old])
    third = SheetFactory(title="La troisième", other_themes=[old, kept])
    event = EventFactory(main_theme=old)
    retired = ThemeFactory(name="Images", retired_on="2026-01-01", successor=old)
    Outbox.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        html = merge(desk, old, kept)
    assert "3 fiches projet" in html
    assert "La première" in html
    found = {
        sheet.title: (sheet.main_theme, list(sheet.other_themes.all()))
        for sheet in ProjectPage.objects.filter(pk__in=[first.pk, second.pk])
    }
    assert found == {"La première": (kept, []), "La seconde": (kept, [])}
    assert list(ProjectPage.objects.get(pk=third.pk).other_themes.all()) == [kept]
    event.refresh_from_db()
    retired.refresh_from_db()
    assert (event.main_theme, retired.successor) == (kept, kept)
    # Kept beside: Wagtail's references, the index, who did it.
    assert not ReferenceIndex.get_references_to(old).exists()
    assert ReferenceIndex.get_references_to(kept).values("object_id").distinct().count() >= 4
    noted = set(Outbox.objects.values_list("key", flat=True))
    assert {f"projet:{one.pk}" for one in (first, second, third)} <= noted
    history = desk.get(page(kept, "history")).content.decode()
    assert "est réuni « Vidéo »" in history


def test_a_draft_that_names_what_was_merged_opens_with_what_it_became(desk):
    old, kept = ThemeFactory(), ThemeFactory()
    tool, other_tool = ToolFactory(name="QGIS"), ToolFactory(name="Qgis 3")
    sheet = draft(
        main_theme=kept, other_themes=[old], tools=[ProjectTool(tool=other_tool, detail="Cartes")]
    )
    elsewhere = draft(main_theme=old)
    merge(desk, old, kept)
    merge(desk, other_tool, tool)
    opened = ProjectPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    assert opened.main_theme == kept
    assert list(opened.other_themes.all()) == []
    assert [(row.tool, row.detail) for row in opened.tools.all()] == [(tool, "Cartes")]
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[sheet.pk])).content.decode()
    assert "Qgis 3" not in html
    elsewhere.get_latest_revision().publish()
    elsewhere.refresh_from_db()
    assert elsewhere.main_theme == kept


def test_rows_that_would_say_the_same_twice_say_it_once(desk):
    old, kept = ToolFactory(), ToolFactory()
    rows = [ProjectTool(tool=kept), ProjectTool(tool=old), ProjectTool(tool=old, detail="Module")]
    sheet = SheetFactory(tools=rows)
    merge(desk, old, kept)
    found = ProjectPage.objects.get(pk=sheet.pk).tools.order_by("sort_order")
    assert [(row.tool, row.detail) for row in found] == [(kept, ""), (kept, "Module")]


def test_an_organisation_keeps_names_facts_and_address_of_the_other(client, desk):
    old = Organisation.objects.create(name="Avicca, association", acronym="AVI", area="France")
    kept = Organisation.objects.create(name="Avicca", website="avicca.example", kind="Réseau")
    Organisation.objects.filter(pk=old.pk).update(kind="Association")
    published(partners=[ProjectPartner(label="L’Avicca", organisation=old)])
    EventFactory(organisers=[EventOrganiser(organisation=old)])
    user = UserFactory()
    for one in (old, kept):
        Announcer.objects.create(user=user, organisation=one)
    html = merge(desk, old, kept)
    assert "Association" in html  # of the two kinds, one is kept and the other said
    assert (kept.area, kept.kind) == ("France", "Réseau")
    assert (kept.acronym, kept.other_names) == ("AVI", ["Avicca, association"])
    assert [one.organisation for one in Announcer.objects.all()] == [kept]
    assert Directory().named("AVI") == Directory().named("Avicca, association") == kept
    client.logout()
    answer = client.get(f"/organisations/{old.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    assert client.get("/organisations/").content.decode().count("Avicca") == 1


def test_old_addresses_of_lists_lead_to_the_new_ones(client, desk):
    old, kept = ToolFactory(name="Démarche S"), ToolFactory(name="Démarches simplifiées")
    sheet = published(tools=[ProjectTool(tool=old)])
    merge(desk, old, kept)
    client.logout()
    answer = client.get("/projets/", {"outil": old.slug, "tri": "date"})
    assert answer.status_code == 301
    assert answer["Location"] == f"/projets/?outil={kept.slug}&tri=date"
    rebuild()
    feed = client.get("/projets/fiches.atom", {"outil": old.slug}, follow=True)
    assert feed.status_code == 200
    assert sheet.title in feed.content.decode()


def test_a_body_is_merged_and_found_by_its_other_name(client, desk):
    old = AuthorityFactory(
        type="gip", is_registered=False, code="org-a", name="GIP Numérique du Lot", population=None
    )
    kept = AuthorityFactory(
        type="gip", is_registered=False, code="org-b", name="Lot Numérique", population=None
    )
    sheet = SheetFactory(authority=old)
    boxes = [
        OwnerAddress.objects.create(authority=one, box="b", email="a@b.fr") for one in (old, kept)
    ]
    merge(desk, old, kept)
    sheet.refresh_from_db()
    assert sheet.authority == kept
    assert resolve("GIP Numérique du Lot") == kept
    assert client.get("/projets/?territoire=org-a")["Location"] == "/projets/?territoire=org-b"
    assert OwnerAddress.objects.alive().get() == boxes[1]
    commune = AuthorityFactory()
    answer = desk.get(page(kept, "merge"), {"avec": commune.pk}).content.decode()
    assert "Réunir</button>" in answer
    for name in ("merge", "edit"):
        assert desk.get(page(commune, name)).status_code in (302, 403)
    assert desk.get(page(old, "edit"), follow=True).redirect_chain[0][0] == page(kept, "edit")


def test_what_may_not_be_merged_is_said_and_changes_nothing(desk):
    family, other = ThemeFactory(name="Services"), ThemeFactory(name="Sports")
    child = ThemeFactory(name="Écoles", parent=family)
    retired = ThemeFactory(name="Passé", retired_on="2026-01-01")
    stranger = ThemeFactory(name="Piscines", parent=other)
    for kept, said in (
        (family, "à lui-même"),
        (child, "sous-thèmes"),
        (stranger, "sous-thèmes"),
        (retired, "n’est plus proposé"),
    ):
        answer = desk.post(page(family, "merge"), {"avec": kept.pk}).content.decode()
        assert said in answer
    for typed in ("", "999999", "abc", "9" * 50, "\x00"):
        assert desk.get(page(family, "merge"), {"avec": typed}).status_code == 200
    assert not Theme.objects.filter(merged=True).exists()


def test_what_was_merged_is_kept_and_leads_on(desk):
    old, kept = ToolFactory(name="Mailinblack"), ToolFactory(name="Filtre")
    merge(desk, old, kept)
    assert "réuni à" in uses.why_used(old)
    edit = desk.get(page(old, "edit"), follow=True)
    assert edit.redirect_chain == [(page(kept, "edit"), 302)]
    assert desk.get(page(old, "merge")).status_code == 404
    html = desk.get(reverse("wagtailsnippets_taxonomy_tool:list")).content.decode()
    assert "Mailinblack" not in html
    # The one that is kept may take its name.
    desk.post(page(kept, "edit"), {"name": "Mailinblack", "website": ""})
    kept.refresh_from_db()
    assert kept.name == "Mailinblack"


def test_who_may_not_delete_may_not_merge(client):
    old, kept = ToolFactory(), ToolFactory()
    client.force_login(UserFactory(is_staff=True))
    for name in ("users", "merge", "retire"):
        assert client.get(page(old, name)).status_code in (302, 403)
        client.post(page(old, name), {"avec": kept.pk})
    old.refresh_from_db()
    assert not old.is_retired


# --- Retirement ---------------------------------------------------------------------------------


def test_what_is_retired_is_offered_no_more_and_stays_where_it_is(client, desk):
    old, heir = ToolFactory(name="Vieux Logiciel"), ToolFactory(name="Neuf")
    theme, family = ThemeFactory(name="Ancien thème"), ThemeFactory(name="Vivant")
    sheet = published(tools=[ProjectTool(tool=old)], main_theme=family, other_themes=[theme])
    desk.post(page(old, "retire"), {"successor": heir.pk})
    desk.post(page(theme, "retire"), {"successor": ""})
    chooser = reverse("wagtailsnippetchoosers_taxonomy_tool:choose_results")
    assert "Vieux" not in desk.get(chooser).content.decode()
    assert "Neuf" in desk.get(chooser, {"q": "vieux"}).content.decode()
    form = desk.get(reverse("wagtailadmin_pages:edit", args=[sheet.pk])).content.decode()
    assert "Vieux Logiciel (n’est plus proposé" in form
    assert "à la place : Neuf" in form
    assert "Ancien thème" in form  # the sheet has it
    new = desk.get(
        reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", sheet.get_parent().pk])
    ).content.decode()
    assert "Vivant" in new
    assert "Ancien thème" not in new
    twin = reverse("wagtailsnippets_taxonomy_tool:add")
    assert "choisissez « Neuf »" in desk.post(twin, {"name": "vieux logiciel"}).content.decode()
    client.logout()
    assert old.name in client.get(sheet.relative_url(None)).content.decode()
    assert client.get("/projets/", {"outil": old.slug}).status_code == 200


def test_a_retired_one_is_taken_up_again(desk):
    tool = ToolFactory()
    desk.post(page(tool, "retire"), {"successor": ""})
    assert (
        "n’est plus proposé depuis"
        in desk.get(reverse("wagtailsnippets_taxonomy_tool:list")).content.decode()
    )
    desk.post(page(tool, "retire"))
    tool.refresh_from_db()
    assert not tool.is_retired
    answer = desk.post(page(tool, "retire"), {"successor": tool.pk}).content.decode()
    assert "autre élément" in answer
    family = ThemeFactory()
    ThemeFactory(parent=family)
    assert "sous-thèmes" in desk.post(page(family, "retire"), {"successor": ""}).content.decode()
    family.retired_on = "2026-01-01"
    family.save()
    child = ThemeFactory(parent=family, retired_on="2026-01-01")
    assert "reprenez-la d’abord" in desk.post(page(child, "retire")).content.decode()
    child.refresh_from_db()
    assert child.is_retired


def test_a_body_is_not_retired_by_who_only_wants_it_offered_no_more(desk):
    body = AuthorityFactory(type="gip", is_registered=False, code="org-a", population=None)
    html = desk.get(page(body, "users")).content.decode()
    assert "Ne plus proposer" not in html
    assert "Réunir à un autre" in html
    with pytest.raises(NoReverseMatch):
        page(body, "retire")


def test_what_both_open_under_one_name_is_never_lost_in_a_merge(desk):
    old, kept = (Organisation.objects.create(name=name) for name in ("Ancienne", "Nouvelle"))
    doubled = [Offer.objects.create(name="Sauvegarde", provider=one) for one in (old, kept)]
    html = desk.get(page(old, "merge"), {"avec": kept.pk}).content.decode()
    assert "(service ouvert) est des deux côtés" in html, html[-2000:]
    desk.post(page(old, "merge"), {"avec": kept.pk})
    assert Offer.objects.count() == 2
    doubled[0].name = "Sauvegarde d’avant"
    doubled[0].save()
    merge(desk, old, kept)
    assert set(kept.offers.all()) == set(doubled)


def test_a_form_that_was_open_during_a_merge_saves_what_stands(desk):
    old, kept = (Organisation.objects.create(name=name) for name in ("Ancienne", "Nouvelle"))
    merge(desk, old, kept)
    user = UserFactory()
    add = reverse("wagtailsnippets_network_announcer:add")
    assert desk.get(add).status_code == 200
    desk.post(add, {"organisation": old.pk, "user": user.pk})
    assert Announcer.objects.get().organisation == kept
    retired = ThemeFactory(name="Thème passé", retired_on="2026-01-01")
    one = Offer.objects.create(name="Sauvegarde", provider=kept)
    edit = reverse("wagtailsnippets_offers_offer:edit", args=[one.pk])
    assert retired.name not in desk.get(edit).content.decode()
    quick = desk.get(reverse("events_desk:date")).content.decode()
    assert "Nouvelle" in quick
    assert "Ancienne" not in quick


def test_what_is_only_retired_sends_nobody_on_for_ever(client):
    heir = Organisation.objects.create(name="Nouvelle")
    Organisation.objects.create(name="Ancienne", retired_on="2026-01-01", successor=heir)
    EventFactory(organisers=[EventOrganiser(organisation=heir)])
    assert client.get("/organisations/nouvelle/").status_code == 200
    assert client.get("/organisations/ancienne/").status_code == 404


def test_of_two_sources_one_is_kept_whole(desk):
    old = Organisation.objects.create(
        name="A", source_title="Statuts", source_url="https://a.example/"
    )
    kept = Organisation.objects.create(name="B", source_title="Annuaire")
    merge(desk, old, kept)
    assert (kept.source_title, kept.source_url) == ("Annuaire", "")
