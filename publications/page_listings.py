"""The list of publications in the admin."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.ui.tables import Column

from core.page_listings import ListingView, PageListing
from core.words import partial_date

from .models import Follow, PublicationPage, PublicationsPage, Recommendation


class PublicationIndex(ListingView):
    def annotate_queryset(self, pages):
        """With counts, in the statement of the list."""
        pages = super().annotate_queryset(pages)
        return pages.annotate(
            recommendation_count=_number(Recommendation.objects),
            follow_count=_number(Follow.objects.confirmed()),
        )


def _number(rows: QuerySet) -> Coalesce:
    own = rows.filter(page=OuterRef("pk")).order_by().values("page")
    counted = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _date(page: PublicationPage) -> str:
    return partial_date(page.date)


class PublicationListing(PageListing):
    name = "publications"
    model = PublicationPage
    parent = PublicationsPage
    icon = "doc-full"
    menu_label = "Publications"
    menu_order = 208
    index_view_class = PublicationIndex
    list_filter = ["kind", "state"]
    shown = [
        Column("get_kind_display", label="Type", sort_key="kind"),
        Column("date", label="Date", sort_key="date", accessor=_date),
        Column("get_state_display", label="État"),
        Column("recommendation_count", label="Recommandations"),
        Column("follow_count", label="Suivis"),
    ]
