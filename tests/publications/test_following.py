"""A recommendation is followed: agreed to by mail, told once, left with one click, forgotten in time."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core import retention
from core.letter import Week, sections
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from core.visitor_requests import tokens
from publications import standings
from publications.models import Follow, PublicationPage, Recommendation, StandingNote
from publications.visitor_forms import FollowForm
from tests.events.visitors import links_in
from tests.factories import editor
from tests.page_form import fields_of
from tests.publications.made import publication

pytestmark = pytest.mark.django_db
FORM = "/publications/un-manifeste/recommandations/1/suivre/"
PAGE = "/publications/un-manifeste/recommandations/1/"


@pytest.fixture
def page() -> PublicationPage:
    return publication(
        recommendations=[
            Recommendation(number="1", text="Garder un guichet."),
            Recommendation(text="Former."),
        ]
    )


@pytest.fixture
def send(visitor, django_capture_on_commit_callbacks):
    def post(path=FORM, **fields):
        with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
            token = tokens.issue(FollowForm.name())
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post(path, {"jeton": token, "courriel": "elue@boe.invalid", **fields})

    return post


@pytest.fixture
def followed(page, send, visitor):
    """The page, one of whose recommendations somebody follows."""
    assert send().status_code == 302
    assert visitor.post(links_in(mail.outbox.pop())[0]).status_code == 200
    return page


def say(page, standing: str, told: str = "") -> None:
    """Publish it with another standing of its first recommendation."""
    page = PublicationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    row = page.recommendations.all()[0]
    row.standing, row.standing_told = standing, told
    page.recommendations = [row, *page.recommendations.all()[1:]]
    page.save_revision().publish()


def told() -> list:
    standings.tell()
    drain()
    found, mail.outbox[:] = list(mail.outbox), []
    return found


def test_following_is_confirmed_by_mail_and_a_get_changes_nothing(visitor, page, send):
    assert "Garder un guichet." in visitor.get(FORM).content.decode()
    answer = send()
    assert "Il reste à confirmer" in visitor.get(answer.url).content.decode()
    confirm, *_ = links_in(mail.outbox[0])
    for _ in range(2):
        assert "Garder un guichet." in visitor.get(confirm).content.decode()
    assert not Follow.objects.confirmed().exists()
    assert "c’est confirmé" in visitor.post(confirm).content.decode()
    assert Follow.objects.confirmed().count() == 1
    # Once more: the page says the same, and no second mail goes.
    assert send().status_code == 302
    assert len(mail.outbox) == 1


def test_who_follows_is_told_once_and_leaves_with_one_click(visitor, followed, send):
    say(followed, "engagee", "Le ministère l’a reprise.")
    (message,) = told()
    assert "Recommandation 1 : Engagée" in message.subject
    assert "Le ministère l’a reprise." in message.body
    assert told() == []
    call_command("due")
    assert mail.outbox == []
    say(followed, "engagee", "Le ministère l’a reprise en juin.")  # other words, no other standing
    assert told() == []
    say(followed, "realisee")
    (message,) = told()
    assert "Auparavant\u00a0: Engagée" in message.body
    public, leave = links_in(message)[:2]
    html = visitor.get(public).content.decode()
    assert html.index("Réalisée</strong>") < html.index("Engagée</strong>")
    # Of one change, one line: with its last words.
    assert "l’a reprise en juin." in html
    assert "l’a reprise.<" not in html
    assert message.extra_headers["List-Unsubscribe"].strip("<>").endswith(leave)
    assert "Ne plus la suivre" in visitor.get(leave).content.decode()
    assert Follow.objects.exists()
    visitor.post(leave, {"List-Unsubscribe": "One-Click"})
    assert not Follow.objects.exists()
    assert visitor.get(leave).status_code == 410
    say(followed, "ecartee")
    assert told() == []


def test_a_recommendation_added_online_keeps_its_address_through_the_form(client, visitor, page):
    draft = PublicationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    added = Recommendation(number="9", text="Ouvrir.")
    draft.recommendations = [*draft.recommendations.all(), added]
    draft.save_revision().publish()
    client.force_login(editor())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for _ in range(2):
        sent = fields_of(client.get(edit)) | {"action-publish": "1"}
        assert client.post(edit, sent).status_code == 302
    assert {row.code for row in page.recommendations.all()} == {"1", "sans-numero-1", "9"}


def test_the_weekly_letter_tells_what_is_new_of_it(page):
    before = timezone.now() - datetime.timedelta(days=30)
    PublicationPage.objects.update(first_published_at=before)
    say(page, "engagee")
    new = publication(
        title="Une charte",
        consultation_closes_on=timezone.localdate() + datetime.timedelta(days=9),
    )
    publication(title="Un brouillon", live=False)
    now = timezone.now()
    told = {
        one.title: [(row.title, row.url) for row in one.rows]
        for one in sections(
            Week(now - datetime.timedelta(days=7), now + datetime.timedelta(days=1))
        )
    }
    assert told == {
        "Publications": [("Une charte", new.relative_url(None))],
        "Ce que deviennent des recommandations": [("Garder un guichet.", PAGE)],
        "Consultations qui se ferment": [("Une charte", new.relative_url(None))],
    }


def test_a_slip_that_is_mended_before_anybody_is_told_is_no_news(followed):
    say(followed, "realisee")
    say(followed, "")
    assert told() == []
    assert not StandingNote.objects.filter(told_at=None).exists()


def test_nobody_is_told_of_what_he_saw_when_he_began_to_follow(visitor, page, send):
    say(page, "engagee")
    send()
    visitor.post(links_in(mail.outbox.pop())[0])
    assert told() == []


def test_a_worker_that_dies_has_told_nothing_and_the_next_tells_all(followed, monkeypatch):
    say(followed, "engagee")

    def dies(**kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("publications.standings.send", dies)
        with pytest.raises(KeyboardInterrupt):
            standings.tell()
    assert len(told()) == 1
    assert told() == []


def test_an_address_outlives_a_corrected_number_and_a_row_that_moves(visitor, followed):
    page = PublicationPage.objects.get(pk=followed.pk)
    first, second = page.recommendations.all()
    first.number, second.number = "2", "1"
    page.recommendations = [second, first]
    page.save_revision().publish()
    html = visitor.get(PAGE).content.decode()
    assert "Recommandation 2" in html
    assert "Garder un guichet." in html
    assert "Former." in visitor.get(PAGE.replace("/1/", "/sans-numero-1/")).content.decode()


def test_what_is_not_known_any_more_is_said_on_the_page_as_in_the_mail(visitor, followed):
    say(followed, "realisee")
    told()
    say(followed, "")
    (message,) = told()
    assert "on ne sait plus" in message.subject
    html = visitor.get(PAGE).content.decode()
    assert html.index("Suite non connue</strong>") < html.index("Réalisée</strong>")


def test_a_new_recommendation_has_neither_the_address_nor_the_followers_of_a_deleted_one(
    visitor, followed, send
):
    send(FORM.replace("/1/", "/sans-numero-1/"))
    visitor.post(links_in(mail.outbox.pop())[0])
    say(followed, "engagee")
    assert len(told()) == 1
    page = PublicationPage.objects.get(pk=followed.pk)
    page.recommendations = []
    page.save_revision().publish()
    page.recommendations = [
        Recommendation(number="1", text="Autre chose.", standing="realisee"),
        Recommendation(text="Et encore autre chose.", standing="realisee"),
    ]
    page.save_revision().publish()
    assert told() == []
    html = visitor.get(page.relative_url(None)).content.decode()
    assert "recommandations/1-1/" in html
    assert "recommandations/sans-numero-2/" in html
    assert "Engagée" not in visitor.get(PAGE.replace("/1/", "/1-1/")).content.decode()
    assert visitor.get(PAGE).status_code == 404


def test_two_drafts_of_one_recommendation_that_a_merge_keeps_have_an_address_each(visitor, page):
    first, second = page.recommendations.all()
    page.recommendations = [
        first,
        second,
        Recommendation(text="Former tout le monde.", code=second.code, sort_order=9),
    ]
    page.save_revision().publish()
    assert "Former." in visitor.get(PAGE.replace("/1/", "/sans-numero-1/")).content.decode()
    other = visitor.get(PAGE.replace("/1/", "/sans-numero-2/")).content.decode()
    assert "Former tout le monde." in other


def test_who_refused_all_mails_gets_none_before_and_none_after(visitor, page, followed, send):
    say(page, "engagee")
    assert len(told()) == 1
    refuse(mailbox_keys("elue@boe.invalid")[0])
    say(page, "realisee")
    assert told() == []
    assert not Follow.objects.exists()
    assert send().status_code == 302
    assert told() == []


def test_the_last_word_stays_until_the_next_is_told_and_then_a_slip_may_go(
    visitor, followed, client
):
    client.force_login(editor())
    delete = StandingNote.snippet_viewset.get_url_name("delete")
    say(followed, "realisee")  # a slip
    told()
    slip = StandingNote.objects.get()
    answer = client.post(reverse(delete, args=[slip.pk]), follow=True)
    assert "Corrigez d’abord la publication" in answer.content.decode()
    say(followed, "engagee")
    client.post(reverse(delete, args=[slip.pk]))
    assert StandingNote.objects.count() == 2
    assert len(told()) == 1
    client.post(reverse(delete, args=[slip.pk]))
    html = visitor.get(PAGE).content.decode()
    assert "Engagée</strong>" in html
    assert "Réalisée</strong>" not in html
    say(followed, "engagee", "En juin.")
    assert told() == []


def test_what_is_sent_wrongly_is_told_at_its_field(page, send, visitor):
    html = send(courriel="elue@").content.decode()
    assert "nom@domaine.fr" in html
    assert 'value="elue@"' in html
    assert send(courriel="elue@boe.invalid\nBcc: x@y.fr").status_code == 422
    assert send(laissez_vide="x").status_code == 422
    for path in (
        *(
            FORM.replace("/1/", "/9/"),
            FORM.replace("/1/", "/%00/"),
            FORM.replace("/1/", "/" + "x" * 900 + "/"),
        ),
        *("/suivis/quitter/n-importe/", "/suivis/confirmer/n-importe/"),
    ):
        assert visitor.get(path).status_code == 404, path
    assert not Follow.objects.exists()


def test_addresses_are_forgotten(followed, send):
    send(courriel="autre@boe.invalid")
    now = timezone.now()
    retention.forget_all(now + datetime.timedelta(days=8))
    assert [one.email for one in Follow.objects.all()] == ["elue@boe.invalid"]
    retention.forget_all(now + datetime.timedelta(days=3 * 365 + 1))
    assert not Follow.objects.exists()
