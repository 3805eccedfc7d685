"""What editors and owners read of suggestions, beside what stands, and what they do with them."""

import json
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.limits import QUERIES
from catalogue.choices import Origin
from catalogue.fields import FIELDS
from catalogue.models import ProjectCost, ProjectPage
from core.publishing import RemovalRefused
from exchanges.models import Answer, OwnerAddress
from exchanges.models.owners import Whence
from suggestions.accepting import refuse
from suggestions.models import Suggestion
from suggestions.states import Kind
from tests.catalogue.test_sheet_page import ANSWERED
from tests.exchanges.questions import ask, owner_path, reply, sheet, tick
from tests.factories import UserFactory, published
from users.groups import CONTRIBUTORS, EDITORS

from .test_suggesting import SUGGESTED, WORDS, say, typed

pytestmark = pytest.mark.django_db(transaction=True)


def of(group: str) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk():
    return of(EDITORS)


def act(desk, page, action, *chosen, **fields):
    data = {"action": action, "choix": [one.pk for one in chosen], **fields}
    answer = desk.post(f"/admin/suggestions/{page.pk}/", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def fresh(page) -> ProjectPage:
    return ProjectPage.objects.get(pk=page.pk)


def words(html: str) -> str:
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def test_what_waits_is_read_beside_what_stands_and_decided(visitor, desk):
    assert "Rien n’attend" in desk.get("/admin/suggestions/").content.decode()
    page = published(again="<p>Ce qui est écrit.</p>")
    good, bad = say(page), say(page, "risks", "N’importe quoi")
    listed = desk.get("/admin/suggestions/").content.decode()
    assert page.title in listed
    shown = words(desk.get(f"/admin/suggestions/{page.pk}/").content.decode())
    for part in (
        "Ce qui est écrit.",
        "Commencer par deux démarches.",
        WORDS,
        "La fiche n’en dit rien",
    ):
        assert part in shown, part
    assert "Cochez au moins une proposition" in act(desk, page, "accepter")
    assert "1 proposition acceptée" in act(desk, page, "accepter", good)
    assert "Dites pourquoi" in act(desk, page, "refuser", bad)
    assert "1 proposition non retenue" in act(desk, page, "refuser", bad, reason="Hors sujet.")
    assert [one.state for one in (good, bad)] == [Kind.ACCEPTED, Kind.REFUSED]
    html = visitor.get(page.url).content.decode()
    assert "Commencer par deux démarches." in html
    assert "Ce qui est écrit." not in html
    assert WORDS in words(html)
    assert "Hors sujet." in desk.get(f"/admin/suggestions/{page.pk}/").content.decode()
    # By another hand the words go, and with them who said them.
    changed = fresh(page)
    changed.again = "<p>Commencer par trois.</p>"
    changed.save_revision().publish()
    assert WORDS not in words(visitor.get(page.url).content.decode())


def test_the_draft_of_a_colleague_is_spoken_of(desk):
    page = published()
    draft = fresh(page)
    draft.again = "<p>Mon brouillon</p>"
    draft.save_revision()
    one = say(page)
    assert (
        "Un brouillon de cette fiche est en cours"
        in desk.get(f"/admin/suggestions/{page.pk}/").content.decode()
    )
    assert "Il n’a pas été changé" in act(desk, page, "accepter", one)
    assert "Mon brouillon" in fresh(page).get_latest_revision_as_object().again


def test_who_may_not_publish_decides_nothing(visitor, desk):
    page = published()
    one = say(page)
    other = of(CONTRIBUTORS)
    for path in ("/admin/suggestions/", f"/admin/suggestions/{page.pk}/"):
        assert other.get(path).status_code in (302, 403)
        assert visitor.get(path).status_code == 302
    other.post(f"/admin/suggestions/{page.pk}/", {"action": "accepter-tout"})
    visitor.post(f"/admin/suggestions/{page.pk}/", {"action": "accepter-tout"})
    assert one.state == Kind.PROPOSED


def test_statements_do_not_grow(visitor, desk, django_assert_max_num_queries):
    page = published()
    path = f"/admin/suggestions/{page.pk}/"
    for number in range(12):
        say(page, "difficulties", {"type": "budget", "text": f"La difficulté {number}"})
        say(page, "costs", {"label": f"Coût {number}", "nature": "fonctionnement", "amount": "3"})
    desk.get(path)
    with django_assert_max_num_queries(40):
        assert desk.get(path).content.decode().count('name="choix"') == 24
    with CaptureQueriesContext(connection) as made:
        desk.post(path, {"action": "accepter-tout"})
    # The rest is Wagtail's, which saves a page row by row.
    assert sum("suggestions_suggestion" in one["sql"] for one in made) <= 5
    assert Suggestion.objects.waiting().count() == 0
    for number in range(12):
        say(page, "difficulties", {"type": "budget", "text": f"Autre difficulté {number}"})
    visitor.get(page.url)
    with django_assert_max_num_queries(QUERIES["sheet"]):
        html = visitor.get(page.url + "?x=1").content.decode()
    assert words(html).count("dit par") == 24


def test_every_field_shows_who_said_it_and_machines_read_it(visitor, desk):
    """Whatever is said of a sheet, its page says by whom, once for each value."""
    page = published(**ANSWERED, origin=Origin.PROPOSED, summary="Un résumé")
    left_out = {"kind", "results_too_early", "means_unknown", "investment_unknown"}
    left_out |= {"running_unknown"}
    left_out |= {name for name in SUGGESTED if name.startswith("debate")}
    names = [name for name in SUGGESTED if name not in left_out]
    for number, name in enumerate(names):
        value = {**typed(name), **({"tax": "HT"} if name == "costs" else {})}
        say(page, name, value, said_by=f"Service {number} du numérique")
    assert "acceptée" in act(desk, page, "accepter-tout")
    html = visitor.get(page.url).content.decode()
    shown = words(html.partition("<main")[2])
    for number, name in enumerate(names):
        assert f"it par Service {number} du numérique" in shown, name
    script = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    (article,) = (one for one in json.loads(script)["@graph"] if one["@type"] == "Article")
    parts = {part["author"]["name"]: part for part in article["hasPart"]}
    assert len(parts) == len(names)
    assert parts["Service 0 du numérique"]["dateCreated"] == "2027-03-14"
    assert {part["name"].partition(" : ")[0] for part in parts.values()} == {
        FIELDS[name].title for name in names
    }


def test_a_published_answer_fills_its_field_in_one_click(visitor, desk):
    about = sheet()
    question = ask(visitor, about)
    tick()
    reply(visitor, owner_path(), question)
    path = f"/admin/questions/{question.pk}/"
    assert not Suggestion.objects.exists()
    desk.post(path, {"action": "publier"})
    one = Suggestion.objects.get()
    assert (one.field, one.how) == ("costs_text", "reponse")
    assert "Mettre dans la fiche" in desk.get(path).content.decode()
    # On the sheet the answer stands as before.
    assert "12 000 € la première année." in words(visitor.get(about.url).content.decode())
    assert fresh(about).costs_text == ""
    desk.post(path, {"action": "accepter"})
    assert "12 000" in fresh(about).costs_text
    page = visitor.get(about.url).content.decode().partition("<main")[2]
    # Word for word the same: read once.
    assert "asked__answer" not in page
    html = words(page)
    assert html.count("Dit par Direction des systèmes d’information") == 1
    assert "Elle a rempli" in desk.get(path).content.decode()


def test_an_answer_taken_off_takes_its_suggestion_along(visitor, desk):
    question = ask(visitor, sheet(), fait="setup_months")
    tick()
    reply(visitor, owner_path(), question, reponse="Comptez 9 mois.")
    for action in ("publier", "retirer"):
        desk.post(f"/admin/questions/{question.pk}/", {"action": action})
    one = Suggestion.objects.get()
    assert (one.field, one.value, one.state) == ("setup_months", {"setup_months": "9"}, "retiree")


def test_the_owner_of_a_validated_sheet_decides_behind_its_link(visitor):
    about = sheet(**ANSWERED, origin=Origin.VALIDATED, validated_on="2026-01-05")
    other = sheet(hall="", **ANSWERED, origin=Origin.VALIDATED, validated_on="2026-01-05")
    documentary = published(authority=about.authority)
    address = OwnerAddress.objects.for_mailbox(about.authority, "dsi@baugy.invalid", Whence.CONTACT)
    path = address.url.removeprefix("http://127.0.0.1:8000")
    assert "Ce qui est dit de vos fiches" not in visitor.get(path).content.decode()
    good, bad = say(about), say(about, "risks", "Rien.")
    say(other)
    waiting = say(documentary)
    assert "2 propositions attendent" in words(visitor.get(path).content.decode())
    here = f"{path}fiches/{about.number}/"
    shown = words(visitor.get(here).content.decode())
    assert "Commencer par deux démarches." in shown
    assert WORDS in shown
    answer = visitor.post(here, {"action": "accepter", "choix": good.pk})
    assert "dit=accepte" in answer.url
    visitor.post(here, {"action": "refuser", "choix": bad.pk, "raison": "Faux."})
    for action in ("accepter", "refuser"):
        late = visitor.post(here, {"action": action, "choix": bad.pk, "raison": "Déjà dit."})
        assert late.status_code == 409
        assert "Quelqu’un en a décidé entre-temps" in late.content.decode()
        assert "Déjà dit." in late.content.decode()
    assert [one.state for one in (good, bad)] == [Kind.ACCEPTED, Kind.REFUSED]
    assert "deux démarches" in fresh(about).again
    # Nobody else's, and not what the editors answer for.
    for one in (other, documentary):
        assert visitor.get(f"{path}fiches/{one.number}/").status_code == 410
    visitor.post(here, {"action": "accepter", "choix": waiting.pk})
    assert waiting.state == Kind.PROPOSED


def test_rows_of_a_field_are_seen_one_by_one(desk):
    page = published(costs=[ProjectCost(label="Site", nature="investissement", amount=5)])
    say(page, "costs", {"label": "Suivi", "nature": "fonctionnement", "amount": "900", "tax": "HT"})
    shown = words(desk.get(f"/admin/suggestions/{page.pk}/").content.decode())
    for part in ("Site", "Une ligne de plus", "Suivi", "900 €", "Fonctionnement", "HT"):
        assert part in shown, part
    assert Answer.objects.count() == 0


def test_a_sheet_of_which_something_waits_is_not_deleted(desk):
    page = published()
    one = say(page)
    with pytest.raises(RemovalRefused, match="1 proposition attend une décision"):
        page.delete()
    refuse([one], "Non.", by="redaction")
    page.delete()
    assert not Suggestion.objects.exists()


def test_what_a_form_no_longer_reads_is_shown_and_not_accepted(desk):
    page = published()
    one = say(page, "status", "idee")
    Suggestion.objects.filter(pk=one.pk).update(value={"status": "ancien"})
    assert "ancien" in desk.get(f"/admin/suggestions/{page.pk}/").content.decode()
    assert "Reportez-le à la main" in act(desk, page, "accepter", one)
    assert one.state == Kind.PROPOSED
