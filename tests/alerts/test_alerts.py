"""« Prévenez-moi »: from an empty list to the message that tells, and out again."""

import datetime
import re
import smtplib

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from alerts import clock
from alerts.models import MOST, Alert, Arrival
from alerts.searches import pace
from core import retention
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from core.models import OutgoingMail
from search import engines
from search.engines.base import EngineUnavailable
from search.index.outbox import rebuild
from tests.council.test_sending import form as sending
from tests.factories import AuthorityFactory, ThemeFactory, published
from tests.failing_mail import DEAD, FailingMail

from .followers import READER, address, arrives, asked, data, follow, link, morning, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    """One sheet about water, indexed; and the theme of the others."""
    one = published(title="Des capteurs d’eau", main_theme=ThemeFactory(name="Eau"))
    rebuild()
    return one


def page(visitor, path, status=200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, path
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_from_an_empty_list_to_the_message_and_out_again(visitor, water):
    AuthorityFactory(code="47031", name="Boé", tncc=0)
    for path in ("/projets/?q=drones&territoire=47031", "/recherche/?q=drones&territoire=47031"):
        shown = page(visitor, path)
        assert "Aucun" in shown
        [way] = re.findall(r'href="(/alertes/nouvelle/[^"]+)"', shown)
    assert "Prévenez-moi" in page(visitor, "/projets/?q=eau")
    assert "Prévenez-moi" not in page(visitor, "/projets/")
    form = page(visitor, way.replace("&amp;", "&"))
    assert "Aucune fiche n’y répond aujourd’hui" in form
    assert "votre territoire, Boé" in form

    confirm = asked(visitor, q="drones", territoire="47031")
    assert "drones" not in mail.outbox[-1].body  # nobody puts words into our mails
    shown = page(visitor, confirm)
    assert "« drones »" in shown
    assert not Alert.objects.confirmed().exists()  # a mail program that prefetches changes nothing
    done = visitor.post(confirm).content.decode()
    assert "Vous serez prévenu" in done
    assert "/alertes/" in done
    assert "déjà confirmée" in page(visitor, confirm)

    other = AuthorityFactory(name="Moncrabeau", population=6_100)
    published(
        title="Un drone pour les toitures",
        summary="Il survole l'école & la mairie.",
        authority=other,
    )
    assert told() == []  # not on the very day
    with morning(1):
        [message] = told()
        assert message.to == [READER]
        assert message.subject == "Une nouvelle fiche : Un drone pour les toitures"
        text = message.body.replace("\u202f", " ").replace("\u00a0", " ")
        assert "« drones »" in text  # why
        assert "Moncrabeau" in text
        assert "Il survole l’école & la mairie." in text
        assert "6 100 habitants, 5 846 à Boé" in text  # how comparable
        assert "<mark>drone</mark>" in message.alternatives[0].content
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        [leave] = re.findall(
            r"<http://127.0.0.1:8000(.+)>", message.extra_headers["List-Unsubscribe"]
        )
        assert READER not in leave
        assert told() == []  # once
    mine = link(message, "/alertes/")
    assert "« drones »" in page(visitor, mine)
    assert page(visitor, leave)
    assert Alert.objects.standing().exists()
    posted = visitor.post(leave, {"List-Unsubscribe": "One-Click"})
    assert "effacée" in posted.content.decode()
    assert not Alert.objects.exclude(email="").exists()
    assert "Vous n’avez plus d’alerte" in page(visitor, leave)
    assert "aucune recherche" in page(visitor, mine)
    page(visitor, f"{mine[:-6]}/", 404)
    later = timezone.now() + datetime.timedelta(days=40)
    retention.forget_all(later)
    assert not Alert.objects.exists()


def test_all_alerts_of_a_person_in_one_message_and_one_a_week(visitor, water):
    follow(visitor, q="eau", vue="carte", tri="date")
    follow(visitor, theme="eau", to="Elue+site@boe.invalid")
    follow(visitor, q="vélos", rhythm="mois")
    follow(visitor, q="vélos", to="autre@boe.invalid")
    theme = water.main_theme
    arrives(title="L’eau en direct", main_theme=theme)
    arrives(title="Des vélos à partager")
    with morning(1):
        messages = {message.to[0]: message for message in told()}
        assert len(messages) == 2
        assert messages["autre@boe.invalid"].subject.endswith("Des vélos à partager")
        first = messages[READER]
        assert first.subject == "2 nouvelles fiches pour vous"
        assert first.body.count("- L’eau en direct") == 2
        assert "- Des vélos" in first.body
        arrives(title="L’eau et les vélos", main_theme=theme)
    with morning(3):
        assert told() == []
    with morning(6) as seventh:
        seventh.shift(datetime.timedelta(hours=13))  # in the evening, half a day early
        assert told() == []
    with morning(8):
        bodies = {message.to[0]: message.body for message in told()}
        assert bodies[READER].count("- L’eau et les vélos") == 2  # the third: once a month
        assert "L’eau en direct" not in bodies[READER]
        assert len(bodies) == 2
    with morning(40):
        [message] = told()
        assert message.body.count("- L’eau et les vélos") == 1


def test_what_is_not_shown_is_not_told_and_what_was_there_is_not_new(visitor, water, monkeypatch):
    follow(visitor, q="eau")
    published(title="Une eau bien à nous").unpublish()
    gone = arrives(title="De l’eau partout")
    gone.unpublish()
    with morning(1):
        assert told() == []
        gone.get_latest_revision().publish()  # not new
        arrives(title="L’eau claire")
    with morning(2):
        monkeypatch.setattr(engines.get_engine(), "search", _down)
        clock.run()
        drain()
        assert mail.outbox == []
        monkeypatch.undo()
        [message] = told()
        assert "L’eau claire" in message.subject
    assert Arrival.objects.count() == 3


def _down(*args, **kwargs):
    raise EngineUnavailable("down")


def test_answers_in_words_to_what_cannot_or_need_not_be_followed(visitor, water):
    assert "Rien n’est choisi" in page(visitor, address())
    assert "Rien n’est choisi" in page(visitor, address(q="  ", theme="inconnu", page="x"))
    assert "aucun mot que l’on puisse chercher" in page(visitor, address(q="le la les"))
    assert "trop longue" in page(visitor, address(q="été " * 200))
    assert visitor.post(address(), data()).status_code == 200
    assert not Alert.objects.exists()
    everything = page(visitor, address(theme="eau"))
    assert "1 fiche en un an, soit un seul courriel" in everything
    assert "Aucune fiche n’y répond" in page(visitor, address(q="hydroptère"))
    respelt = page(visitor, address(q="captreurs"))
    assert "comprise comme « capteurs »" in respelt
    assert "%22captreurs%22" in respelt
    for path in ("/alertes/x/", "/alertes/arreter/x/", "/alertes/confirmer/x/"):
        page(visitor, path, 404)
    wrong = visitor.post(address(q="eau"), data(courriel="nulle part", rythme="toujours"))
    assert wrong.status_code == 422
    assert "Choisissez un des deux rythmes" in wrong.content.decode()


@pytest.mark.parametrize(
    ("mails", "words"),
    [(1, "seul"), (3, "quatre mois"), (7, "deux mois"), (12, "par mois"), (50, "chaque semaine")],
)
def test_pace(mails, words):
    assert words in pace(mails)


def test_limits_and_refusals(visitor, water):
    for number in range(MOST):
        Alert.objects.create(
            submission_key=f"{number:032}",
            email="nombre@boe.invalid",
            query=f"/projets/?q=mot{number}",
            confirmed_at=timezone.now(),
        )
    confirm = asked(visitor, q="eau", to="nombre@boe.invalid")
    full = visitor.post(confirm)
    assert full.status_code == 409
    assert "déjà 20 recherches" in full.content.decode().replace("\u202f", " ").replace(
        "\u00a0", " "
    )

    follow(visitor, q="eau")
    refuse(mailbox_keys(READER)[0])
    arrives(title="L’eau de tous")
    with morning(1):
        assert told() == []
    assert not Alert.objects.of_mailbox(READER).exists()
    visitor.post(address(q="eau"), data())
    drain()
    assert mail.outbox == []


def test_the_mail_that_asks_to_confirm_refuses_for_ever_too(visitor, water):
    asked(visitor, q="eau")
    [message] = mail.outbox
    path = link(message, "/courriels/refuser/")
    assert path in message.alternatives[0].content
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    assert "Ne plus jamais" in page(visitor, path)  # a mail program that prefetches
    asked(visitor, q="eau")
    assert "pour toujours" in visitor.post(path, {"List-Unsubscribe": "One-Click"}).text
    mail.outbox.clear()
    visitor.post(address(q="pluie"), data())
    visitor.post(f"/f/{water.number}/envoyer/", sending(courriel=READER))
    drain()
    assert mail.outbox == []


def test_a_change_of_the_secret_key_makes_no_second_mailbox(visitor, water, settings):
    follow(visitor, q="eau")
    leave, mine = _links(Alert.objects.get())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre"
    follow(visitor, q="pluie")
    assert "« eau »" in page(visitor, mine)
    assert "« pluie »" in page(visitor, mine)
    newer, _ = _links(Alert.objects.latest("pk"))
    arrives(title="L’eau et la pluie")
    with morning(1):
        [message] = told()
        assert message.body.count("- L’eau et la pluie") == 2
    assert "« pluie »" in page(visitor, mine)
    # Links of both keys, before and after the hashes were made anew, stop all.
    assert "effacée" in visitor.post(leave).text
    assert not Alert.objects.standing().exists()
    follow(visitor, q="eau")
    Alert.objects.standing().update(box=mailbox_keys(READER)[1])
    follow(visitor, q="pluie")
    assert "effacée" in visitor.post(newer).text
    assert not Alert.objects.standing().exists()


def _links(alert: Alert) -> list[str]:
    return [url.removeprefix("http://127.0.0.1:8000") for url in (alert.leave_url, alert.mine_url)]


class Relay(FailingMail):
    """One that takes nothing from us, for whomever, while it is shut."""

    is_shut = False

    def send_messages(self, messages):
        if self.is_shut:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (554, b"relaying denied")})
        return super().send_messages(messages)


def test_a_server_that_refuses_everybody_loses_neither_news_nor_address(
    visitor, water, settings, monkeypatch
):
    dead = f"{DEAD}@boe.invalid"
    for reader in (READER, dead, "autre@boe.invalid"):
        follow(visitor, q="eau", to=reader)
    Relay.begin(settings, fails=0)
    settings.EMAIL_BACKEND = f"{__name__}.Relay"
    monkeypatch.setattr(Relay, "is_shut", True)
    arrives(title="L’eau encore")
    for day in (1, 3, 5):
        with morning(day):
            told()
    assert OutgoingMail.objects.exclude(given_up_at=None).count() == 3
    assert Alert.objects.standing().count() == 3
    monkeypatch.setattr(Relay, "is_shut", False)
    for day in (6, 8, 9, 10):
        with morning(day):
            for number in range(3):  # others are written to
                to = f"n{number}.{day}@boe.invalid"
                visitor.post(address(q="pluie"), data(courriel=to))
            told()
    news = sorted(to for _, to, subject, _ in Relay.arrived if "L’eau encore" in subject)
    assert news == ["autre@boe.invalid", READER]
    # A mailbox that alone is refused for days is none, and its address goes.
    assert not Alert.objects.of_mailbox(dead).exists()
    assert Alert.objects.standing().count() == 2


def test_a_search_that_fails_holds_up_no_other(visitor, water, monkeypatch):
    follow(visitor, q="pluie", to="a@boe.invalid")
    follow(visitor, q="eau", to="b@boe.invalid")
    arrives(title="L’eau de pluie")
    real = clock.still_read

    def still_read(query):
        if "pluie" in query:
            raise RuntimeError
        return real(query)

    with morning(1):
        monkeypatch.setattr(clock, "still_read", still_read)
        assert [one.to for one in told()] == [["b@boe.invalid"]]
        monkeypatch.undo()
        assert [one.to for one in told()] == [["a@boe.invalid"]]


def test_followed_anew_it_is_one_alert_that_misses_nothing(visitor, water):
    follow(visitor, q="eau")
    arrives(title="L’eau du matin")
    AuthorityFactory(code="47031", name="Boé", tncc=0)
    follow(visitor, q="eau", territoire="47031")
    with morning(1):
        [message] = told()
        assert "L’eau du matin" in message.subject
        assert "à Boé" in message.body
    [alert] = Alert.objects.standing()
    # One of two on the page of one's alerts; a theme that went is told, and finds nothing.
    follow(visitor, theme="eau")
    second = Alert.objects.standing().last()
    mine = second.mine_url.removeprefix("http://127.0.0.1:8000")
    assert (
        visitor.post(mine, {"arreter": str(alert.pk)}, HTTP_ORIGIN="http://x.invalid").status_code
        == 403
    )
    said = page(visitor, visitor.post(mine, {"arreter": str(alert.pk)}).url)
    assert "C’est arrêté" in said
    assert [one.pk for one in Alert.objects.standing()] == [second.pk]
    assert visitor.post(mine, {"arreter": "\x00"}).status_code == 302
    Alert.objects.filter(pk=second.pk).update(query="/projets/?theme=parti")
    assert "filtre qui n’existe plus" in page(visitor, mine)
    # Once a year: « toujours utiles ? », and silence changes nothing.
    begin = timezone.now()
    with time_machine.travel(begin + datetime.timedelta(days=360)):
        follow(visitor, q="jeune")
        arrives(title="Un toit")
    with time_machine.travel(begin + datetime.timedelta(days=370), tick=False), morning(0):
        [message] = told()
        assert message.subject.startswith("Vos alertes vous sont-elles")
        assert "- Une recherche qui n’est plus comprise" in message.body
        assert "jeune" not in message.body  # followed for ten days: nobody asks yet
        assert told() == []
    assert Alert.objects.standing().count() == 2
