"""Groups of the admin, and the demo accounts (only ever made by `manage.py demo`)."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Rédaction"
ORGANISERS = "Animation"

# What editors may do with flat records, by app and model.
_EDITOR_MODELS = {
    "catalogue": ("reuse", "ownerconfirmation"),
    "taxonomy": ("theme", "tool"),
    "territories": ("authority",),
    "network": ("organisation", "partnership"),
    "search": ("synonym", "searchcount"),
}


@dataclass(frozen=True)
class DemoAccount:
    role: str
    username: str
    password: str
    group: str | None  # None: administrator


DEMO_ACCOUNTS = (
    DemoAccount("rédaction", "redaction", "essaim-redaction", EDITORS),
    DemoAccount("animation", "animation", "essaim-animation", ORGANISERS),
    DemoAccount("administration", "admin", "essaim-admin", None),
)


def ensure_groups(catalogue: Page) -> None:
    """Create the two groups and their rights. An administrator may change them afterwards."""
    admin_access = Permission.objects.get(codename="access_admin")
    organisers, _ = Group.objects.get_or_create(name=ORGANISERS)
    organisers.permissions.add(admin_access)
    editors, is_new = Group.objects.get_or_create(name=EDITORS)
    if not is_new:
        return
    editors.permissions.add(admin_access)
    for app_label, models in _EDITOR_MODELS.items():
        editors.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app_label, content_type__model__in=models
            )
        )
    page_rights = ("add_page", "change_page", "publish_page", "lock_page")
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=page_rights
    ):
        GroupPagePermission.objects.create(
            group=editors, page=catalogue.get_parent(), permission=permission
        )
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        # Wagtail asks for the rights of its own two models, whatever model stands in for them.
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    ):
        GroupCollectionPermission.objects.create(
            group=editors, collection=root, permission=permission
        )


def ensure_organisers(agenda: Page, tours: Page) -> None:
    """What the group Animation may touch: events, tours, calls for projects and their answers, and the
    files of a collection of its own.

    Done once, as soon as both pages exist; an administrator may change it afterwards.
    """
    organisers = Group.objects.get(name=ORGANISERS)
    if GroupPagePermission.objects.filter(group=organisers).exists():
        return
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=("add_page", "change_page", "publish_page"),
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=organisers, page=page, permission=right)
        for page in (agenda, tours)
        for right in rights
    )
    # What visitors send is decided, not written, by organisers; calls for projects are theirs.
    organisers.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="events",
            codename__in=(
                "add_projectcall",
                "change_projectcall",
                "delete_projectcall",
                "view_projectcall",
                "change_proposal",
                "view_proposal",
                "view_interest",
                "delete_interest",
            ),
        )
    )
    root = Collection.get_first_root_node()
    files = root.add_child(instance=Collection(name="Agenda"))
    for permission in Permission.objects.filter(
        # Wagtail asks for the rights of its own two models, whatever model stands in for them.
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    ):
        GroupCollectionPermission.objects.create(
            group=organisers, collection=files, permission=permission
        )


def create_demo_accounts() -> None:
    User = get_user_model()
    for account in DEMO_ACCOUNTS:
        user = User(
            username=account.username,
            email=f"{account.username}@essaim.invalid",
            is_superuser=account.group is None,
            is_staff=account.group is None,
        )
        user.set_password(account.password)
        user.save()
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))
