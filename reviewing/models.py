"""The step of a workflow in which a group reads a page again before it is published."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from core.publishing import Refused

from . import mails
from .forms import ApprovalForm, QuestionForm, RefusalForm

QUESTION, REFUSAL, APPROVAL = "question", "reject", "approve"

_FORMS = {QUESTION: QuestionForm, REFUSAL: RefusalForm, APPROVAL: ApprovalForm}


class NotSaid(Refused):
    """A question or a refusal without its words."""

    def __init__(self, page, said: str):
        super().__init__(page, {NON_FIELD_ERRORS: said})

    def __str__(self):
        return self.reasons[NON_FIELD_ERRORS]


class ReviewTask(AbstractGroupApprovalTask):
    """Wagtail's approval by a group, with a question to the author beside the refusal, both in words.

    A question is Wagtail's « changes requested »: the author answers, and sends the page again. A refusal ends the
    workflow: a state that is cancelled with words. The author of a page that is read may comment it, and change
    nothing of it (`core.page_form`, `core.under_review`).
    """

    class Meta:
        verbose_name = "relecture par un groupe"
        verbose_name_plural = "relectures par un groupe"

    def locked_for_user(self, obj, user):
        return super().locked_for_user(obj, user) and not is_author(obj, user)

    def get_actions(self, obj, user):
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        return [
            (QUESTION, "Poser une question à l’auteur", True),
            (REFUSAL, "Refuser, avec la raison", True),
            (APPROVAL, "Approuver", False),
        ]

    def get_form_for_action(self, action):
        return _FORMS[action]

    @transaction.atomic
    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        """Whichever way it comes (dialogue, form of the page, by hand), a question and a refusal have words."""
        form = self.get_form_for_action(action_name)({"comment": comment})
        if not form.is_valid():
            raise NotSaid(task_state.workflow_state.content_object, form.errors["comment"][0])
        comment = form.cleaned_data["comment"]
        if action_name == APPROVAL:
            task_state.approve(user=user, comment=comment)
        elif action_name == QUESTION:
            task_state.reject(user=user, comment=comment)
        else:
            task_state.workflow_state.cancel(user=user)
            state = TaskState.objects.get(pk=task_state.pk)
            state.comment = comment
            state.save(update_fields=["comment"])
            state.log_state_change_action(user, "reject")
            mails.refusal_to_author(state, task_state.workflow_state.content_object)

    @classmethod
    def get_description(cls):
        return (
            "Un groupe relit : il publie, pose une question à l’auteur, ou refuse avec une raison."
        )


def is_author(page, user) -> bool:
    """Who wrote it, or sent it to be read."""
    state = page.current_workflow_state
    return user.pk in (page.owner_id, state.requested_by_id if state else None)


def is_refusal(state: TaskState) -> bool:
    return (
        state.status == TaskState.STATUS_CANCELLED
        and bool(state.comment)
        and state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    )
