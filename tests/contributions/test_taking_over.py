"""A documentary sheet that its authority takes over: prefilled, corrected, decided by an editor, validated."""

import pytest
from django.utils import timezone

from catalogue.choices import Origin
from catalogue.models import ProjectCost, ProjectDifficulty, ProjectPage
from contributions import exchange
from contributions.forms import SendForm
from contributions.models import Contribution
from contributions.taking_over import suggest_differences
from core.mail.queue import drain
from suggestions.accepting import accept
from suggestions.models import Suggestion
from suggestions.states import By
from territories.other_names import TownHall
from tests.catalogue.test_sheet_page import ANSWERED
from tests.conftest import VisitorClient
from tests.factories import AuthorityFactory, UserFactory, editor, published

from .authors import ADDRESS, links, mails, send, token

pytestmark = pytest.mark.django_db

HALL = "accueil@boe.invalid"


@pytest.fixture
def visitor():
    """Without a token of Django's, which no visitor has."""
    return VisitorClient(enforce_csrf_checks=True)


@pytest.fixture
def sheet():
    authority = AuthorityFactory(code="47031", name="Boé")
    TownHall.objects.create(authority=authority, email=HALL, telephone="05 53 00 00 00")
    fields = {name: value for name, value in ANSWERED.items() if "unknown" not in name}
    return published(
        **fields
        | {
            "authority": authority,
            "actions": "<p>Un formulaire.</p><ul><li>Relu</li><li>Signé</li></ul>",
            "means_text": "<p>Dix jours.</p>",
            "again": "",
            "costs": [
                ProjectCost(label="Le site", nature="investissement", amount=5000, tax="HT"),
                ProjectCost(
                    label="Suivi",
                    nature="fonctionnement",
                    amount=900,
                    period="yearly",
                    sort_order=1,
                ),
            ],
            "difficulties": [
                ProjectDifficulty(type="budget", text="Trop cher."),
                ProjectDifficulty(type="usagers", text="Personne n’est venu.", sort_order=1),
            ],
        }
    )


def text(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def begin(visitor, sheet) -> str:
    assert "Reprenez-la" in text(visitor.get(sheet.url))
    path = f"/f/{sheet.number}/reprendre/"
    assert sheet.title in text(visitor.get(path))
    answer = visitor.post(path, {"jeton": token(SendForm)})
    assert answer.status_code == 302
    return answer.url.removesuffix("2/")


def shown(visitor, path) -> dict:
    """What a browser would send of a screen as it is shown."""
    form = visitor.get(path).context["form"]
    found = {name: form[name].value() for name in form.fields}
    return {
        name: "on" if v is True else v for name, v in found.items() if v not in (None, False, "")
    }


def walk(visitor, address, changes: dict[int, dict]) -> None:
    for number in range(2, 13):
        data = shown(visitor, f"{address}{number}/")
        if number in changes:
            data = {**data, **changes[number]}
        elif number < 12:
            data["suite"] = "right" if data else "unknown"
        data = {name: value for name, value in data.items() if value}
        answer = visitor.post(f"{address}{number}/", data)
        assert answer.status_code == 302, (number, text(answer))


CONTACT = {"contact_function": "Directrice générale", "courriel": ADDRESS}
CHANGES = {
    6: {"investment": "6 500", "running": ""},
    8: {"budget_mots": "Bien trop cher.", "usagers": "", "usagers_mots": "", "legal": ""},
    11: {"again": "Commencer petit."},
    12: CONTACT,
}


def take_over(visitor, sheet) -> Contribution:
    address = begin(visitor, sheet)
    walk(visitor, address, CHANGES)
    checked = text(visitor.get(f"{address}verifier/"))
    assert "Vous confirmez ce que dit la fiche." in checked
    assert "6 500 €" in checked
    send(visitor, address)
    confirming, _ = links()
    assert visitor.post(confirming).status_code == 200
    exchange.pass_on_taken_over()
    exchange.pass_on_taken_over()
    drain()
    return Contribution.objects.get()


def test_each_screen_shows_what_the_sheet_says(visitor, sheet):
    address = begin(visitor, sheet)
    assert visitor.get(f"{address}1/").url == f"{address}2/"
    page = text(visitor.get(f"{address}4/"))
    assert "Voici ce que dit la fiche" in page
    assert "Un formulaire.\n\n- Relu" in page
    assert "C’est juste" in page
    assert shown(visitor, f"{address}6/")["investment"] == "5000"
    empty = text(visitor.get(f"{address}11/"))
    assert "complétez-la" in empty
    assert "C’est juste" not in empty
    # Corrected, and then « C’est juste »: what was typed is kept.
    visitor.post(f"{address}4/", {"actions": "Deux formulaires.", "suite": "right"})
    assert Contribution.objects.get().answers["fait"] == {"actions": "Deux formulaires."}
    assert ProjectPage.objects.count() == 1


def test_differences_become_suggestions_on_that_sheet_and_nothing_changes(visitor, sheet):
    take_over(visitor, sheet)
    before = ProjectPage.objects.get()
    assert (before.latest_revision_id, before.origin) == (sheet.latest_revision_id, "documentaire")
    said = {(one.field, tuple(sorted(one.value.items()))) for one in Suggestion.objects.all()}
    assert {name for name, _ in said} == {
        *("again", "costs", "difficulties", "contact_function", "status_date")
    }
    assert ("again", (("again", "Commencer petit."),)) in said
    # The row that it corrects keeps what nobody spoke of; what was emptied is to go.
    costs = {one.value.get("amount"): one.value for one in Suggestion.objects.filter(field="costs")}
    assert costs["6500"]["label"] == "Le site"
    assert costs["6500"]["tax"] == "HT"
    assert costs[None] == {}
    assert Suggestion.objects.filter(field="difficulties").count() == 2
    assert {one.said_by for one in Suggestion.objects.all()} == {"Directrice générale"}
    # The town hall gets one word, without an address.
    (word,) = [one for one in mails() if one.to == [HALL]]
    assert "Directrice générale" in word.body
    assert "7 changements" in word.body.replace("\xa0", " ")
    assert ADDRESS not in word.body


def test_an_editor_accepts_and_the_author_validates(visitor, sheet, client):
    story = take_over(visitor, sheet)
    client.force_login(editor())
    path = f"/admin/recits/{story.pk}/"
    page = text(client.get(path))
    assert "7 propositions attendent votre décision" in page
    assert "En faire un brouillon" not in page
    accept(list(Suggestion.objects.all()), by=By.EDITOR)
    fresh = ProjectPage.objects.get()
    assert [(row.label, row.amount) for row in fresh.costs.all()] == [("Le site", 6500)]
    assert [row.text for row in fresh.difficulties.all()] == ["Bien trop cher."]
    client.post(path, {"action": "take_over"})
    # The door asks what a sheet written with its authority needs: the running cost is not told any more.
    assert ProjectPage.objects.get().origin == Origin.DOCUMENTARY
    fresh.running_unknown = True
    fresh.save_revision().publish()
    client.post(path, {"action": "take_over"})
    assert ProjectPage.objects.get().origin == Origin.PROPOSED
    drain()
    mailed = links()[-1]
    author = text(visitor.get(mailed))
    assert "La fiche est juste, je la valide" in author
    assert author.count("C’est sur la fiche") == 7
    visitor.post(mailed, {"valider": "1"})
    fresh = ProjectPage.objects.get()
    assert fresh.origin == Origin.VALIDATED
    assert fresh.validated_on
    assert "Fiche validée" in text(visitor.get(mailed))
    assert "Reprenez-la" not in text(visitor.get(sheet.url))
    assert visitor.get(f"/f/{sheet.number}/reprendre/").status_code == 404
    assert ADDRESS not in text(visitor.get(sheet.url))


def test_who_withdraws_takes_what_waits_along(visitor, sheet):
    story = take_over(visitor, sheet)
    assert exchange.take(story, UserFactory()) is False
    exchange.withdraw(story)
    assert not Suggestion.objects.waiting().exists()
    assert ProjectPage.objects.count() == 1


def test_not_known_and_too_early_are_answers_where_the_sheet_says_nothing():
    sheet = published()
    story = Contribution.objects.create(
        submission_key="1" * 32,
        begun_by="1" * 32,
        authority=sheet.authority,
        takes_over=sheet,
        answers={
            "cout": {"way": "unknown"},
            "moyens": {"way": "unknown"},
            "resultats": {"way": "too_early"},
            "contact": {"contact_function": "dgs@boe.fr"},
        },
        confirmed_at=timezone.now(),
    )
    suggest_differences(story)
    # An address is no function: the authority says it, and nobody is given as the contact.
    assert {one.said_by for one in Suggestion.objects.all()} == {sheet.authority.label}
    assert {one.field for one in Suggestion.objects.all()} == {
        *("investment_unknown", "running_unknown", "means_unknown", "results_too_early")
    }
