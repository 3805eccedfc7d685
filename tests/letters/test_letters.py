"""The weekly letter: written from the week, changed and sent by a person, read by who subscribed, archived."""

import datetime
import random
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from core import retention
from core.letter import sections
from core.mail.queue import drain
from core.mail.refusals import mailbox_keys, refuse
from core.models import OutgoingMail
from core.visitor_requests import tokens
from events.models import ProjectCall
from letters import drafting, sending
from letters.forms import SubscribeForm
from letters.models import Letter, LetterSubscriber
from search.models import SearchCount
from tests.events import factories as events
from tests.factories import draft, editor, published
from tests.failing_mail import FailingMail, Killed
from tests.reuses.made import documented
from users.groups import CONTRIBUTORS

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
READER = "elue@boe.invalid"


def plain(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def letter(**fields) -> Letter:
    defaults = {"week": MONDAY.date(), "title": "La semaine", "body": "<p>Une fiche.</p>"}
    return Letter.objects.create(**defaults | fields)


def subscriber(email: str, **fields) -> LetterSubscriber:
    fields = {"confirmed_at": timezone.now() - datetime.timedelta(days=1)} | fields
    key = f"{LetterSubscriber.objects.count():032}"
    return LetterSubscriber.objects.create(submission_key=key, email=email, **fields)


def test_written_from_the_week_by_itself_once():
    with time_machine.travel(MONDAY - datetime.timedelta(days=3)):
        published(title="Trop tôt")
    with time_machine.travel(MONDAY + datetime.timedelta(days=2)):
        sheet = published(title="L’eau & <b>les</b> compteurs")
        draft(title="Un brouillon")
        published(title="Dépubliée").unpublish()
        documented(sheet, "Moncrabeau")
        counts = {"day": MONDAY.date(), "kind": "", "filters": ""}
        SearchCount.objects.create(**counts, words="drones", searches=4, results=0)
        SearchCount.objects.create(**counts, words="hydravions", searches=2, results=0)
        SearchCount.objects.create(**counts, words="eau", searches=40, results=3)
        event = events.published(title="Une date", start="2026-12-10")
        ProjectCall.objects.create(
            event=event, text="…", contact_email="a@b.invalid", closes_on="2026-12-04"
        )
    after = MONDAY + datetime.timedelta(days=7)
    with time_machine.travel(after):
        for _ in range(2):
            drafting.draft_last_week(after)
        one = Letter.objects.get()
        told = sections(drafting.week_of(one.week))
    assert one.week == MONDAY.date()
    assert one.sent_at is None
    assert [section.title for section in told] == [
        "Nouvelles fiches",
        "Projets repris",
        "Les prochaines dates",
        "Appels à projets qui se terminent",
        "Cherché, et pas encore trouvé ici",
    ]
    assert "L’eau &amp; &lt;b&gt;les&lt;/b&gt; compteurs</a>" in one.body
    assert "repris par Moncrabeau" in one.body
    assert "« drones » – cherché 4 fois" in one.body
    for absent in ("Trop tôt", "brouillon", "Dépubliée", "hydravions", "« eau »"):
        assert absent not in one.body
    with time_machine.travel(after + datetime.timedelta(days=7)):
        drafting.draft_last_week(timezone.now())  # only a date to come
    with time_machine.travel(after + datetime.timedelta(days=60)):
        drafting.draft_last_week(timezone.now())
    assert Letter.objects.count() == 2


def test_edited_and_sent_by_an_editor_read_by_everybody(client, visitor):
    one = letter(
        body='<h2>Nouvelles fiches</h2><ul><li><a href="/projets/eau/">L’eau</a></li></ul>'
    )
    subscriber(READER)
    subscriber("personne@boe.invalid", confirmed_at=None)
    desk = f"/admin/lettres/{one.pk}/"
    assert "Aucune lettre" in plain(visitor.get("/lettres/"))
    assert visitor.get(one.get_absolute_url()).status_code == 404
    assert "La semaine" not in visitor.get("/lettres/lettres.atom").content.decode()
    user = editor()
    client.force_login(user)
    assert "à relire et à envoyer" in plain(client.get("/admin/"))
    assert desk in plain(client.get("/admin/lettres/"))
    page = plain(client.get(desk))
    assert "L’eau (http://127.0.0.1:8000/projets/eau/)" in page
    assert "envoyer à 1 abonné<" in page
    blocks = '{"blocks":[{"key":"a","text":"Un changement","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}'
    data = {"title": "La semaine des vélos", "introduction": "Bonne lecture.", "body": blocks}
    assert client.post(desk, data | {"title": ""}).status_code == 422
    client.post(desk, data)
    sending.deliver()
    assert not OutgoingMail.objects.exists()
    client.post(desk, data | {"action": "envoyer"})
    client.post(desk, data | {"action": "envoyer"})
    for _ in range(2):
        sending.deliver()
        drain()
    [message] = mail.outbox
    assert message.to == [READER]
    assert "Un changement" in message.body
    assert "Bonne lecture." in message.alternatives[0].content
    archive = plain(visitor.get(one.get_absolute_url()))
    assert "Un changement" in archive
    assert READER not in archive
    assert "application/ld+json" in archive
    assert "La semaine des vélos" in plain(visitor.get("/lettres/"))
    assert "La semaine des vélos" in visitor.get("/lettres/lettres.atom").content.decode()
    assert one.get_absolute_url() in visitor.get("/sitemap.xml").content.decode()
    [leave] = re.findall(r"<http://127.0.0.1:8000(.+)>", message.extra_headers["List-Unsubscribe"])
    assert "ne viendra plus" in plain(visitor.get(leave))
    assert LetterSubscriber.objects.standing().exists()
    assert "C’est fait" in plain(visitor.post(leave, {"List-Unsubscribe": "One-Click"}))
    assert "Vous n’êtes plus abonné" in plain(visitor.get(leave))
    assert not LetterSubscriber.objects.filter(email=READER).exists()
    retention.forget_all(timezone.now() + datetime.timedelta(days=40))
    assert not LetterSubscriber.objects.exists()
    user.groups.set([Group.objects.get_or_create(name=CONTRIBUTORS)[0]])
    assert client.post(desk, data).status_code == 302
    one.refresh_from_db()
    assert client.get("/admin/lettres/").status_code == 302


def test_subscribed_by_a_link_that_is_confirmed(visitor):
    letter().send()
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(SubscribeForm.name())
    assert "Recevoir la lettre" in plain(visitor.get("/lettres/abonnement/"))
    wrong = visitor.post("/lettres/abonnement/", {"jeton": token, "courriel": "nulle part"})
    assert wrong.status_code == 422
    sent = visitor.post("/lettres/abonnement/", {"jeton": token, "courriel": READER})
    assert "Il reste à confirmer" in plain(visitor.get(sent.url))
    drain()
    [confirm] = re.findall(r"127\.0\.0\.1:8000(/lettres/confirmer/\S+)", mail.outbox[-1].body)
    assert READER in plain(visitor.get(confirm))
    assert not LetterSubscriber.objects.standing().exists()
    assert "Vous êtes abonné" in plain(visitor.post(confirm))
    mail.outbox.clear()
    sending.deliver()  # the letter that was sent before is in the archive
    letter(week=MONDAY.date() + datetime.timedelta(days=7)).send()
    sending.deliver()
    drain()
    assert len(mail.outbox) == 1
    refuse(mailbox_keys(READER)[0])
    letter(week=MONDAY.date() + datetime.timedelta(days=14)).send()
    sending.deliver()
    drain()
    assert len(mail.outbox) == 1
    assert not LetterSubscriber.objects.standing().exists()


def test_each_subscriber_once_through_kills_and_failures(settings, monkeypatch):
    for number in range(25):
        subscriber(f"n{number}@exemple.invalid")
    FailingMail.begin(settings, fails=0.2)
    dice, real = random.Random(5), sending.send

    def send(**kwargs):
        FailingMail.die(dice, 8)
        made = real(**kwargs)
        FailingMail.die(dice, 8)
        return made

    monkeypatch.setattr(sending, "send", send)
    letter().send()
    letter(week=MONDAY.date() + datetime.timedelta(days=7), title="La suivante").send()
    begin = timezone.now()
    for hour in (0, 1, 2, 4, 9, 18, 30):
        with time_machine.travel(begin + datetime.timedelta(hours=hour), tick=False):
            while True:
                try:
                    sending.deliver()
                    while OutgoingMail.objects.due().exists():
                        drain()
                    break
                except Killed:
                    continue
    written, twice = FailingMail.messages()
    assert FailingMail.deaths
    assert twice <= FailingMail.deaths
    assert len(written) == len({(to, subject) for _, to, subject in written}) == 50
    assert not Letter.objects.under_way().exists()
