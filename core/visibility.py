"""What a visitor may see: the floor of every listing, and a single statement each time."""

from functools import cache

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import PageViewRestriction


def visible(pages: QuerySet) -> QuerySet:
    """Live pages that have not expired, and neither themselves nor an ancestor are restricted."""
    # An expired page is live until the worker comes by.
    in_time = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
    return pages.filter(in_time, is_unrestricted(), live=True)


def unrestricted(pages: QuerySet) -> QuerySet:
    """Wagtail's `.public()` means the same and reads the restrictions first, once per listing."""
    return pages.filter(is_unrestricted())


@cache
def is_unrestricted() -> Exists:
    """Made once: to make it takes longer than its answer."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(own_path=own_path).filter(
        own_path__startswith=F("page__path")
    )
    return ~Exists(restrictions)
