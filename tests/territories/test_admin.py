import json

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalogue.models import ProjectPage
from territories.forms import AuthorityListField
from territories.models import Authority
from territories.permissions import AuthorityPermissionPolicy
from territories.viewsets import AuthorityChooserWidget


@pytest.fixture
def admin(register, admin_client):
    return lambda url, **query: admin_client.get(url, query, secure=True)


@pytest.fixture
def add(register, admin_client):
    return lambda **data: admin_client.post(reverse("territoires:add"), data, secure=True)


def test_an_editor_adds_a_body(add):
    assert (
        add(name="Syndicat d'essai", type="syndicat_mixte", siren="", departement="47").status_code
        == 302
    )
    body = Authority.objects.get(name="Syndicat d'essai")
    assert (body.code, body.region_id, body.is_registered) == ("org-syndicat-d-essai", "75", False)
    assert body.of_name == "du Syndicat d'essai"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "Boé bis", "type": "commune"}, "Sélectionnez un choix valide"),
        ({"name": "X", "type": "gip", "siren": "123456789"}, "Ce SIREN est faux"),
        ({"name": "X", "type": "gip", "siren": "12"}, "neuf chiffres"),
        ({"name": "X", "type": "gip", "siren": "253514491"}, "déjà celui de Mégalis"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(add, data, message):
    before = Authority.objects.count()
    response = add(**data)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert Authority.objects.count() == before


def test_what_comes_from_the_register_is_read_only(admin, admin_client, admin_user):
    commune = Authority.objects.get(code="47031")
    body = Authority.objects.get(code="org-adico")
    assert admin(reverse("territoires:edit", args=[body.pk])).status_code == 200
    assert admin(reverse("territoires:inspect", args=[commune.pk])).status_code == 200
    for view in ("edit", "delete"):
        url = reverse(f"territoires:{view}", args=[commune.pk])
        assert admin(url).status_code == 302
        assert admin_client.post(url, {"name": "X"}, secure=True).status_code == 302
    commune.refresh_from_db()
    assert commune.name == "Boé"
    policy = AuthorityPermissionPolicy(Authority)
    assert not policy.user_has_permission_for_instance(admin_user, "change", commune)
    assert policy.user_has_permission_for_instance(admin_user, "change", body)


def test_the_list_shows_bodies_first_and_searches_as_the_site_does(admin):
    page = admin(reverse("territoires:index")).content.decode()
    assert page.index("Adico") < page.index("Aux Marais")
    page = admin(reverse("territoires:index"), q="47550").content.decode()
    assert "Boé" in page
    assert "Foulayronnes" not in page


def test_the_chooser_finds_by_name_postcode_or_code_and_tells_what_it_chose(admin):
    opened = json.loads(admin(reverse("choix_territoire:choose")).content)
    assert opened["step"] == "choose"
    assert "Nom, code postal ou code" in opened["html"]
    assert "Ajouter un organisme" in opened["html"]
    for text in ("boe", "47550", "214700312"):
        found = admin(reverse("choix_territoire:choose_results"), q=text).content.decode()
        assert "Boé (Lot-et-Garonne)" in found
        assert "5\u202f846 hab. (2023)" in found
    boe = Authority.objects.get(code="47031")
    chosen = json.loads(admin(reverse("choix_territoire:chosen", args=[boe.pk])).content)
    told = "Boé (Lot-et-Garonne) · commune · 5\u202f846 hab. (2023) · classe 3 500 à 9 999 habitants · Nouvelle-Aquitaine"
    assert chosen["result"]["title"] == told
    assert told in AuthorityChooserWidget().render("authority", boe, {"id": "id_authority"})


def test_the_form_of_a_sheet_uses_the_chooser_and_a_short_list(register, admin_user):
    form_class = ProjectPage.get_edit_handler().get_form_class()
    fields = form_class(instance=ProjectPage(), for_user=admin_user).fields
    assert isinstance(fields["authority"].widget, AuthorityChooserWidget)
    assert isinstance(fields["covered_territories"], AuthorityListField)


def test_a_list_of_territories_is_typed_one_per_line(register):
    field = AuthorityListField(Authority.objects.all(), required=False)
    boe = Authority.objects.get(code="47031")
    found = field.clean("Boé, Lot-et-Garonne (47031)\n\n 76600 \nD47")
    assert {one.code for one in found} == {"47031", "76351", "D47"}
    shown = field.prepare_value([boe.pk])
    assert shown.startswith("Boé (Lot-et-Garonne) · commune · ")
    assert shown.endswith("classe 3 500 à 9 999 habitants · Nouvelle-Aquitaine (47031)")
    assert list(field.clean(shown)) == [boe]
    assert not field.has_changed([boe.pk], "Boé (47031)")
    assert field.has_changed([boe.pk], "47001")
    assert list(field.clean("")) == []
    with pytest.raises(ValidationError) as caught:
        field.clean("Nulle-Part\nlot garonne")
    assert "« Nulle-Part » : aucune collectivité" in caught.value.messages[0]


def test_several_are_chosen_at_once_and_told_with_their_code(admin):
    boe = Authority.objects.get(code="47031")
    opened = json.loads(admin(reverse("choix_territoire:choose"), multiple="1").content)
    assert 'type="checkbox"' in opened["html"]
    url = reverse("choix_territoire:chosen_multiple")
    found = json.loads(admin(url, id=[boe.pk, "x", "9" * 30], multiple="1").content)
    (chosen,) = found["result"]
    assert chosen["code"] == "47031"
    assert "classe 3 500 à 9 999 habitants" in chosen["title"]
    form_class = ProjectPage.get_edit_handler().get_form_class()
    html = str(form_class(instance=ProjectPage()).media)
    assert "authority-list" in html
    assert "chooser-modal" in html


def test_an_organiser_without_rights_sees_nothing_of_it(register, client, django_user_model):
    user = django_user_model.objects.create_user("anime", "a@example.org", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("territoires:index"), secure=True).status_code == 302
    assert client.get(reverse("territoires:add"), secure=True).status_code == 302
