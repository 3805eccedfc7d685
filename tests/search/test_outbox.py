"""The index follows the database: every change is noted with it and indexed after its commit."""

import datetime
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.models import ProjectPartner
from core import kinds
from home.models import PlainPage
from network.models import Organisation
from search import engines
from search.engines.base import EngineUnavailable, RebuildInProgress
from search.engines.queries import SearchQuery
from search.index import outbox
from search.models import IndexState, Outbox
from territories.signals import authorities_changed
from tests.factories import (
    AuthorityFactory,
    ThemeFactory,
    ToolFactory,
    catalogue_page,
    draft,
    published,
)

# Real commits: what happens after them is the point. The tree of the migrations is put back each time.
pytestmark = pytest.mark.django_db(transaction=True)


def found(text="") -> set[str]:
    page = engines.get_engine().search(SearchQuery(text=text, size=100))
    assert page.total == len(page.hits)
    return {hit.title for hit in page.hits}


@pytest.fixture
def sheet(index):
    return published(title="Cantine numérique")


def test_published_is_found_and_a_draft_is_not(index):
    sheet = draft(title="Cantine numérique")
    assert found() == set()
    sheet.get_latest_revision().publish()
    assert found("cantine") == {"Cantine numérique"}
    assert not Outbox.objects.waiting().exists()


def test_a_newer_draft_does_not_show(sheet):
    sheet.title = "Piscine connectée"
    sheet.save_revision()
    assert found() == {"Cantine numérique"}
    sheet.get_latest_revision().publish()
    assert found() == {"Piscine connectée"}


def test_saving_a_draft_of_a_live_sheet_costs_nothing(sheet):
    rows = Outbox.objects.count()
    sheet.title = "Piscine connectée"
    sheet.save_revision()
    assert Outbox.objects.count() == rows


def test_unpublished_and_deleted_leave(sheet):
    other = published(title="Piscine connectée")
    sheet.unpublish()
    assert found() == {"Piscine connectée"}
    other.delete()
    assert found() == set()


def test_deleting_the_parent_takes_the_sheets_along(sheet):
    sheet.get_parent().specific.delete()
    assert found() == set()


def test_a_private_sheet_leaves_and_comes_back(sheet):
    restriction = PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert found() == set()
    restriction.delete()
    assert found() == {"Cantine numérique"}


def test_a_private_ancestor_hides_what_is_below(sheet):
    home = catalogue_page().get_parent()
    restriction = PageViewRestriction.objects.create(page=home, restriction_type="password")
    assert found() == set()
    restriction.restriction_type = "login"
    restriction.save()
    assert found() == set()
    restriction.delete()
    assert found() == {"Cantine numérique"}


def test_a_sheet_born_in_a_private_section_never_shows(index):
    PageViewRestriction.objects.create(page=catalogue_page(), restriction_type="login")
    published(title="Secrète")
    assert found() == set()
    call_command("search_rebuild", verbosity=0)
    assert found() == set()


def card_urls() -> set[str]:
    page = engines.get_engine().search(SearchQuery())
    return {hit.card["url"] for hit in page.hits}


def test_addresses_follow_a_changed_slug_above(sheet):
    parent = catalogue_page()
    parent.slug = "experiences"
    parent.save()
    assert card_urls() == {f"/experiences/{sheet.slug}/"}


def test_addresses_follow_a_move(sheet):
    parent = catalogue_page()
    home = parent.get_parent()
    below = home.add_child(instance=PlainPage(title="Réseau", slug="reseau"))
    parent.move(below, pos="last-child")
    assert card_urls() == {"/reseau/", f"/reseau/projets/{sheet.slug}/"}


def test_a_renamed_theme_tool_or_authority_shows_in_its_records(index):
    theme, authority = ThemeFactory(name="Eau"), AuthorityFactory(name="Boé")
    published(title="Compteurs", main_theme=theme, authority=authority)
    assert found("eau") == found("boé") == {"Compteurs"}
    generation = IndexState.current()
    theme.name = "Rivières"
    theme.save()
    assert found("eau") == set()
    assert found("rivières") == {"Compteurs"}
    authority.name = "Agen"
    authority.save()
    assert found("boé") == set()
    assert found("agen") == {"Compteurs"}
    now = IndexState.current()
    assert now.index > generation.index
    assert now.words > generation.words


def test_a_renamed_family_of_themes_counts_too(index):
    family = ThemeFactory(name="Environnement")
    published(title="Compteurs", main_theme=ThemeFactory(name="Eau", parent=family))
    rows = Outbox.objects.count()
    family.name = "Milieux"
    family.save()
    assert Outbox.objects.count() == rows + 1


def test_a_renamed_tool(index):
    from catalogue.models import ProjectTool

    tool = ToolFactory(name="Decidim")
    sheet = draft(title="Budget participatif")
    sheet.tools = [ProjectTool(tool=tool)]
    sheet.save_revision().publish()
    assert found("decidim") == {"Budget participatif"}
    tool.name = "Cocorico"
    tool.save()
    assert found("decidim") == set()
    assert found("cocorico") == {"Budget participatif"}


def test_a_load_of_the_register_touches_only_what_it_changed(index):
    authority = AuthorityFactory(name="Boé")
    published(title="Compteurs", authority=authority)
    type(authority).objects.filter(pk=authority.pk).update(name="Agen")
    rows = Outbox.objects.count()
    authorities_changed.send(sender=None, codes=frozenset({"99999"}))
    assert Outbox.objects.count() == rows
    authorities_changed.send(sender=None, codes=frozenset({authority.code, "99999"}))
    assert found("agen") == {"Compteurs"}


def test_a_rolled_back_change_leaves_no_trace(sheet):
    rows = Outbox.objects.count()
    sheet.title = "Autre"
    with transaction.atomic():
        sheet.save()
        transaction.set_rollback(True)
    assert Outbox.objects.count() == rows
    assert found() == {"Cantine numérique"}


def test_an_engine_that_fails_loses_nothing(index, monkeypatch):
    def refuse(upserts, deletes):
        raise EngineUnavailable("disque plein")

    monkeypatch.setattr(index, "write", refuse)
    published(title="Cantine numérique")
    rows = Outbox.objects.waiting()
    row = rows.first()
    assert (row.attempts, row.error) == (1, "disque plein")
    assert row.next_try > timezone.now()
    monkeypatch.undo()
    assert outbox.drain() == 0  # not its time yet
    rows.update(next_try=timezone.now())
    assert outbox.drain() > 0
    assert not rows.exists()
    assert found() == {"Cantine numérique"}


def test_one_record_that_fails_does_not_hold_up_the_others(index, monkeypatch):
    monkeypatch.setattr(outbox.settings, "SEARCH_DRAIN", "worker", raising=False)
    bad, good = published(title="Mauvaise"), published(title="Bonne")
    kind = kinds.by_key("projet")

    def failing(page):
        if page.pk == bad.pk:
            raise ValueError("champ illisible")
        return kind.record(page)

    monkeypatch.setattr(kinds, "_kinds", [replace(kind, record=failing)])
    outbox.drain()
    assert found() == {"Bonne"}
    waiting = Outbox.objects.waiting()
    assert {row.key for row in waiting} == {f"projet:{bad.pk}"}
    monkeypatch.undo()
    Outbox.objects.waiting().update(next_try=timezone.now())
    outbox.drain()
    assert found() == {"Bonne", "Mauvaise"}
    assert good.live


def test_old_rows_are_swept(sheet):
    Outbox.objects.update(done_at=timezone.now() - datetime.timedelta(days=2))
    sheet.title = "Autre"
    sheet.save()
    assert Outbox.objects.count() == 1


def test_a_missing_index_is_built_by_the_next_change(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "new"
    published(title="Cantine numérique")
    assert found() == {"Cantine numérique"}


def test_what_is_saved_during_a_rebuild_is_in_the_new_index(sheet):
    def saving(records):
        for record in records:
            yield record
            sheet.title = "Changée pendant"
            sheet.save()
            published(title="Née pendant")

    outbox.rebuild(progress=saving)
    assert found() == {"Changée pendant", "Née pendant"}
    assert not Outbox.objects.waiting().exists()


def test_the_second_of_two_rebuilds_says_so_and_leaves(sheet, capsys):
    def meanwhile(records):
        with pytest.raises(RebuildInProgress):
            outbox.rebuild()
        call_command("search_rebuild")
        yield from records

    outbox.rebuild(progress=meanwhile)
    assert "déjà en cours" in capsys.readouterr().err
    assert found() == {"Cantine numérique"}


def test_check_says_what_differs_and_rebuild_mends_it(sheet, capsys):
    gone, stale = published(title="Partie"), published(title="Périmée")
    call_command("search_check", verbosity=0)
    type(gone).objects.filter(pk=gone.pk).update(live=False)
    type(stale).objects.filter(pk=stale.pk).update(summary="Un autre résumé")
    engines.get_engine().write([], [f"projet:{sheet.pk}"])
    with pytest.raises(CommandError, match="diffèrent"):
        call_command("search_check", verbosity=0)
    out = capsys.readouterr().out
    assert f"1 fiches absentes de l’index : projet:{sheet.pk}" in out
    assert f"1 fiches périmées dans l’index : projet:{stale.pk}" in out
    assert f"1 fiches en trop dans l’index : projet:{gone.pk}" in out
    call_command("search_rebuild", verbosity=0)
    call_command("search_check", verbosity=0)


def test_sync_loads_the_synonyms_once_and_builds_what_is_missing(settings, tmp_path):
    from search.models import Synonym

    settings.SEARCH_INDEX_DIR = tmp_path / "new"
    call_command("search_sync", verbosity=0)
    assert not engines.get_engine().needs_rebuild()
    assert Synonym.objects.count() > 20
    Synonym.objects.all().delete()
    call_command("search_sync", verbosity=0)
    assert not Synonym.objects.exists()


def test_killed_between_save_and_index_then_mended(sheet, monkeypatch):
    """All that a killed process leaves is the committed row: the next drain finds it."""

    def killed():
        raise SystemExit("kill -9")

    monkeypatch.setattr(outbox, "drain_after_commit", killed)
    sheet.title = "Enregistrée puis tuée"
    with pytest.raises(SystemExit):
        sheet.save()
    assert found() == {"Cantine numérique"}
    monkeypatch.undo()
    assert outbox.drain() == 1
    assert found() == {"Enregistrée puis tuée"}


def test_an_organisation_is_found_as_long_as_something_public_names_it(index):
    network = Organisation.objects.create(name="Réseau des cantines", acronym="RDC")
    assert found("réseau") == set()
    sheet = published(
        title="Une fiche", partners=[ProjectPartner(label="Lui", organisation=network)]
    )
    assert found("réseau") == {"Réseau des cantines"}
    network.name = "Fédération des cantines"
    network.save()
    assert found("cantines") == {"Fédération des cantines"}
    sheet.unpublish()
    assert found("cantines") == set()
    sheet.get_latest_revision().publish()
    assert found("cantines") == {"Fédération des cantines"}
    restriction = PageViewRestriction.objects.create(page=sheet, restriction_type="login")
    assert found("cantines") == set()
    restriction.delete()
    assert found("cantines") == {"Fédération des cantines"}
    sheet.partners = []
    sheet.save_revision().publish()
    assert found("cantines") == set()


def test_an_organisation_leaves_when_what_named_it_names_another(index):
    first, second = (Organisation.objects.create(name=f"Réseau {name}") for name in ("Un", "Deux"))
    sheet = published(title="Une fiche", partners=[ProjectPartner(label="Lui", organisation=first)])
    row = sheet.partners.get()
    row.organisation = second
    sheet.partners = [row]
    sheet.save_revision().publish()
    assert found("réseau") == {"Réseau Deux"}
    sheet.delete()
    assert found("réseau") == set()


def test_an_organisation_leaves_with_the_sheet_of_its_authority(index):
    authority, other = AuthorityFactory(), AuthorityFactory()
    Organisation.objects.create(name="Réseau porteur", authority=authority)
    sheet = published(title="Une fiche", authority=authority)
    assert found("réseau") == {"Réseau porteur"}
    sheet.authority = other
    sheet.save_revision().publish()
    assert found("réseau") == set()
