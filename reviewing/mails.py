"""What is written about a review, by the mail queue: Wagtail's notifiers say to whom, our templates what.

Wagtail's own talk to the mail server while somebody waits for the page, and lose what it refuses.
"""

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from core.mail.queue import send
from core.mail.rendering import absolute


def connect() -> None:
    """Once, when the apps are ready: before Wagtail's, which find their place taken."""
    for signal, receiver, sender, uid in (
        (task_submitted, to_reviewers, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, _nobody, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, question_to_author, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, approval_to_author, WorkflowState, "workflow_state_approved"),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"{uid}_email_notification")


def _nobody(**kwargs) -> None:
    """Wagtail tells every administrator; here who reviews is told, and they when nobody does."""


class _Queued:
    """Over a notifier: its recipients, our queue."""

    def send_notifications(self, template_set, context, recipients, **kwargs):
        for recipient in sorted(recipients, key=lambda user: user.pk):
            _send(recipient, self.template, self.subject, context["page"], **self.said(context))
        return True

    def said(self, context: dict) -> dict:
        return {}


class _ToReviewers(_Queued, GroupApprovalTaskStateSubmissionEmailNotifier):
    template, subject = "review_submitted", "« {} » attend une relecture"

    def get_recipient_users(self, task_state, **kwargs):
        sender = kwargs.get("user")
        groups = task_state.task.specific.groups.all()
        accounts = get_user_model().objects.filter(is_active=True)
        members = accounts.filter(groups__in=groups).distinct()
        found = members if members.exists() else accounts.filter(is_superuser=True)
        return found.exclude(pk=sender.pk) if sender else found

    def said(self, context):
        return {"author": context["object"].current_workflow_state.requested_by}


class _QuestionToAuthor(_Queued, WorkflowStateRejectionEmailNotifier):
    template, subject = "review_question", "Une question sur « {} »"

    def said(self, context):
        return {"by": context["task_state"].finished_by, "text": context["comment"]}


class _ApprovalToAuthor(_Queued, WorkflowStateApprovalEmailNotifier):
    template, subject = "review_approved", "« {} » est en ligne"


to_reviewers = _ToReviewers()
question_to_author = _QuestionToAuthor()
approval_to_author = _ApprovalToAuthor()


def refusal_to_author(task_state: TaskState, page) -> None:
    author = task_state.workflow_state.requested_by
    if author and author != task_state.finished_by and _wants(author, "rejected"):
        _send(
            author,
            "review_refused",
            "« {} » n’est pas retenue",
            page,
            by=task_state.finished_by,
            text=task_state.comment,
        )


def comments_changed(recipients, notification: str, context: dict) -> bool:
    """In the place of `wagtail.admin.mail.send_notification`, for the comments of a page."""
    for recipient in recipients:
        if _wants(recipient, notification):
            page, editor = context["page"], context["editor"]
            said = [comment.text for comment in context["new_comments"]]
            said += [
                reply.text for thread in context["replied_comments"] for reply in thread["replies"]
            ]
            closed = [comment.text for comment in context["resolved_comments"]]
            removed = [comment.text for comment in context["deleted_comments"]]
            if not (said or closed or removed):
                continue
            _send(
                recipient,
                "review_comments",
                "Des commentaires sur « {} »",
                page,
                by=editor,
                said=said,
                closed=closed,
                removed=removed,
            )
    return True


def _wants(user, notification: str) -> bool:
    """As chosen on the page of the account."""
    return bool(user.is_active and user.email) and getattr(
        UserProfile.get_for_user(user), f"{notification}_notifications"
    )


def _send(user, template: str, subject: str, page, **said) -> None:
    title = page.get_admin_display_title()
    send(
        to=user.email,
        subject=subject.format(title),
        template=template,
        context={
            "title": title,
            "url": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
            "public_url": page.full_url if page.live else "",
            **said,
        },
    )
