"""The groups « Editors » and « Moderators » that Wagtail's own migrations make are nobody's here: ours take their place.

Left, they are offered to whoever invites somebody, with rights over the whole tree that nobody meant to give.
"""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow

from users.groups import EDITORS

_MODERATORS = "Moderators"
_TASK = "Moderators approval"
TASK_IN_FRENCH = f"Relecture par le groupe {EDITORS}"

# As the migrations leave them, over the root of the tree and of the files.
_PAGE_RIGHTS = {
    "Editors": {"add_page", "change_page"},
    _MODERATORS: {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"},
}
_FILE_RIGHTS = {
    f"{may}_{what}" for may in ("add", "change", "choose") for what in ("image", "document")
}
_RIGHTS = {"access_admin", "delete_image", "delete_document"} | _FILE_RIGHTS


def replace_groups_of_wagtail() -> None:
    """Delete those that nobody uses and nobody changed; who approved there is the group Rédaction from then on."""
    for group in Group.objects.filter(name__in=_PAGE_RIGHTS):
        if _is_as_made(group) and not _is_used(group):
            _hand_over(group)
            group.delete()


def _is_as_made(group: Group) -> bool:
    pages = group.page_permissions.values_list("page__depth", "permission__codename")
    files = group.collection_permissions.values_list("collection__depth", "permission__codename")
    return (
        set(group.permissions.values_list("codename", flat=True)) == _RIGHTS
        and set(pages) == {(1, right) for right in _PAGE_RIGHTS[group.name]}
        and set(files) == {(1, right) for right in _FILE_RIGHTS}
    )


def _is_used(group: Group) -> bool:
    """It has members, is asked for a second factor, sees what is private, or approves what an administrator made."""
    made_with_it = {"page_permissions", "collection_permissions", "groupapprovaltask"}
    return any(
        relation.related_model.objects.filter(**{relation.field.name: group}).exists()
        for relation in Group._meta.related_objects
        if relation.name not in made_with_it
    ) or any(not _is_task_of_wagtail(task) for task in group.groupapprovaltask_set.all())


def _is_task_of_wagtail(task: GroupApprovalTask) -> bool:
    return task.name == _TASK and [group.name for group in task.groups.all()] == [_MODERATORS]


def _hand_over(group: Group) -> None:
    ours = Group.objects.get(name=EDITORS)
    for task in group.groupapprovaltask_set.all():
        task.groups.set([ours])
        task.name = TASK_IN_FRENCH
        task.save(update_fields=["name"])
        Workflow.objects.filter(name=_TASK).update(name=TASK_IN_FRENCH)
