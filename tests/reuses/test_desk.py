"""The editors' list of reuses, and what they do with one."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from catalogue.models import ProjectPage
from exchanges.models import OwnerAddress
from reuses.models import Declaration, Node, Reuse
from reuses.states import Kind
from tests.exchanges.questions import HALL, mails_to
from tests.factories import AuthorityFactory, UserFactory, published
from tests.reuses.declarations import DECLARER, declare, path_of, send, sheet, tick
from tests.reuses.made import documented
from users.groups import EDITORS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def boe():
    return AuthorityFactory(code="47031", name="Boé")


def act(desk, action, **fields):
    reuse = Reuse.objects.latest("pk")
    posted = {f"{action}-{name}": value for name, value in fields.items()}
    return desk.post(f"/admin/reprises/{reuse.pk}/", {"action": action, **posted}, follow=True)


def read(desk, path="") -> str:
    answer = desk.get(f"/admin/reprises/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def state() -> str:
    return Reuse.objects.with_state().latest("pk").current


def test_the_list_says_state_age_and_whose_turn_it_is(visitor, desk, boe):
    assert "Aucune reprise ici" in read(desk)
    declare(visitor, sheet(), boe)
    tick()
    page = read(desk)
    for words in ("Boé", "Déclarée par Boé", "l’autre collectivité", "aujourd’hui", "non"):
        assert words in page
    for wanted in ("a-faire", "confirmees", "documentaires", "finies"):
        assert "Aucune reprise ici" in read(desk, f"?etat={wanted}")
    for wanted in ("toutes", "a-montrer", "xyz"):
        assert "Boé" in read(desk, f"?etat={wanted}")
    assert DECLARER not in page


def test_shown_before_anybody_confirms_then_documented_then_refused(visitor, desk, boe):
    about = sheet()
    declaration = declare(visitor, about, boe)
    act(desk, "montrer")
    html = visitor.get(about.url).content.decode()
    assert "Déclarée par Boé" in html
    assert "Le formulaire" in html
    assert "0 confirmée" in visitor.get("/essaimage/").content.decode()
    assert "Dites quelle source" in act(desk, "documenter").content.decode()
    act(desk, "documenter", title="Le journal", url="https://exemple.fr/a")
    assert "Documentée par une source" in visitor.get(about.url).content.decode()
    assert "Dites pourquoi" in act(desk, "refuser").content.decode()
    act(desk, "refuser", reason="Un autre projet")
    assert state() == Kind.REFUSED
    assert "Le formulaire" not in visitor.get(about.url).content.decode()
    tick()
    assert "Un autre projet" in mails_to(DECLARER)[-1].body
    assert "Un autre projet" in visitor.get(path_of(declaration)).content.decode()


def test_a_mailbox_that_abuses_is_blocked(visitor, desk, boe):
    about = sheet()
    declare(visitor, about, boe)
    act(desk, "bloquer", reason="Des insultes")
    assert state() == Kind.REFUSED
    again = send(visitor, sheet(name="Osmoy", email=""), boe)
    assert again.status_code == 422
    assert "ne transmet plus de messages venus de cette adresse" in again.content.decode()


def test_closed_with_a_reason_and_stopped_with_why(visitor, desk, boe):
    about = sheet()
    declare(visitor, about, boe)
    act(desk, "montrer")
    act(desk, "clore", reason="Personne ne répond")
    assert state() == Kind.CLOSED
    assert "non confirmée par Baugy" in visitor.get(about.url).content.decode()
    visitor.post(path_of(Declaration.objects.get()), {"action": "arret", "pourquoi": "Trop cher"})
    assert "Boé" in read(desk, "?etat=a-faire")
    assert "Trop cher" in read(desk, f"{Reuse.objects.get().pk}/")
    act(desk, "arreter", reason="Faute d’usage")
    assert "Aucune reprise ici" in read(desk, "?etat=a-faire")
    assert "arrêtée (Faute d’usage)" in visitor.get(about.url).content.decode()
    assert "autre chose entre-temps" in act(desk, "clore", reason="Encore").content.decode()
    # Nor does anybody get a link for it.
    page = act(desk, "rediriger", address="a@baugy.invalid").content.decode()
    assert "autre chose entre-temps" in page
    assert not OwnerAddress.objects.filter(email="a@baugy.invalid").exists()


def test_another_address_is_asked_and_what_it_gets_is_seen(visitor, desk, boe):
    about = sheet(email="")
    declare(visitor, about, boe)
    tick()
    assert "Boé" in read(desk, "?etat=a-faire")
    assert "nom@domaine.fr" in act(desk, "rediriger", address="x").content.decode()
    act(desk, "rediriger", address="dgs@baugy.invalid")
    page = read(desk, f"{Reuse.objects.get().pk}/")
    assert "Ce que l’autre collectivité recevra" in page
    assert "Ouvrir sa page" in page
    tick()
    assert len(mails_to("dgs@baugy.invalid")) == 1
    assert state() == Kind.SENT


def test_a_sheet_is_made_with_all_that_is_known(visitor, desk, boe):
    about = sheet()
    declare(visitor, about, boe)
    answer = act(desk, "fiche")
    made = ProjectPage.objects.latest("pk")
    assert answer.redirect_chain[-1][0] == f"/admin/pages/{made.pk}/edit/"
    assert (made.live, made.authority, made.main_theme) == (False, boe, about.main_theme)
    assert made.title == f"Boé : d’après {about.title}"
    assert (made.status, made.status_date, made.start) == ("en_service", "2024-03", "2023")
    assert "Gardé : Le formulaire" in made.actions
    assert [row.amount for row in made.costs.all()] == [12000]
    assert [row.type for row in made.difficulties.all()] == ["budget"]
    assert Reuse.objects.get().reuser.sheet == made
    # A draft's title shows nowhere; the name does.
    act(desk, "montrer")
    html = visitor.get(about.url).content.decode()
    assert "Boé" in html
    assert made.slug not in html


def test_a_reuser_is_linked_to_a_sheet_and_never_to_a_circle(desk):
    root, copy = published(), published(authority=AuthorityFactory(name="Agen"))
    documented(root, "Agen (sans fiche)")
    act(desk, "relier", sheet=copy.pk)
    assert Reuse.objects.get().reuser.sheet == copy
    documented(copy, "Tout en bas")
    assert "fermerait un cercle" in act(desk, "relier", sheet=root.pk).content.decode()
    assert "Choisissez la fiche" in act(desk, "relier", sheet="").content.decode()
    # One that has a node of its own takes the edges over.
    other = published(authority=AuthorityFactory(name="Pau"))
    documented("Ailleurs", other)
    documented(root, "Pau (sans fiche)")
    act(desk, "relier", sheet=other.pk)
    assert Reuse.objects.filter(reuser__sheet=other).count() == 2
    assert not Node.objects.filter(name="Pau (sans fiche)").exists()


def test_an_editor_adds_what_a_source_tells_and_corrects_it(visitor, desk):
    sheet_of = published(authority=AuthorityFactory(name="Baugy"))
    page = desk.post("/admin/reprises/ajouter/", {}).content.decode()
    for words in ("Dites d’où cela vient", "Dites qui l’a repris", "Dites quelle source"):
        assert words in page
    told = {"source_title": "Le journal", "cost": "12 000,50", "date": "mars 2021"}
    ends = {"original_name": "Barcelone", "reuser_sheet": sheet_of.pk}
    desk.post("/admin/reprises/ajouter/", told | ends)
    made = Reuse.objects.get()
    assert (made.date, str(made.cost)) == ("2021-03", "12000.50")
    assert "Barcelone" in visitor.get(sheet_of.url).content.decode()
    page = desk.post("/admin/reprises/ajouter/", told | ends).content.decode()
    assert "déjà dans la liste" in page
    same = {"original_sheet": sheet_of.pk, "reuser_sheet": sheet_of.pk}
    page = desk.post("/admin/reprises/ajouter/", told | same).content.decode()
    assert "se reprendre elle-même" in page
    desk.post(f"/admin/reprises/{made.pk}/modifier/", told | {"what": "Le logiciel"})
    assert "Le logiciel" in visitor.get(sheet_of.url).content.decode()


def test_only_editors_come_in(client):
    for path in ("", "ajouter/", f"{documented('Ici', 'Là').pk}/"):
        assert client.get(f"/admin/reprises/{path}").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/admin/reprises/").status_code in (302, 403)
    assert HALL
