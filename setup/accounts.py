"""Groups of the admin, and the demo accounts (only ever made by `manage.py demo`)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Count, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.declarations import project_apps
from core.models import LoadedContent
from network.models import Announcer, Organisation
from users.groups import CONTRIBUTORS, EDITORS, ORGANISERS


@dataclass(frozen=True)
class DemoAccount:
    role: str
    username: str
    password: str
    group: str | None  # None: administrator


DEMO_ACCOUNTS = (
    DemoAccount("rédaction", "redaction", "essaim-redaction", EDITORS),
    DemoAccount("contribution", "contribution", "essaim-contribution", CONTRIBUTORS),
    DemoAccount("animation", "animation", "essaim-animation", ORGANISERS),
    DemoAccount("administration", "admin", "essaim-admin", None),
)


_FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
# Whoever adds a file changes it; nobody else's.
_OWN_FILES = ("add_image", "choose_image", "add_document", "choose_document")


def ensure_groups(catalogue: Page) -> None:
    """The groups, their rights over flat records, and those over sheets and plain pages."""
    for name in (EDITORS, CONTRIBUTORS, ORGANISERS):
        group = _Rights(name)
        group.models(Permission.objects.filter(codename="access_admin"))
        for app in project_apps():
            if declared := app.rights.get(name):
                group.models(_permissions(app.label, declared))
    editors = _Rights(EDITORS)
    home = catalogue.get_parent()
    editors.pages([home], ("add_page", "change_page", "publish_page", "lock_page"))
    editors.files(Collection.get_first_root_node)
    contributors = _Rights(CONTRIBUTORS)
    contributors.pages([catalogue], ("add_page",))
    contributors.files(Collection.get_first_root_node, _OWN_FILES)


def ensure_organisers(agenda: Page, tours: Page) -> None:
    """The pages and files that the group Animation may touch: events, tours, a collection of its own."""
    organisers = _Rights(ORGANISERS)
    organisers.pages([agenda, tours], ("add_page", "change_page", "publish_page"))
    organisers.files(_agenda_files)


def _permissions(app_label: str, declared: dict[str, tuple[str, ...]]) -> QuerySet[Permission]:
    """declared: model -> what a group may do with it."""
    names = {f"{may}_{model.lower()}" for model, allowed in declared.items() for may in allowed}
    return Permission.objects.filter(content_type__app_label=app_label, codename__in=names)


def _agenda_files() -> Collection:
    root = Collection.get_first_root_node()
    known = root.get_children().filter(name="Agenda").first()
    return known or root.add_child(instance=Collection(name="Agenda"))


class _Rights:
    """Gives a group each right once, at whatever deployment the right appears; remembers which it gave.

    What an administrator adds is never looked at, what they take away is not given again; but for what
    they took away before rights were remembered, which nothing tells from a right that is new.
    """

    def __init__(self, name: str):
        self._group, _ = Group.objects.get_or_create(name=name)
        # By number: a group that was deleted and made anew starts from nothing.
        self._prefix = f"right:{self._group.pk}:"
        self._given = set(
            LoadedContent.objects.filter(name__startswith=self._prefix).values_list(
                "name", flat=True
            )
        )

    def models(self, permissions) -> None:
        new = self._new(permissions, lambda right: right.content_type.app_label)
        with transaction.atomic():
            self._group.permissions.add(*new.values())
            self._remember(new)

    def pages(self, pages: list[Page], codenames: tuple[str, ...]) -> None:
        rights = Permission.objects.filter(
            content_type__app_label="wagtailcore",
            content_type__model="page",
            codename__in=codenames,
        )
        for page in pages:
            new = self._new(rights, lambda right, page=page: f"page-{page.pk}")
            with transaction.atomic():
                GroupPagePermission.objects.bulk_create(
                    [
                        GroupPagePermission(group=self._group, page=page, permission=right)
                        for right in new.values()
                    ],
                    ignore_conflicts=True,
                )
                self._remember(new)

    def files(
        self, collection: Callable[[], Collection], codenames: tuple[str, ...] = _FILE_RIGHTS
    ) -> None:
        """collection: called only when there is something new to give."""
        rights = Permission.objects.filter(
            # Wagtail asks for the rights of its own two models, whatever model stands in for them.
            content_type__app_label__in=("wagtailimages", "wagtaildocs"),
            codename__in=codenames,
        )
        new = self._new(rights, lambda right: "files")
        if not new:
            return
        with transaction.atomic():
            files = collection()
            GroupCollectionPermission.objects.bulk_create(
                [
                    GroupCollectionPermission(group=self._group, collection=files, permission=right)
                    for right in new.values()
                ],
                ignore_conflicts=True,
            )
            self._remember(new)

    def _new(self, rights, place: Callable[[Permission], str]) -> dict[str, Permission]:
        """Name in the memory -> right, of those that were never given."""
        named = {
            f"{self._prefix}{place(right)}.{right.codename}": right
            for right in rights.select_related("content_type")
        }
        return {name: right for name, right in named.items() if name not in self._given}

    def _remember(self, names) -> None:
        LoadedContent.objects.bulk_create(
            [LoadedContent(name=name) for name in names], ignore_conflicts=True
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


def give_demo_networks() -> None:
    """The account « animation » announces for the network that announces most."""
    account = get_user_model().objects.filter(username="animation").first()
    dates = Organisation.objects.annotate(dates=Count("eventorganiser_rows"))
    network = dates.filter(dates__gt=0).order_by("-dates", "name").first()
    if account and network:
        Announcer.objects.get_or_create(user=account, organisation=network)
