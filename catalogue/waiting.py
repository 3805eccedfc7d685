"""What of sheets waits for who may publish them, on their home."""

from django.db.models import Q
from django.urls import reverse

from core.places import place_of
from core.waiting import SHOWN, Waiting

from .duplicates import pairs
from .models import ProjectIndexPage, ProjectPage


def may_publish_sheets(user) -> bool:
    index = place_of(user, ProjectIndexPage)
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


def waiting(user) -> list[Waiting]:
    if not may_publish_sheets(user):
        return []
    never = Q(live=False, expired=False)
    drafts = ProjectPage.objects.filter(never | Q(live=True, has_unpublished_changes=True))
    oldest = drafts.order_by("latest_revision_created_at").values_list("pk", "draft_title")
    return [
        Waiting(
            label="Brouillons de fiches",
            count=drafts.count(),
            url=f"{reverse('fiches:index')}?review=brouillon&review=modifiee",
            order=35,
            first=tuple(
                (title, reverse("wagtailadmin_pages:edit", args=[pk]))
                for pk, title in oldest[:SHOWN]
            ),
        ),
        Waiting(
            label="Doublons possibles", count=len(pairs()), url=reverse("duplicates"), order=70
        ),
    ]
