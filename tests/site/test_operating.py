"""What an operator does: starting it twice, starting it wrongly, losing it in the middle of a write."""

import subprocess
import sys

import pytest

from tests.running import ROOT

from .web import Web

pytestmark = pytest.mark.xdist_group("site")

EDIT_AND_DELETE = """
from catalogue.models import ProjectPage
from core.uses import why_used
edited, *others = ProjectPage.objects.order_by("number")[:20]
deleted = next(one for one in others if not why_used(one))
edited.title = "Un titre que la rédaction a changé"
edited.save_revision().publish()
print(edited.number, deleted.number, deleted.slug)
deleted.delete()
"""

STATE = """
from catalogue.models import ProjectPage
from events.models import EventPage
for page in ProjectPage.objects.order_by("number"):
    print(page.number, page.slug, page.live, page.latest_revision_id, page.title)
for page in EventPage.objects.order_by("pk"):
    print(page.pk, page.slug, page.live, page.latest_revision_id, page.title)
"""

# Killed as the power would go: after the commit, before the index hears of it.
SAVE_AND_DIE = """
import os, signal
from catalogue.models import ProjectPage
from search.index import outbox
outbox.drain = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
page = ProjectPage.objects.order_by("number").first()
page.title = "Zythologie participative au village"
page.save_revision().publish()
"""


def test_a_second_start_changes_nothing_that_was_edited_or_deleted(prepared, record_property):
    instance = prepared.copy("second-start")
    edited, deleted, slug = instance.run(EDIT_AND_DELETE).split()
    before = instance.run(STATE)
    printed = instance.manage("demo", "--no-serve")
    record_property("second_start", printed)
    assert instance.run(STATE) == before
    with instance.serve() as address:
        web = Web(address)
        assert web.get(f"/f/{deleted}").status == 404
        assert web.get(f"/projets/{slug}/").status == 404
        assert (
            "Un titre que la rédaction a changé"
            in web.get(web.get(f"/f/{edited}").headers["location"]).text
        )
        web.close()


def test_a_save_whose_process_is_killed_before_the_index_is_caught_up(prepared):
    instance = prepared.copy("killed")
    with pytest.raises(subprocess.CalledProcessError) as failure:
        instance.run(SAVE_AND_DIE)
    assert failure.value.returncode == -9
    with instance.serve() as address:
        web = Web(address)
        assert "Aucune fiche" in web.get("/projets/?q=zythologie").text
        assert '"waiting": 0' not in web.get("/health/").text
        instance.manage("due")
        assert "participative au village" in web.get("/projets/?q=zythologie&page=1").text
        assert '"waiting": 0' in web.get("/health/").text
        web.close()
    instance.manage("search_check")


def test_production_does_not_start_without_a_secret(prepared):
    for program in (
        [sys.executable, "manage.py", "check"],
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0"],
    ):
        environment = prepared.environment()
        del environment["SECRET_KEY"]
        stopped = subprocess.run(
            program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30
        )
        assert stopped.returncode != 0
        assert "Set the SECRET_KEY environment variable" in stopped.stderr


def test_the_server_refuses_another_host(site):
    web = Web(site)
    answer = web.get("/projets/", Host="exemple.invalid")
    web.close()
    assert answer.status == 400
