"""What visitors see of publications; one statement each, whatever the number of rows."""

from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from core.visibility import visible

from .models import (
    PublicationEvent,
    PublicationPage,
    PublicationSheet,
    Publisher,
    Recommendation,
    Signatory,
)

MOST = 12  # of one organisation, sheet or event
BESIDE = 5  # under a publication


def public() -> QuerySet[PublicationPage]:
    return visible(PublicationPage.objects)


def publications_of(organisation) -> QuerySet[PublicationPage]:
    """Those that it publishes or signs, or of which a recommendation falls to it."""
    # Of tables joined, a database would read every publication for each organisation.
    within = OuterRef(organisation) if isinstance(organisation, OuterRef) else organisation
    return public().filter(
        Q(pk__in=Publisher.objects.filter(organisation=within).values("page"))
        | Q(pk__in=Signatory.objects.filter(organisation=within).values("page"))
        | Q(pk__in=Recommendation.objects.filter(owner=within).values("page"))
    )


def of_organisation(organisation) -> tuple[list[dict], bool]:
    """Links, the newest first, and whether it publishes or signs others: those that its filter of the list has."""
    keys = publications_of(organisation.pk).order_by().values("pk")
    its_own = PublicationPage.objects.filter(
        Q(publishers__organisation=organisation) | Q(signatories__organisation=organisation)
    )
    is_own = Q(pk__in=its_own.order_by().values("pk"))
    pages = (
        PublicationPage.objects.filter(pk__in=keys)
        .annotate(is_own=Case(When(is_own, then=1), default=0))
        .annotate(own=Window(Sum("is_own")))
        .order_by("-date", "-pk")
    )
    found = list(pages[:MOST])
    return links(found), any(one.own > sum(other.is_own for other in found) for one in found[:1])


def of_sheet(sheet) -> list[dict]:
    return _named_by(PublicationSheet.objects.filter(sheet=sheet.pk))


def of_event(event) -> list[dict]:
    return _named_by(PublicationEvent.objects.filter(event=event.pk))


def newest(most: int) -> list[dict]:
    """By their own date: what was written last, and not what was entered last."""
    dated = public().exclude(date="").only("title", "url_path", "kind", "date")
    return links(dated.order_by("-date", "-pk")[:most])


def _named_by(rows: QuerySet) -> list[dict]:
    keys = rows.order_by().values("page")
    return links(public().filter(pk__in=keys).order_by("-date", "-pk")[:MOST])


def same_rubric(publication, themes: list) -> list[dict]:
    """« Dans la même rubrique »: of its rubric, else of its type; those of its themes first, then the newest."""
    if publication.rubric:
        pages = public().filter(rubric=publication.rubric)
    elif publication.kind:
        pages = public().filter(kind=publication.kind)
    else:
        return []
    ranked = pages.exclude(pk=publication.pk).annotate(common=_common_themes(themes))
    return links(ranked.order_by("-common", "-date", "-pk")[:BESIDE])


def read_also(
    publication, themes: list, publishers: list, recommendations: list, besides: list[dict]
) -> list[dict]:
    """« Lire aussi »: what shares most of its themes, of its publishers, and of those to whom its recommendations fall."""
    named = {row.organisation_id for row in publishers} - {None}
    owners = {row.owner_id for row in recommendations} - {None}
    ranked = (
        public()
        .exclude(pk__in=[publication.pk, *(one["pk"] for one in besides)])
        .annotate(
            common=_common_themes(themes) * 2
            + _number(Publisher.objects.filter(organisation__in=named), "page")
            + _number(Recommendation.objects.filter(owner__in=owners), "page")
        )
        .filter(common__gt=0)
    )
    return links(ranked.order_by("-common", "-date", "-pk")[:BESIDE])


def _common_themes(themes: list) -> Coalesce:
    rows = PublicationPage.themes.through.objects
    return _number(rows.filter(theme__in=themes), "publicationpage")


def _number(rows: QuerySet, page: str) -> Coalesce:
    own = rows.filter(**{page: OuterRef("pk")}).order_by().values(page)
    counted = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def links(pages: Iterable[PublicationPage]) -> list[dict]:
    """[{pk, title, url, kind, date}]."""
    return [
        {
            "pk": page.pk,
            "title": page.title,
            "url": page.relative_url(None),
            "kind": page.get_kind_display(),
            "date": page.date,
        }
        for page in pages
    ]
