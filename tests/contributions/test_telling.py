"""From the first screen to the confirmed story, by somebody without account, cookie or JavaScript."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from contributions.forms import StartForm
from contributions.models import Contribution
from contributions.screens import SCREENS
from core import retention
from tests.conftest import VisitorClient
from tests.factories import AuthorityFactory
from tests.naughty import NAUGHTY
from tests.parsing import parsed

from .authors import ADDRESS, ANSWERS, begin, fill, keep, links, mails, send, token, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    """Without a token of Django's, which no visitor has."""
    return VisitorClient(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _boe():
    AuthorityFactory(code="47031", name="Boé")


def text(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_the_whole_way(visitor):
    first = visitor.get("/raconter/")
    assert "Raconter un projet" in text(first)
    address = begin(visitor)
    for number, screen in enumerate(SCREENS, start=1):
        page = text(visitor.get(f"{address}{number}/"))
        assert f"Question {number} sur 12" in page
        assert screen.question.replace("’", "’") in page
    fill(visitor, address)
    shown = text(visitor.get(f"{address}verifier/"))
    for said in (
        *("Boé", "guichet unique", "En service", "mars 2024", "12 500 €", "900,50 €", "40"),
        *("huit mois", "mi-temps", "Secrétaire générale", ADDRESS, "répondre à des questions"),
    ):
        assert said in shown, said
    again = visitor.get(f"{address}6/").context["form"]
    assert (again["investment"].value(), again["running"].value()) == ("12500", "900,50")
    answer = send(visitor, address)
    assert "Il reste à confirmer votre adresse" in text(visitor.get(answer.url))
    assert [message.to for message in mails()] == [[ADDRESS]]
    assert "guichet" not in mails()[0].body
    confirming, mailed = links()
    asked = text(visitor.get(confirming))
    assert "huit mois" in asked
    assert not Contribution.objects.confirmed().exists()
    assert "Merci, votre récit est envoyé" in text(visitor.post(confirming))
    assert "déjà envoyé" in text(visitor.post(confirming))
    author = text(visitor.get(mailed))
    assert "La rédaction l’a reçu" in author
    assert Contribution.objects.get().current_state() == "confirmee"
    assert len(mails()) == 1


def test_what_is_not_known_is_an_answer_of_one_tap(visitor):
    address = begin(visitor)
    for number, screen in enumerate(SCREENS, start=1):
        for way in screen.ways:
            answer = visitor.post(f"{address}{number}/", {"suite": way.key})
            assert answer.url == f"{address}{number + 1}/"
            assert way.said in text(visitor.get(f"{address}{number}/"))
            assert way.said in text(visitor.get(f"{address}verifier/"))
    assert text(visitor.get(f"{address}verifier/")).count("Pas de réponse") == 2


def test_one_tap_erases_nothing_that_was_written(visitor):
    address = begin(visitor)
    for number, screen in enumerate(SCREENS, start=1):
        for way in screen.ways:
            path = f"{address}{number}/"
            untouched = sent_by_browser(visitor.get(path))
            assert visitor.post(path, {**untouched, "suite": way.key}).status_code == 302, path
            written = ANSWERS[number - 2]
            typed = visitor.post(path, {**untouched, **written, "suite": way.key})
            assert typed.status_code == 422
            assert f"effacez-la pour répondre « {way.label} »" in text(typed)
            assert visitor.post(path, written).status_code == 302
            saved = visitor.post(path, {**sent_by_browser(visitor.get(path)), "suite": way.key})
            assert saved.status_code == 422
            assert visitor.post(path, {"suite": way.key}).status_code == 302


def sent_by_browser(page) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    form = parsed(page.content).xpath("//main//form")[0]
    for field in form.xpath(".//*[@name and not(self::button)]"):
        kind, name = field.get("type"), field.get("name")
        if field.tag == "textarea":
            sent.setdefault(name, []).append("".join(field.itertext()).removeprefix("\n"))
        elif field.tag == "select":
            chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")
            sent.setdefault(name, []).append(chosen[0].get("value", ""))
        elif kind not in ("checkbox", "radio") or "checked" in field.attrib:
            sent.setdefault(name, []).append(field.get("value", "on" if kind == "checkbox" else ""))
    return sent


def test_back_to_the_first_screen_whose_project_it_is_is_corrected(visitor):
    AuthorityFactory(code="35238", name="Rennes")
    form = token(StartForm)
    begun = begin(visitor, "Rennes", jeton=form)
    assert begin(visitor, "Boé", jeton=form) == begun
    assert Contribution.objects.get().authority.name == "Boé"
    fill(visitor, begun)
    send(visitor, begun)
    visitor.post(links()[0])
    # It is sent: from the same page, another project is told, once.
    another = begin(visitor, "Rennes", jeton=form)
    assert begin(visitor, "Rennes", jeton=form) == another != begun
    assert [one.authority.name for one in Contribution.objects.order_by("pk")] == ["Boé", "Rennes"]


def test_a_wrong_answer_says_so_beside_its_field_and_keeps_what_was_typed(visitor):
    address = begin(visitor)
    wrong = (
        (2, {"title": ""}, "Écrivez en une phrase"),
        (2, {"title": "x" * 121}, "raccourcissez-le de 1"),
        (3, {"context": "é" * 10_000}, "10 000 caractères, 5 000 au plus"),
        (5, {"status": "fini", "start": "2024"}, "Choisissez une réponse de la liste"),
        (5, {"status": "en_service", "start": "un jour"}, "Écrivez une année"),
        (6, {"investment": "beaucoup", "running": ""}, "Écrivez un nombre"),
        (6, {"investment": "-5"}, "n’est pas négatif"),
        (6, {"investment": "9" * 40}, "trop grand"),
        (6, {}, "Donnez un montant"),
        (7, {"days": "12.500"}, "se lit de deux façons"),
        (8, {}, "Cochez ce qui a coincé"),
        (8, {"budget": "on"}, "en une phrase ce qui s’est passé"),
        (12, {"contact_function": "DSI", "courriel": "nulle part"}, "nom@domaine.fr"),
    )
    for number, data, words in wrong:
        answer = visitor.post(f"{address}{number}/", data)
        assert answer.status_code == 422
        assert words in text(answer), (number, text(answer))
        assert 'id="erreurs"' in text(answer)
        for value in data.values():
            if value != "on":
                assert value in {field.value() for field in answer.context["form"]} or value in (
                    "fini",
                )
    assert Contribution.objects.get().answers == {}


def test_naughty_strings_in_every_field_are_words_or_a_refusal(client):
    """Not with `visitor`: it takes an attribute's harmless value for a handler."""
    address = begin(client)
    for string in NAUGHTY:
        for number, data in enumerate(ANSWERS, start=2):
            answer = client.post(f"{address}{number}/", dict.fromkeys(data, string))
            assert answer.status_code in (302, 422)
            _check_harmless(answer)
        page = client.get(f"{address}verifier/")
        assert page.status_code == 200
        _check_harmless(page)
        began = client.post("/raconter/", dict.fromkeys(("jeton", "collectivite"), string))
        assert began.status_code == 422


def _check_harmless(answer) -> None:
    for markup in ("<script>alert", "<img src=x"):
        assert markup not in answer.content.decode()


def test_each_screen_is_saved_alone_and_resumed_where_one_was(visitor):
    address = begin(visitor)
    fill(visitor, address, ANSWERS[:3])
    assert visitor.get(address).url == f"{address}5/"
    kept = Contribution.objects.get().answers
    visitor.post(f"{address}2/", {"title": "Un autre titre"})
    assert Contribution.objects.get().answers == kept | {"titre": {"title": "Un autre titre"}}
    assert visitor.post(f"{address}2/?retour", {"title": "Encore"}).url == f"{address}verifier/"


def test_another_authority_may_be_named_and_homonyms_are_asked(visitor):
    AuthorityFactory(code="97411", name="Saint-Denis")
    AuthorityFactory(code="93066", name="Saint-Denis")
    data = {"jeton": token(StartForm), "collectivite": "Saint-Denis"}
    answer = visitor.post("/raconter/", data)
    assert answer.status_code == 422
    assert "Laquelle" in text(answer)
    answer = visitor.post("/raconter/", data | {"collectivite_choisie": "97411"})
    assert answer.status_code == 302
    address = answer.url.removesuffix("2/")
    visitor.post(f"{address}1/", {"jeton": token(StartForm), "collectivite": "Boé"})
    assert Contribution.objects.get().authority.name == "Boé"


def test_a_commune_that_is_no_more_becomes_the_one_it_joined(visitor):
    new = AuthorityFactory(name="Castelnouveau")
    AuthorityFactory(name="Vieilleville", is_registered=False, successor=new)
    begin(visitor, "Vieilleville")
    assert Contribution.objects.get().authority == new


def test_left_for_later_and_gone_on_with_from_the_mail(visitor):
    address = begin(visitor)
    answer = visitor.post(f"{address}3/", {"context": "À moitié", "suite": "plus-tard"})
    assert answer.url == f"{address}plus-tard/"
    assert Contribution.objects.get().answers["besoin"] == {"context": "À moitié"}
    assert visitor.post(f"{address}4/", {"actions": " ", "suite": "plus-tard"}).status_code == 302
    assert keep(visitor, address, "nulle part").status_code == 422
    for _ in range(2):
        sent = keep(visitor, address)
        assert "Le lien part par courriel" in text(visitor.get(sent.url))
    assert len(mails()) == 1
    (mailed,) = links()
    fill(visitor, mailed)
    # Its address was read in the mailbox: nothing is left to confirm.
    assert "C’est juste, j’envoie" in text(visitor.get(f"{mailed}verifier/"))
    done = send(visitor, mailed)
    assert "La rédaction l’a reçu" in text(visitor.get(done.url))
    assert len(mails()) == 1
    assert Contribution.objects.confirmed().count() == 1


def test_with_another_mailbox_the_mailed_address_proves_nothing_and_is_dead(visitor):
    address = begin(visitor)
    keep(visitor, address)
    (mailed,) = links()
    visitor.post(f"{mailed}12/", ANSWERS[-1] | {"courriel": "autre@boe.invalid"})
    assert visitor.get(mailed).status_code == 410


def test_a_link_for_other_words_is_dead_and_a_double_click_writes_once(visitor):
    address = begin(visitor)
    fill(visitor, address)
    for _ in range(2):
        send(visitor, address)
    assert len(mails()) == 1
    old, _ = links()
    visitor.post(f"{address}2/", {"title": "Un titre corrigé"})
    assert visitor.get(old).status_code == 410
    assert visitor.post(old).status_code == 410
    send(visitor, address)
    assert len(mails()) == 2
    assert "Un titre corrigé" in text(visitor.post(links()[0]) and visitor.get(links()[1]))


def test_links_that_are_cut_forged_shared_or_used_have_their_own_words(visitor):
    story = told(visitor)
    confirming, mailed = links()
    for link in (confirming, mailed):
        assert "Ce lien est incomplet" in text(visitor.get(link[:-9] + "/"))
    assert visitor.get("/raconter/n-importe-quoi/3/").status_code == 404
    here = begin(visitor)
    fill(visitor, here)
    send(visitor, here)
    visitor.post(links()[0])
    # A scanner opens all, and a window that stayed open.
    for number in range(1, 14):
        visitor.get(f"{here}{number}/")
    assert "Ce récit est envoyé" in text(visitor.get(f"{here}3/"))
    late = visitor.post(f"{here}3/", {"context": "Trop tard"})
    assert late.status_code == 410
    assert "Trop tard" not in str(Contribution.objects.latest("pk").answers)
    story.refresh_from_db()
    assert story.current_state() == "confirmee"


def test_what_is_missing_is_named_before_sending(visitor):
    address = begin(visitor)
    answer = send(visitor, address)
    assert answer.status_code == 422
    assert "question 2" in text(answer)
    assert "question 12" in text(answer)
    assert not mails()


def test_another_site_a_robot_and_a_burst_are_told(visitor):
    foreign = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    data = {"jeton": token(StartForm), "collectivite": "Boé"}
    assert visitor.post("/raconter/", data, **foreign).status_code == 403
    assert "robot" in text(visitor.post("/raconter/", data | {"laissez_vide": "x"}))
    address = begin(visitor)
    typed = visitor.post(f"{address}2/", {"title": "Gardé"}, **foreign)
    assert typed.status_code == 403
    assert "Gardé" in text(typed)
    for _ in range(39):
        begin(visitor)
    last = visitor.post("/raconter/", {"jeton": token(StartForm), "collectivite": "Boé"})
    assert last.status_code == 429
    assert "Trop d’envois" in text(last)
    assert last.context["form"]["collectivite"].value() == "Boé"


def test_sent_twice_it_began_once(visitor):
    data = {"jeton": token(StartForm), "collectivite": "Boé"}
    for _ in range(2):
        assert visitor.post("/raconter/", data).status_code == 302
    assert Contribution.objects.count() == 1


def test_unfinished_it_is_kept_seven_days_or_thirty_with_an_address(visitor):
    begin(visitor)
    address = begin(visitor)
    keep(visitor, address)
    for days, left in ((6, 2), (8, 1), (29, 1), (31, 0)):
        retention.forget_all(timezone.now() + datetime.timedelta(days=days))
        assert Contribution.objects.count() == left
    assert "n’est plus là" in text(visitor.get(address))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert visitor.get(address).status_code == 410
