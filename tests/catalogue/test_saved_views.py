"""Views of the list of sheets: the site's own, and those that editors save."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from catalogue.models import SavedView
from core.reference_data.merging import merge
from taxonomy.models import Theme
from tests.events.factories import organiser
from tests.factories import AuthorityFactory, ThemeFactory, UserFactory, draft, editor, published
from users.groups import CONTRIBUTORS, ORGANISERS

pytestmark = pytest.mark.django_db
LIST = "fiches:index"


@pytest.fixture
def desk(client):
    client.user = editor()
    client.force_login(client.user)
    return client


def tabs(client, address: str = "") -> dict[str, str]:
    """Label -> address of the views above the list."""
    html = client.get(f"{reverse(LIST)}{address}").content.decode()
    bar = re.search(r'<ul class="sheet-views">(.*?)</ul>', html, re.DOTALL)[1]
    return {
        label: address.replace("&amp;", "&")
        for address, label in re.findall(r'<a href="([^"]*)"[^>]*>([^<]+)</a>', bar)
    }


def current(client, address: str) -> list[str]:
    html = client.get(f"{reverse(LIST)}{address}").content.decode()
    bar = re.search(r'<ul class="sheet-views">(.*?)</ul>', html, re.DOTALL)[1]
    return re.findall(r'aria-current="page">([^<]+)</a>', bar)


def save(client, address: str, **fields):
    return client.post(f"{reverse('fiches:new_view')}?{address}", {"name": "Ma vue", **fields})


def test_the_views_of_the_site_show_what_they_say(desk):
    mine = draft(title="Le mien", owner=desk.user)
    draft(title="D’une autre", owner=UserFactory())
    published(title="En ligne", owner=desk.user)
    html = desk.get(tabs(desk)["Mes brouillons"]).content.decode()
    assert mine.title in html
    assert "D’une autre" not in html
    assert "En ligne" not in html


def test_each_leads_from_its_name(desk):
    for slug, label in {
        "mes-brouillons": "Mes brouillons",
        "sans-difficulte": "Sans difficulté",
        "sources-anciennes": "Sources de plus de trois ans",
    }.items():
        answer = desk.get(reverse(LIST), {"view": slug})
        assert answer.status_code == 302
        assert answer.url == tabs(desk)[label]
        assert label in current(desk, answer.url.removeprefix(reverse(LIST)))
    assert desk.get(reverse(LIST), {"view": "inconnue"}, follow=True).status_code == 200


def test_a_view_is_saved_opened_renamed_and_deleted(desk):
    published(title="Une idée", status="idee")
    published(title="Cachée", status="termine")
    shown = desk.get(f"{reverse(LIST)}?status=idee&p=1").content.decode()
    link = re.search(r'class="save" href="([^"]+)"', shown)[1].replace("&amp;", "&")
    assert "Ma vue" not in desk.get(link).content.decode()
    answer = desk.post(link, {"name": "Ma vue"}, follow=True)
    assert "La vue « Ma vue » est enregistrée" in answer.content.decode().replace("\xa0", " ")
    html = desk.get(tabs(desk)["Ma vue"]).content.decode()
    assert "Une idée" in html
    assert "Cachée" not in html
    assert "Enregistrer cette vue" not in html

    view = SavedView.objects.get()
    edit = reverse("fiches:saved_view", args=[view.pk])
    assert edit in html
    desk.post(edit, {"name": "  Les   idées "})
    assert "Les idées" in tabs(desk)
    desk.post(edit, {"action": "supprimer"})
    assert not SavedView.objects.exists()


def test_the_same_list_in_another_order_of_its_address_is_the_same_view(desk):
    save(desk, "review=publiee&review=brouillon&q=+&p=3")
    assert current(desk, "?review=brouillon&review=publiee") == ["Ma vue"]
    assert SavedView.objects.get().address == "review=brouillon&review=publiee"


def test_nothing_is_kept_of_what_is_no_filter(desk):
    save(desk, "export=csv&status=idee&next=https://elsewhere.invalid")
    assert SavedView.objects.get().address == "status=idee"
    assert save(desk, "p=2").status_code == 302
    assert SavedView.objects.count() == 1


def test_what_was_merged_since_is_read_as_what_it_became(desk):
    old, kept, other = (ThemeFactory(name=name) for name in ("Vidéo", "Caméras", "Voirie"))
    sheet = published(title="Six caméras", main_theme=old)
    published(title="Un rond-point", main_theme=other)
    save(desk, f"theme={old.slug}&theme={kept.slug}&status=idee")
    save(desk, f"theme={old.slug}&q=cam%C3%A9ras", name="La seconde")
    merge(old, kept)
    for label in ("Ma vue", "La seconde"):
        assert old.slug not in tabs(desk)[label]
    address = tabs(desk)["La seconde"]
    html = desk.get(address).content.decode()
    assert sheet.title in html
    assert "Un rond-point" not in html
    assert current(desk, address.removeprefix(reverse(LIST))) == ["La seconde"]
    assert "Enregistrer cette vue" not in html
    # An address that somebody kept elsewhere: all the rest of it stays.
    answer = desk.get(reverse(LIST), {"theme": [old.slug, other.slug], "p": "1"})
    assert answer.status_code == 302
    assert answer.url == f"{reverse(LIST)}?theme={kept.slug}&theme={other.slug}&p=1"
    assert current(desk, f"?theme={kept.slug}&status=idee") == ["Ma vue"]
    # One that is only retired is what it was.
    Theme.objects.filter(pk=other.pk).update(retired_on="2026-01-01", successor=kept)
    assert "Un rond-point" in desk.get(f"{reverse(LIST)}?theme={other.slug}").content.decode()
    assert desk.get(f"{reverse(LIST)}?theme=%00&theme=nulle-part").status_code == 200


def test_an_authority_that_was_merged_is_found_by_its_old_code_and_name(desk):
    old, kept = (
        AuthorityFactory(type="gip", is_registered=False, code=code, name=name, population=None)
        for code, name in (("org-a", "GIP Numérique du Lot"), ("org-b", "Lot Connecté"))
    )
    sheet = published(title="Six caméras", authority=old)
    published(title="Un rond-point")
    save(desk, "authority=org-a")
    save(desk, "authority=GIP+Num%C3%A9rique", name="La seconde")
    merge(old, kept)
    for label in ("Ma vue", "La seconde"):
        html = desk.get(tabs(desk)[label]).content.decode()
        assert sheet.title in html, label
        assert "Un rond-point" not in html


class TestWhoseItIs:
    def test_a_view_of_ones_own_is_nobody_elses(self, desk):
        save(desk, "status=idee")
        other = Client()
        other.force_login(editor())
        assert "Ma vue" not in tabs(other)
        edit = reverse("fiches:saved_view", args=[SavedView.objects.get().pk])
        assert other.get(edit).status_code == 404
        assert other.post(edit, {"action": "supprimer"}).status_code == 404
        assert SavedView.objects.exists()

    def test_a_shared_one_is_everybodys_and_outlives_who_made_it(self, desk):
        save(desk, "status=idee", is_shared="on")
        desk.user.delete()
        other = Client()
        other.force_login(editor())
        assert "Ma vue" in tabs(other)
        edit = reverse("fiches:saved_view", args=[SavedView.objects.get().pk])
        assert "checked" in other.get(edit).content.decode()
        other.post(edit, {"name": "Ma vue"})
        assert SavedView.objects.get().owner is not None

    @pytest.mark.parametrize("group", [CONTRIBUTORS, ORGANISERS])
    def test_who_does_not_publish_sheets_changes_only_views_of_their_own(self, desk, group):
        save(desk, "status=idee", is_shared="on")
        shared = SavedView.objects.get()
        edit = reverse("fiches:saved_view", args=[shared.pk])
        other = Client()
        user = organiser()
        user.groups.set([Group.objects.get(name=group)])
        other.force_login(user)
        html = other.get(tabs(other)["Ma vue"]).content.decode()
        assert edit not in html
        assert edit in desk.get(tabs(desk)["Ma vue"]).content.decode()
        for sent in ({"name": "À moi"}, {"action": "supprimer"}):
            other.post(edit, sent)
            shared.refresh_from_db()
            assert (shared.name, shared.owner) == ("Ma vue", None)
        form = reverse("fiches:new_view") + "?status=termine"
        assert "is_shared" not in other.get(form).content.decode()
        save(other, "status=termine", name="La mienne", is_shared="on")
        own = SavedView.objects.get(name="La mienne")
        assert own.owner == user
        other.post(
            reverse("fiches:saved_view", args=[own.pk]), {"name": "Mienne", "is_shared": "on"}
        )
        own.refresh_from_db()
        assert (own.name, own.owner) == ("Mienne", user)

    def test_its_own_go_with_an_account(self, desk):
        save(desk, "status=idee")
        desk.user.delete()
        assert not SavedView.objects.exists()

    def test_who_does_not_see_the_list_saves_nothing(self, client):
        client.force_login(UserFactory())
        assert save(client, "status=idee").status_code == 302
        assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "mes brouillons", "x" * 61])
def test_a_name_that_cannot_be_is_refused_beside_its_field(desk, name):
    answer = save(desk, "status=idee", name=name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert not SavedView.objects.exists()


def test_two_of_one_name_cannot_be_told_apart(desk):
    save(desk, "status=idee")
    assert save(desk, "status=termine", name="MA VUE").status_code == 200
    assert SavedView.objects.count() == 1
