"""What was said between the author of a page and who reads it, as the head of its form shows it."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page, TaskState, WorkflowState

from .models import is_author, is_refusal

# The last words exchanged; the whole is in the page's history.
SHOWN = 5


@dataclass(frozen=True)
class Word:
    label: str  # « Question », « Refus »…
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Review:
    state: str  # one sentence: where it stands, and whose turn it is
    words: list[Word]  # newest first


def review_of(page: Page, user) -> Review | None:
    """None of a page about which nobody said anything, and that nobody reads."""
    workflow = page.current_workflow_state
    states = TaskState.objects.for_instance(page).exclude(comment="")
    rows = states.select_related("workflow_state", "finished_by").order_by("-finished_at")[:SHOWN]
    words = [
        Word(_label(row), str(row.finished_by or "La rédaction"), row.finished_at, row.comment)
        for row in rows
        if row.finished_at
    ]
    if not words and workflow is None:
        return None
    return Review(_state(page, user, workflow), words)


def _label(row: TaskState) -> str:
    if row.status == TaskState.STATUS_APPROVED:
        return "Publiée"
    return "Refus" if is_refusal(row) else "Question"


def _state(page: Page, user, workflow: WorkflowState | None) -> str:
    if workflow is None:
        return ""
    mine = is_author(page, user)
    if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        if mine:
            return "À vous : répondez dans la page ou par un commentaire, puis renvoyez-la en relecture."
        return "L’auteur a reçu une question ; la page reviendra quand il la renverra."
    task = workflow.current_task_state.task.specific if workflow.current_task_state else None
    if task and mine and not task.user_can_access_editor(page, user):
        return (
            "La page est en relecture : vous pouvez la commenter. Pour la modifier, annulez d’abord la relecture, "
            "puis renvoyez-la."
        )
    return "La page est en relecture."
