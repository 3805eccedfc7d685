"""What takes longer than a request: done by the worker, resumed after a kill, allowed at the time of the deed."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import ProjectPage
from core import schedule
from core.background import publishing, tasks
from core.background.models import BackgroundTask
from core.tables import desk
from core.tables.reading import read_tables
from tests.core.test_bulk import address
from tests.factories import draft, editor, published

pytestmark = pytest.mark.django_db
State = BackgroundTask.State


@pytest.fixture
def account():
    return editor()


@pytest.fixture
def client(account):
    found = Client()
    found.force_login(account)
    return found


def soon() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=1)


def words(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def live() -> set[str]:
    return set(ProjectPage.objects.live().values_list("title", flat=True))


def test_many_pages_are_published_by_the_worker(client, account, monkeypatch):
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    for title in ("Un", "Deux"):
        draft(title=title)
    draft(title="Incomplète", summary="")
    answer = client.post(address("publish"))
    task = BackgroundTask.objects.get()
    assert answer.url == reverse("background_task", args=[task.pk])
    assert "0 sur 3" in words(client.get(answer.url))
    assert live() == set()
    # Asked again before it is done, it is one.
    client.post(address("publish"))
    assert BackgroundTask.objects.count() == 1
    tasks.work(soon())
    assert live() == {"Un", "Deux"}
    page = words(client.get(answer.url))
    assert "3 sur 3, dont 1 refusée" in page
    assert "Résumez le projet" in page
    # Where editors look: on their home, in the history of the page.
    (entry,) = schedule.refused(account)
    assert entry.label == "Incomplète"
    history = words(client.get(reverse("wagtailadmin_pages:history", args=[entry.page_id])))
    assert "Refusée : " in history
    assert "horloge" not in history  # nobody scheduled it
    for url in ("wagtailadmin_home", "schedule"):
        assert "Publications et dépublications refusées" in words(client.get(reverse(url)))
    assert task.name in words(client.get(reverse("background_tasks")))
    other = Client()
    other.force_login(editor())
    assert other.get(answer.url).status_code == 404


def test_one_page_with_many_drafts_below_it_is_many(client, monkeypatch):
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    for title in ("Un", "Deux"):
        parent = draft(title=title).get_parent()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{url}?id={parent.pk}&next=/admin/", {"include_descendants": "on"})
    assert answer.url == reverse("background_task", args=[BackgroundTask.objects.get().pk])
    assert live() == set()
    tasks.work(soon())
    assert live() == {"Un", "Deux"}


def test_who_was_killed_is_followed_and_rights_are_asked_at_the_deed(account, monkeypatch):
    pages = [draft(title=title) for title in ("Un", "Deux", "Trois")]
    task = publishing.ask_for(account, [page.pk for page in pages])
    publish = publishing._publish

    def killed(key, user):
        if key == pages[1].pk:
            raise KeyboardInterrupt
        return publish(key, user)

    monkeypatch.setattr(publishing, "_publish", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.work(soon())
    monkeypatch.setattr(publishing, "_publish", publish)
    task.refresh_from_db()
    assert (live(), task.done, task.state) == ({"Un"}, 1, State.WORKING)
    tasks.work(soon())  # its claim holds
    assert live() == {"Un"}
    BackgroundTask.objects.update(claimed_at=timezone.now() - 2 * tasks.CLAIM)
    account.groups.clear()
    pages[2].delete()
    tasks.work(soon())
    task.refresh_from_db()
    assert (live(), task.state, task.refused_count) == ({"Un"}, State.DONE, 2)
    assert [one["said"] for one in task.refused] == [
        "Vous ne pouvez pas la publier.",
        "Cette page n’existe plus.",
    ]


def test_a_refusal_outlives_who_was_killed_while_noting_it(account, monkeypatch):
    task = publishing.ask_for(account, [draft(summary="").pk])
    refuse = tasks.refuse

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "refuse", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.work(soon())
    monkeypatch.setattr(tasks, "refuse", refuse)
    BackgroundTask.objects.update(claimed_at=None)
    tasks.work(soon())
    task.refresh_from_db()
    assert (task.state, task.done, task.refused_count) == (State.DONE, 1, 1)


def test_an_unexpected_error_stops_one_step_alone(account, monkeypatch):
    pages = [draft(title=title) for title in ("Un", "Deux")]
    task = publishing.ask_for(account, [page.pk for page in pages])
    publish = publishing._publish

    def broken(key, user):
        if key == pages[0].pk:
            raise ValueError
        return publish(key, user)

    monkeypatch.setattr(publishing, "_publish", broken)
    tasks.work(soon())
    task.refresh_from_db()
    assert (live(), task.state, task.refused_count) == ({"Deux"}, State.DONE, 1)


def test_a_large_export_is_made_by_the_worker_and_fetched(client, account, monkeypatch):
    monkeypatch.setattr(desk, "LARGE", 1)
    for title in ("Un", "Deux"):
        published(title=title)
    asked = client.get(reverse("sheet_export"), {"format": "xlsx"})
    task = BackgroundTask.objects.get()
    assert asked.url == reverse("background_task", args=[task.pk])
    assert client.get(reverse("background_result", args=[task.pk])).status_code == 404
    tasks.work(soon())
    assert "Télécharger" in words(client.get(asked.url))
    file = client.get(reverse("background_result", args=[task.pk])).content
    (table,) = [one for one in read_tables(file, "f.xlsx") if one.title == "Fiches"]
    assert {"Un", "Deux"} <= {cell for line in table.lines for cell in line}
    # Nobody else's, and not for long.
    (forget,) = (rule.forget for rule in tasks.RETENTION)
    other = Client()
    other.force_login(editor())
    assert other.get(reverse("background_result", args=[task.pk])).status_code == 404
    forget(timezone.now() + tasks.FILE_KEPT + datetime.timedelta(hours=1))
    assert client.get(reverse("background_result", args=[task.pk])).status_code == 404
    forget(timezone.now() + tasks.KEPT + datetime.timedelta(hours=1))
    assert not BackgroundTask.objects.exists()
    # A CSV flows as it is made.
    assert client.get(reverse("sheet_export"), {"format": "csv"}).streaming
