"""What a visitor may see: the floor of every listing, and a single statement each time."""

from django.db.models import BooleanField, Func, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction


def visible(pages: QuerySet) -> QuerySet:
    """Live pages that have not expired, and neither themselves nor an ancestor are restricted."""
    # An expired page is live until the worker comes by.
    in_time = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
    return pages.filter(in_time, IsUnrestricted(), live=True)


def unrestricted(pages: QuerySet) -> QuerySet:
    """Wagtail's `.public()` means the same and reads the restrictions first, once per listing."""
    return pages.filter(IsUnrestricted())


class IsUnrestricted(Func):
    """Whether neither the page of this path nor one above it is restricted.

    Written out: Django takes half a millisecond to put these words together, in each of a page's dozen lists.
    """

    template = (
        f"NOT EXISTS (SELECT 1 FROM {PageViewRestriction._meta.db_table} restriction"  # noqa: S608 - names of tables
        f" JOIN {Page._meta.db_table} restricted ON restricted.id = restriction.page_id"
        " WHERE SUBSTR(%(expressions)s, 1, LENGTH(restricted.path)) = restricted.path)"
    )
    output_field = BooleanField()

    def __init__(self):
        super().__init__("path")
