"""What a visitor may see: the floor of every listing, and a single statement each time."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import PageViewRestriction


def visible(pages: QuerySet) -> QuerySet:
    """Live pages that neither themselves nor an ancestor are restricted.

    Wagtail's `.live().public()` means the same and reads the restrictions first, once per listing.
    """
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(own_path=own_path).filter(
        own_path__startswith=F("page__path")
    )
    return pages.live().exclude(Exists(restrictions))
