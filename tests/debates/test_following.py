"""Following a proposal of a local debate, from the sheet to the mail that tells what was answered."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue.choices import Kind
from catalogue.models import DebateItem, ProjectPage
from core.mail.models import OutgoingMail
from core.mail.queue import drain
from core.visitor_requests import tokens
from debates import telling
from debates.forms import FollowForm
from debates.models import WITHOUT_NEWS, DebateFollow
from tests.factories import editor, published
from tests.failing_mail import OUR_RELAY, given_up
from tests.page_form import fields_of

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "habitante@boe.invalid"


@pytest.fixture
def sheet():
    return published(
        kind=Kind.LOCAL_DEBATE,
        debate_question="Faut-il la 5G ?",
        debate_items=[
            DebateItem(text="Mutualiser <les> pylônes", answer="en_cours"),
            DebateItem(text="Un observatoire", answer="retenue"),
        ],
    )


def post(visitor, path: str, **fields):
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(FollowForm.name())
    return visitor.post(path, {"jeton": token, "courriel": EMAIL, **fields})


def path_in(start: str) -> str:
    found = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)
    return next(path for path in found if path.startswith(start))


def answer(sheet, said: str) -> None:
    page = ProjectPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    rows = list(page.debate_items.all())
    row = rows[0]
    row.answer, row.answer_text, row.text = said, "Un accord est signé.", "Mutualiser des pylônes"
    page.debate_items = rows
    page.save_revision().publish()


def tick(hours: float) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=hours)):
        telling.tell()
        drain()


def test_from_the_debate_to_the_mail(visitor, sheet):
    first, second = sheet.debate_items.all()
    path = f"/f/{sheet.number}/propositions/{first.pk}/suivre/"
    page = visitor.get(sheet.url).text
    assert f'href="{path}"' in page
    assert f"/propositions/{second.pk}/" not in page  # it is answered for good
    form = visitor.get(path).text
    assert "Mutualiser &lt;les&gt; pylônes" in form
    assert post(visitor, path, courriel="nulle part").status_code == 422
    assert post(visitor, path).status_code == 302
    assert "Mutualiser &lt;les&gt;" in visitor.get(path_in("/debats/confirmer/")).text
    visitor.post(path_in("/debats/confirmer/"))
    before = len(mail.outbox)
    post(visitor, path, courriel=EMAIL.upper())  # followed already
    tick(2)
    assert len(mail.outbox) == before

    answer(sheet, "ecartee")
    answer(sheet, "retenue")
    tick(0.5)
    assert len(mail.outbox) == before  # a slip that is mended at once is no news
    tick(1.1)
    tick(1.2)
    [told] = mail.outbox[before:]
    assert told.to == [EMAIL]
    assert "Désormais : Retenue" in told.body.replace("\u00a0", " ")
    assert "Auparavant : En cours" in told.body.replace("\u00a0", " ")
    assert "Mutualiser des pylônes" in told.body
    assert "Un accord est signé" in told.body
    assert visitor.post(path_in("/debats/quitter/")).status_code == 200
    assert DebateFollow.objects.get().email == ""
    answer(sheet, "ecartee")
    tick(3)
    assert len(mail.outbox) == before + 1
    # And back again, for who wants.
    assert post(visitor, path).status_code == 302
    assert len(mail.outbox) == before + 2


def test_what_never_left_is_told_again(visitor, sheet):
    path = f"/f/{sheet.number}/propositions/{sheet.debate_items.first().pk}/suivre/"
    post(visitor, path)
    visitor.post(path_in("/debats/confirmer/"))
    answer(sheet, "retenue")
    tick(2)
    told = OutgoingMail.objects.get(template="debate_changed")
    before = len(mail.outbox)
    given_up(told, OUR_RELAY)
    tick(2)
    tick(3)
    [again] = mail.outbox[before:]
    assert "Auparavant : En cours" in again.body.replace("\u00a0", " ")
    # What another server gave back has left: it would come back each minute.
    told = OutgoingMail.objects.filter(template="debate_changed").latest("pk")
    told.erase(given_up_at=timezone.now(), last_error="rendu par un serveur 5.7.1")
    tick(4)
    assert len(mail.outbox) == before + 1


def test_a_proposal_added_to_a_sheet_online_keeps_its_address_and_followers(client, visitor, sheet):
    page = ProjectPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    added = DebateItem(text="Un comité", answer="en_cours")
    page.debate_items = [added, *page.debate_items.all()]
    page.save_revision().publish()
    path = f"/f/{sheet.number}/propositions/{sheet.debate_items.get(text=added.text).pk}/suivre/"
    post(visitor, path)
    visitor.post(path_in("/debats/confirmer/"))
    before = len(mail.outbox)

    # By its form, twice: the second time, other words and the answer.
    client.force_login(editor())
    edit = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    for changed in (
        {},
        {"debate_items-0-text": "Un vrai comité", "debate_items-0-answer": "retenue"},
    ):
        sent = fields_of(client.get(edit)) | changed | {"action-publish": "1"}
        assert client.post(edit, sent).status_code == 302
        assert visitor.get(path).status_code == 200
    tick(2)
    [told] = mail.outbox[before:]
    assert "Un vrai comité" in told.body

    # A file brings the list anew: what it says in the same words is the same.
    page = ProjectPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    page.debate_items = [
        DebateItem(text="Autre chose", answer="retenue"),
        DebateItem(text="Un vrai comité", answer="ecartee"),
    ]
    page.save_revision().publish()
    assert sheet.debate_items.count() == 2
    tick(4)
    assert "Désormais : Écartée" in mail.outbox[before + 1].body.replace("\u00a0", " ")
    assert len(mail.outbox) == before + 2


def test_what_is_not_public_has_no_form_and_tells_nothing(visitor, sheet):
    row = sheet.debate_items.first()
    path = f"/f/{sheet.number}/propositions/{row.pk}/suivre/"
    follow = DebateFollow.objects.create(
        submission_key="1", page=sheet, item=row.pk, email=EMAIL, confirmed_at=timezone.now()
    )
    ProjectPage.objects.get(pk=sheet.pk).unpublish()
    assert visitor.get(path).status_code == 404
    tick(2)
    assert mail.outbox == []
    other = published(kind=Kind.LOCAL_DEBATE)
    assert visitor.get(f"/f/{other.number}/propositions/{row.pk}/suivre/").status_code == 404
    assert visitor.get(f"/f/{sheet.number}/propositions/{'9' * 30}/suivre/").status_code == 404
    later = follow.confirmed_at + WITHOUT_NEWS
    assert DebateFollow.objects.forget(later - datetime.timedelta(days=1)) == 0
    assert DebateFollow.objects.forget(later + datetime.timedelta(days=1)) == 1
