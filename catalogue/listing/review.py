"""The state of review of a page, as the database tells it: between a draft and what readers have."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, TextChoices, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision, WorkflowState


class Review(TextChoices):
    """In the order of the work: what waits for somebody comes first."""

    MODERATION = "relecture", "En relecture"
    DRAFT = "brouillon", "Brouillon"
    CHANGED = "modifiee", "Modifications en attente"
    SCHEDULED = "programmee", "Programmée"
    EXPIRED = "expiree", "Expirée"
    PUBLISHED = "publiee", "Publiée"


_ORDER = list(Review)
# Wagtail keeps the keys of what is reviewed as text.
_OF_PAGE = {
    "base_content_type__app_label": "wagtailcore",
    "base_content_type__model": "page",
    "object_id": Cast(OuterRef("pk"), CharField()),
}
_IN_MODERATION = Exists(WorkflowState.objects.active().filter(**_OF_PAGE))
_SCHEDULED = Exists(Revision.objects.filter(**_OF_PAGE, approved_go_live_at__isnull=False))


def rank() -> Case:
    """The place of a page's state in `Review`. What expired is expired at its minute, the worker or not."""
    return Case(
        When(_IN_MODERATION, then=Value(_ORDER.index(Review.MODERATION))),
        When(_SCHEDULED, then=Value(_ORDER.index(Review.SCHEDULED))),
        When(
            Q(live=False, expired=True) | Q(live=True, expire_at__lte=timezone.now()),
            then=Value(_ORDER.index(Review.EXPIRED)),
        ),
        When(live=False, then=Value(_ORDER.index(Review.DRAFT))),
        When(has_unpublished_changes=True, then=Value(_ORDER.index(Review.CHANGED))),
        default=Value(_ORDER.index(Review.PUBLISHED)),
    )


def state(place: int) -> Review:
    return _ORDER[place]


def places(values: list[str]) -> list[int]:
    return [_ORDER.index(value) for value in values]
