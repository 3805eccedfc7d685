"""The editors' Monday: the first panel of the admin's home. What waits, each line with its list, for who may act on it."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from core.schedule import REFUSED, refused
from core.waiting import waiting_for
from events.models import Decision, Proposal
from links.models import Link
from search.models import SearchCount
from tests.events.factories import published as dated
from tests.events.visitors import call
from tests.factories import UserFactory, draft, editor, published
from users.groups import CONTRIBUTORS, ORGANISERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return editor()


def lines(user) -> dict[str, int]:
    return {line.label: line.count for line in waiting_for(user)}


def home(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def dead_link() -> None:
    Link.objects.create(address="https://a.fr/", host="a.fr", dead_since=timezone.now())


def test_what_waits_is_counted_and_named(user):
    draft(title="Un brouillon oublié")
    dead_link()
    SearchCount.objects.create(day=timezone.localdate(), words="drones", searches=3, results=0)
    page = home(user)
    assert "À faire" in page
    assert "Un brouillon oublié" in page
    told = lines(user)
    assert (told["Brouillons de fiches"], told["Liens morts"]) == (1, 1)
    assert told["Recherches sans résultat en 7 jours"] == 1
    assert told["Questions sans réponse"] == 0
    assert "Rien n’attend ici" in page


def test_each_line_leads_to_its_list(user):
    client = Client()
    client.force_login(user)
    found = waiting_for(user)
    assert len(found) > 10
    for line in found:
        assert client.get(line.url).status_code == 200, line.label


def test_who_may_act_on_nothing_reads_nothing():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    draft()
    dead_link()
    assert lines(user) == {}
    assert "a-faire" not in home(user)


def test_an_organiser_reads_the_proposals_to_decide():
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ORGANISERS))
    sheet = published()
    sent = {"authority": sheet.authority, "email": "x@exemple.invalid", "call": call(dated())}
    for key, fields in (
        ("1", {"confirmed_at": timezone.now()}),
        ("2", {}),
        ("3", {"confirmed_at": timezone.now(), "decision": Decision.DECLINED}),
    ):
        Proposal.objects.create(submission_key=key, title=f"Projet {key}", **sent, **fields)
    told = lines(user)
    assert told["Projets proposés à retenir ou à décliner"] == 1
    assert "Brouillons de fiches" not in told
    client = Client()
    client.force_login(user)
    for line in waiting_for(user):
        assert client.get(line.url).status_code == 200, line.label


def test_statements_do_not_grow_with_what_waits(user, django_assert_max_num_queries):
    for _ in range(12):
        draft()
    for number in range(30):
        Link.objects.create(
            address=f"https://a.fr/{number}", host="a.fr", dead_since=timezone.now()
        )
    with django_assert_max_num_queries(45):
        waiting_for(user)


def scheduled(when: datetime.datetime):
    page = draft(title="Une fiche programmée")
    page.go_live_at = when
    page.save_revision().publish()
    return page


def test_what_the_clock_publishes_this_week(user):
    scheduled(timezone.now() + datetime.timedelta(days=3))
    scheduled(timezone.now() + datetime.timedelta(days=30))
    leaving = published()
    type(leaving).objects.filter(pk=leaving.pk).update(
        expire_at=timezone.now() + datetime.timedelta(days=2)
    )
    told = lines(user)
    assert told["Publications programmées cette semaine"] == 1
    assert told["Pages qui expirent cette semaine"] == 1
    client = Client()
    client.force_login(user)
    report = client.get("/admin/reports/programme/").content.decode()
    assert report.count("Une fiche programmée") == 2
    assert leaving.title in report


def test_what_the_clock_could_not_publish_is_told_until_somebody_takes_it_up(user, capsys):
    page = scheduled(timezone.now() + datetime.timedelta(hours=1))
    revision = page.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "summary": ""})
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        call_command("publish_scheduled")
        assert "refusée" in capsys.readouterr().err
        (entry,) = refused(user)
        assert entry.page_id == page.pk
        assert entry.data["reason"]
        assert lines(user)["Publications et dépublications refusées"] == 1
        client = Client()
        client.force_login(user)
        assert "Une fiche programmée" in client.get("/admin/reports/programme/").content.decode()
        history = client.get(f"/admin/pages/{page.pk}/history/").content.decode()
        assert "Refusée" in history
        page.refresh_from_db()
        page.save_revision(user=user, log_action=True)
        assert lines(user)["Publications et dépublications refusées"] == 0
    assert PageLogEntry.objects.filter(action=REFUSED).count() == 1
