"""The one workflow of an instance: what a contributor sends is read by the group Rédaction."""

from wagtail.models import GroupApprovalTask, TaskState, WorkflowTask

from reviewing.models import ReviewTask
from users.groups import EDITORS

from .wagtail_groups import TASK_IN_FRENCH


def make_review_task() -> None:
    """In the place of Wagtail's approval by that group, its history included; any other is an administrator's."""
    for old in GroupApprovalTask.objects.filter(name=TASK_IN_FRENCH):
        groups = list(old.groups.all())
        if [group.name for group in groups] != [EDITORS]:
            continue
        task = ReviewTask.objects.create(name=old.name, active=old.active)
        task.groups.set(groups)
        WorkflowTask.objects.filter(task=old).update(task=task)
        TaskState.objects.filter(task=old).update(task=task)
        old.delete()
