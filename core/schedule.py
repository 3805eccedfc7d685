"""What the clock publishes and takes down in the days to come, and what was refused: to it (`publish_scheduled`), or to who
had many pages published (`core.background`)."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from .waiting import SHOWN, Waiting

REFUSED = "essaim.schedule.refused"
# What settles it: somebody changed, published or scheduled the page again.
_SETTLES = (
    "wagtail.edit",
    "wagtail.publish",
    "wagtail.publish.schedule",
    "wagtail.schedule.cancel",
)
_TOLD_FOR = datetime.timedelta(days=30)
_WEEK = datetime.timedelta(days=7)
LONGEST = 100  # rows of a table
MOST = 1_000  # that are counted
_POLICY = PagePermissionPolicy()


def note_refusal(page: Page, reason: object) -> None:
    """Where editors look: in the history of the page, and on their home."""
    log(instance=page, action=REFUSED, data={"reason": str(reason)})


def may_read(user) -> bool:
    return _POLICY.user_has_permission(user, "publish")


def coming(user, until: datetime.datetime | None = None) -> list[tuple[Page, datetime.datetime]]:
    """Pages that this person may publish and that the clock publishes, and when: the first MOST, the soonest first."""
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    if until:
        approved = approved.filter(approved_go_live_at__lt=until)
    rows = approved.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")
    found = [(int(key), when) for key, when in rows[:MOST]]
    named = _own(user, pk__in=[key for key, _ in found]) if found else []
    pages = {page.pk: page for page in named}
    return [(pages[key], when) for key, when in found if key in pages]


def leaving(user, until: datetime.datetime | None = None) -> list[Page]:
    """The first MOST that leave, the soonest first."""
    before = {"expire_at__lt": until} if until else {}
    return _own(user, "expire_at", live=True, expire_at__isnull=False, **before)


def refused(user) -> list[PageLogEntry]:
    """Entries of the log that nobody has taken up, the last of each page, newest first: the first MOST."""
    later = PageLogEntry.objects.filter(page=OuterRef("page"), timestamp__gt=OuterRef("timestamp"))
    found = (
        PageLogEntry.objects.filter(
            action=REFUSED,
            timestamp__gt=timezone.now() - _TOLD_FOR,
        )
        .filter(~Exists(later.filter(action__in=(*_SETTLES, REFUSED))))
        .order_by("-timestamp")[:MOST]
    )
    pages = {page.pk for page in _own(user, pk__in=[entry.page_id for entry in found])}
    return [entry for entry in found if entry.page_id in pages]


def _own(user, *order: str, **asked) -> list[Page]:
    """The first MOST that this person may publish, their columns of every page alone. Beside the rights over a part of
    the tree, a page of some kind may be somebody's own (`permissions_for_user`)."""
    pages = _POLICY.instances_user_has_permission_for(user, "publish").filter(**asked)
    found = pages.order_by(*order).specific(defer=True)[:MOST]
    return [page for page in found if page.permissions_for_user(user).can_publish()]


def waiting(user) -> list[Waiting]:
    if not may_read(user):
        return []
    url, week = reverse("schedule"), timezone.now() + _WEEK
    bad = refused(user)
    soon = coming(user, week)
    gone = leaving(user, week)
    return [
        Waiting(
            label="Publications et dépublications refusées",
            count=len(bad),
            url=url,
            order=5,
            first=tuple((entry.label, _edit(entry.page_id)) for entry in bad[:SHOWN]),
        ),
        Waiting(
            label="Publications programmées cette semaine",
            count=len(soon),
            url=url,
            order=90,
            first=tuple((page.title, _edit(page.pk)) for page, _ in soon[:SHOWN]),
        ),
        Waiting(label="Pages qui expirent cette semaine", count=len(gone), url=url, order=91),
    ]


def _edit(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    user = request.user
    context = {
        "page_title": "Publications programmées",
        "header_icon": "calendar-check",
        "refused": [
            (entry.label, _edit(entry.page_id), entry.timestamp, entry.data.get("reason", ""))
            for entry in refused(user)[:LONGEST]
        ],
        "coming": coming(user)[:LONGEST],
        "leaving": leaving(user)[:LONGEST],
    }
    return TemplateResponse(request, "core/schedule.html", context)
