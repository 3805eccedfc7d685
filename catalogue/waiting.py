"""What of sheets waits for who may publish them, on their home."""

from django.urls import reverse

from core.places import place_of
from core.waiting import SHOWN, Waiting

from .duplicates import pairs
from .listing import review
from .listing.review import Review
from .models import ProjectIndexPage, ProjectPage


def may_publish_sheets(user) -> bool:
    index = place_of(user, ProjectIndexPage)
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


def waiting(user) -> list[Waiting]:
    if not may_publish_sheets(user):
        return []
    sheets = ProjectPage.objects.alias(listed_state=review.rank())
    drafts = sheets.filter(listed_state__in=review.places([Review.DRAFT, Review.CHANGED]))
    read = sheets.filter(listed_state__in=review.places([Review.MODERATION]))
    oldest = drafts.order_by("latest_revision_created_at").values_list("pk", "draft_title")
    listing = reverse("fiches:index")
    return [
        Waiting(
            label="Fiches envoyées pour relecture",
            count=read.count(),
            url=f"{listing}?review={Review.MODERATION}",
            order=34,
        ),
        Waiting(
            label="Brouillons de fiches",
            count=drafts.count(),
            url=f"{listing}?review={Review.DRAFT}&review={Review.CHANGED}",
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
