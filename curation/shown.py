"""What visitors see of collections: lists that ask for nothing per row."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalogue.models import ProjectPage
from core.visibility import visible

from .models import CollectionItem, CollectionPage


def public_items() -> QuerySet[CollectionItem]:
    """Rows whose sheet a visitor may see, whatever their collection."""
    return CollectionItem.objects.filter(sheet__in=visible(ProjectPage.objects).order_by())


def with_number(collections: QuerySet, **rows: QuerySet[CollectionItem]) -> QuerySet:
    """With how many of these rows each has, under their names."""
    return collections.annotate(**{name: _number(found) for name, found in rows.items()})


def _number(rows: QuerySet[CollectionItem]) -> Coalesce:
    own = rows.filter(page=OuterRef("pk")).order_by().values("page")
    counted = own.annotate(number=Count("sheet", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def summaries(most: int | None = None) -> list[dict]:
    """Public collections in the order of the tree: [{title, introduction, audience, url, count, is_living}].

    One statement. count: of the chosen sheets that are shown.
    """
    pages = with_number(visible(CollectionPage.objects), shown=public_items()).only(
        "title", "url_path", "introduction", "audience", "search"
    )
    return [
        {
            "title": page.title,
            "introduction": page.introduction,
            "audience": page.audience,
            "url": page.relative_url(None),
            "count": page.shown,
            "is_living": bool(page.search),
        }
        for page in pages.order_by("path")[:most]
    ]


def collections_of(sheet) -> list[dict]:
    """Public collections whose chosen sheets are this one too: [{title, url, why}]. One statement."""
    pages = visible(CollectionPage.objects).order_by()
    rows = (
        CollectionItem.objects.filter(sheet=sheet.pk, page__in=pages)
        .select_related("page")
        .order_by("page__path", "sort_order")
    )
    found = {row.page_id: row for row in reversed(rows)}
    return [
        {"title": row.page.title, "url": row.page.relative_url(None), "why": row.why}
        for row in reversed(found.values())
    ]
