"""What Wagtail's migrations make beside our groups: gone where nobody uses it, and what was sent is still read."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupApprovalTask, Page, PageViewRestriction, Workflow

from setup.accounts import ensure_groups
from setup.wagtail_groups import replace_groups_of_wagtail
from tests.factories import UserFactory, catalogue_page, draft, editor
from users.groups import CONTRIBUTORS, EDITORS
from users.models import GroupDemand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def our_groups(bare):
    ensure_groups(catalogue_page())


def names() -> set[str]:
    return set(Group.objects.values_list("name", flat=True))


def test_only_our_groups_are_offered_to_who_invites(admin_client):
    assert {"Editors", "Moderators"} < names()
    replace_groups_of_wagtail()
    for page in ("wagtailusers_users:add", "wagtailusers_groups:index"):
        html = admin_client.get(reverse(page)).content.decode()
        assert CONTRIBUTORS in html
        for word in ("Editors", "Moderators"):
            assert word not in html
    assert EDITORS in names()
    replace_groups_of_wagtail()


def test_what_a_contributor_sends_is_approved_by_our_editors(client):
    replace_groups_of_wagtail()
    author = UserFactory()
    author.groups.add(Group.objects.get(name=CONTRIBUTORS))
    sheet = draft(owner=author)
    workflow = sheet.get_workflow()
    assert "Moderators" not in workflow.name
    assert "Moderators" not in str(workflow.tasks.get())
    workflow.start(sheet, author)
    state = sheet.current_workflow_task_state
    client.force_login(editor())
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[sheet.pk, "approve", state.pk]))
    sheet.refresh_from_db()
    assert sheet.live


def test_what_waited_while_the_groups_went_is_approved_too(client):
    sheet = draft()
    sheet.get_workflow().start(sheet, UserFactory())
    replace_groups_of_wagtail()
    client.force_login(editor())
    assert (
        "Relecture"
        in client.get(reverse("wagtailadmin_pages:edit", args=[sheet.pk])).content.decode()
    )
    state = sheet.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[sheet.pk, "approve", state.pk]))
    sheet.refresh_from_db()
    assert sheet.live


def used_by_a_member(group):
    UserFactory().groups.add(group)


def asked_for_a_second_factor(group):
    GroupDemand.objects.create(group=group, second_factor=True)


def with_one_right_more(group):
    group.permissions.add(Permission.objects.get(codename="add_theme"))


def with_one_right_less(group):
    group.page_permissions.first().delete()


def with_files_of_its_own(group):
    files = Collection.get_first_root_node().add_child(instance=Collection(name="À eux"))
    right = Permission.objects.get(codename="add_image")
    group.collection_permissions.create(collection=files, permission=right)


def that_reads_a_private_page(group):
    page = Page.objects.filter(depth=2).first()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(group)


def that_approves_elsewhere(group):
    GroupApprovalTask.objects.create(name="Relecture juridique").groups.add(group)


@pytest.mark.parametrize("name", ["Editors", "Moderators"])
@pytest.mark.parametrize(
    "use",
    [
        used_by_a_member,
        asked_for_a_second_factor,
        with_one_right_more,
        with_one_right_less,
        with_files_of_its_own,
        that_reads_a_private_page,
        that_approves_elsewhere,
    ],
)
def test_what_an_administrator_uses_or_changed_stays(use, name):
    group = Group.objects.get(name=name)
    use(group)
    replace_groups_of_wagtail()
    assert Group.objects.filter(pk=group.pk).exists()
    if name == "Moderators":
        assert Workflow.objects.get().name == "Moderators approval"
        assert group.groupapprovaltask_set.filter(name="Moderators approval").exists()


def test_a_task_that_an_administrator_changed_keeps_its_approvers():
    task = GroupApprovalTask.objects.get()
    task.groups.add(Group.objects.get(name=EDITORS))
    replace_groups_of_wagtail()
    assert {group.name for group in task.groups.all()} == {"Moderators", EDITORS}
