"""From a contributor's draft to its publication: what is asked and refused, in the sheet and by mail."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, TaskState, Workflow

from core.models import OutgoingMail
from reviewing.models import ReviewTask
from setup.accounts import ensure_groups
from setup.review import make_review_task
from setup.wagtail_groups import replace_groups_of_wagtail
from tests.factories import UserFactory, catalogue_page, draft, editor
from tests.page_form import fields_of
from users.groups import CONTRIBUTORS, EDITORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def review(db):
    ensure_groups(catalogue_page())
    if Workflow.objects.filter(name="Moderators approval").exists():
        replace_groups_of_wagtail()
    make_review_task()
    return ReviewTask.objects.get()


@pytest.fixture
def author():
    user = UserFactory(first_name="Camille")
    user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    return user


@pytest.fixture
def sheet(author):
    return draft(owner=author, title="La cantine en ligne")


def form_of(client, sheet) -> dict:
    """What the browser would post of the form as it stands."""
    return fields_of(client.get(edit_url(sheet)))


def edit_url(sheet) -> str:
    return reverse("wagtailadmin_pages:edit", args=[sheet.pk])


def submit(client, author, sheet):
    client.force_login(author)
    client.post(edit_url(sheet), form_of(client, sheet) | {"action-submit": "1"})
    assert sheet.current_workflow_task


def act(client, sheet, action: str, comment: str = ""):
    state = sheet.current_workflow_task_state
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[sheet.pk, action, state.pk]),
        {"comment": comment},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )


def mails(template: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template=template))


def test_a_question_is_read_in_the_sheet_and_by_mail_and_the_sheet_comes_back(
    client, author, sheet, django_capture_on_commit_callbacks
):
    reader = editor()
    submit(client, author, sheet)
    (told,) = mails("review_submitted")
    assert told.to == reader.email
    assert "Camille" in told.text
    client.force_login(reader)
    html = client.get(edit_url(sheet)).content.decode()
    assert "Poser une question à l’auteur" in html
    act(client, sheet, "question", "Combien <b>d’enfants</b> ?")
    (asked,) = mails("review_question")
    assert asked.to == author.email
    assert "Combien <b>d’enfants</b>" in asked.text
    client.force_login(author)
    html = client.get(edit_url(sheet)).content.decode()
    assert "Combien &lt;b&gt;d’enfants&lt;/b&gt; ?" in html
    assert "À vous" in html
    submit(client, author, sheet)
    client.force_login(reader)
    act(client, sheet, "approve")
    sheet.refresh_from_db()
    assert sheet.live
    assert [row.to for row in mails("review_approved")] == [author.email]
    # Nothing went past the queue.
    assert not mail.outbox


def test_a_refusal_has_a_reason_and_leaves_the_draft_to_its_author(client, author, sheet):
    reader = editor()
    submit(client, author, sheet)
    client.force_login(reader)
    answer = act(client, sheet, "reject", "  ")
    assert "Dites pourquoi" in json.loads(answer.content)["html"]
    assert sheet.current_workflow_task
    act(client, sheet, "reject", "La commune ne le veut pas.")
    sheet.refresh_from_db()
    assert not sheet.live
    assert not sheet.current_workflow_task
    (told,) = mails("review_refused")
    assert (told.to, "La commune ne le veut pas." in told.text) == (author.email, True)
    client.force_login(author)
    html = client.get(edit_url(sheet)).content.decode()
    assert "<strong>Refus</strong>" in html
    assert "La commune ne le veut pas." in html


@pytest.mark.parametrize("action", ["question", "reject"])
def test_no_way_leaves_the_author_without_words(client, author, sheet, action):
    submit(client, author, sheet)
    client.force_login(editor())
    sent = form_of(client, sheet) | {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": "{}",
    }
    answer = client.post(edit_url(sheet), sent, follow=True)
    assert answer.status_code == 200
    assert sheet.current_workflow_task
    assert not TaskState.objects.exclude(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_the_author_goes_on_commenting_and_changes_nothing(client, author, sheet):
    submit(client, author, sheet)
    sent = form_of(client, sheet) | {
        "title": "Un autre titre",
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": "J’attends le chiffre de la mairie.",
        "comments-0-contentpath": "summary",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    client.post(edit_url(sheet), sent)
    assert Comment.objects.get().text == "J’attends le chiffre de la mairie."
    sheet.refresh_from_db()
    assert sheet.get_latest_revision_as_object().title == "La cantine en ligne"
    assert len(sheet.get_latest_revision_as_object().sources.all()) == 1
    assert "vous pouvez la commenter" in client.get(edit_url(sheet)).content.decode()


def test_a_comment_goes_by_the_queue_to_who_follows_the_sheet(client, author, sheet):
    client.force_login(author)
    sent = form_of(client, sheet) | {"comment_notifications": "on"}
    client.post(edit_url(sheet), sent)
    reader = editor()
    client.force_login(reader)
    sent = form_of(client, sheet) | {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": "Le chiffre manque.",
        "comments-0-contentpath": "summary",
        "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    client.post(edit_url(sheet), sent)
    (told,) = mails("review_comments")
    assert told.to == author.email
    assert "Le chiffre manque." in told.text
    assert not mail.outbox


def test_who_follows_the_sheet_reads_which_comment_is_gone(client, author, sheet):
    client.force_login(author)
    client.post(edit_url(sheet), form_of(client, sheet) | {"comment_notifications": "on"})
    reader = editor()
    gone = Comment.objects.create(
        page=sheet, user=reader, text="Le chiffre manque.", contentpath="summary"
    )
    client.force_login(reader)
    sent = form_of(client, sheet) | {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-text": gone.text,
        "comments-0-contentpath": "summary",
        "comments-0-id": str(gone.pk),
        "comments-0-DELETE": "on",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    client.post(edit_url(sheet), sent)
    assert not Comment.objects.exists()
    (told,) = mails("review_comments")
    assert "Supprimé" in told.text
    assert "Le chiffre manque." in told.text


def test_administrators_are_told_when_nobody_reads(client, author, sheet):
    chief = UserFactory(is_superuser=True)
    client.force_login(chief)
    assert "Personne ne relit" in client.get("/admin/").content.decode()
    submit(client, author, sheet)
    assert chief.email in [row.to for row in mails("review_submitted")]
    editor()
    client.force_login(chief)
    assert "Personne ne relit" not in client.get("/admin/").content.decode()


def test_what_waited_before_keeps_its_place(review):
    assert review.groups.get().name == EDITORS
    assert [task.specific for task in Workflow.objects.get().tasks] == [review]
    make_review_task()
    assert ReviewTask.objects.count() == 1


def _older_and_newer(author, sheet):
    """An older version, which says something else than what is sent to be read."""
    sheet.title = "Un autre titre"
    older = sheet.save_revision(user=author)
    sheet.title = "La cantine en ligne"
    sheet.save_revision(user=author)
    return older


def _revert(client, sheet, older):
    url = reverse("wagtailadmin_pages:revisions_revert", args=[sheet.pk, older.pk])
    return client.post(url, fields_of(client.get(url)), follow=True)


def _put_together(client, sheet, older):
    url = reverse("merge_versions", args=[sheet.pk, older.pk])
    shown = client.get(url).context
    sent = {row["name"]: "mine" for row in shown["rows"]} | {"latest": shown["latest"]}
    return client.post(url, sent, follow=True)


def _revert_by_the_api(client, sheet, older):
    return client.post(
        f"/admin/api/main/pages/{sheet.pk}/action/revert_to_page_revision/",
        {"revision_id": older.pk},
    )


@pytest.mark.parametrize("way", [_revert, _put_together, _revert_by_the_api])
def test_no_way_swaps_what_is_read(client, author, sheet, way):
    older = _older_and_newer(author, sheet)
    submit(client, author, sheet)
    answer = way(client, sheet, older)
    assert "reste telle qu’elle a été envoyée" in answer.content.decode()
    client.force_login(editor())
    act(client, sheet, "approve")
    sheet.refresh_from_db()
    assert (sheet.live, sheet.title) == (True, "La cantine en ligne")


@pytest.mark.parametrize("way", [_revert, _put_together, _revert_by_the_api])
def test_who_reads_may_go_back_to_an_older_version(client, author, sheet, way):
    older = _older_and_newer(author, sheet)
    submit(client, author, sheet)
    client.force_login(editor())
    way(client, sheet, older)
    sheet.refresh_from_db()
    assert sheet.get_latest_revision_as_object().title == "Un autre titre"
