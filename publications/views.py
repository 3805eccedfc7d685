"""The list of publications, the page of one, and that of each of its recommendations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve

from core.sitemaps import PathSitemap
from core.structured_data import script
from search.listing.request import ListRequest
from search.listing.view import ListView

from . import shown
from .consulting import open_today
from .kinds import PUBLICATIONS
from .models import PublicationPage, PublicationsPage, Recommendation, StandingNote
from .presentation import CRUMBS, recommendation_of
from .standings import address_of

SLUG = "publications"
NOTES = 30  # of what became of one recommendation
CONSULTATIONS = 30  # open ones, above the list: there is no other list of them


class PublicationsRequest(ListRequest):
    def near(self) -> None:
        """A publication is of no place."""
        return


class PublicationsView(ListView):
    listing = PUBLICATIONS
    page_model = PublicationsPage
    template_name = "publications/list.html"
    request_class = PublicationsRequest
    tells_difficulties = False

    def context(self, asked: ListRequest) -> dict:
        selected = asked.address.url(tri="", territoire="")
        query = selected.partition("?")[2]
        feed = f"{self.listing.path}publications.atom" + (f"?{query}" if query else "")
        consultations = [] if query else _open_consultations()
        return super().context(asked) | {"feed_url": feed, "consultations": consultations}


def _open_consultations() -> list[dict]:
    """[{title, url, closes_on}], those that close first. One statement."""
    return [
        {
            "title": page.title,
            "url": page.relative_url(None),
            "closes_on": page.consultation_closes_on,
        }
        for page in open_today(PublicationPage.objects)[:CONSULTATIONS]
    ]


def publication(request: HttpRequest, slug: str):
    """/publications/<slug>/ in one statement. Drafts, private and moved pages take Wagtail's own way."""
    page = shown.public().filter(slug=slug).first()
    if page is None or request.method not in ("GET", "HEAD"):
        return serve(request, f"{SLUG}/{slug}/")
    return page.serve(request)


def public_recommendation(slug: str, code: str) -> tuple[PublicationPage, Recommendation]:
    """Of a public publication. Raises Http404."""
    page = shown.public().filter(slug=slug).first()
    row = page and page.recommendations.select_related("owner").filter(code=code).first()
    if not row:
        raise Http404
    return page, row


@require_safe
def recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    page, row = public_recommendation(slug, code)
    others = list(page.recommendations.all())
    place = next(at for at, one in enumerate(others) if one.pk == row.pk)
    context = {
        "publication": page,
        "recommendation": recommendation_of(page, row) | {"source": row.source},
        "facts": _facts(row),
        "notes": _notes(page, code),
        "before": recommendation_of(page, others[place - 1]) if place else None,
        "after": recommendation_of(page, others[place + 1]) if place + 1 < len(others) else None,
        "follow_url": f"{address_of(page, code)}suivre/",
        "crumbs": [*CRUMBS, {"label": page.title, "url": page.relative_url(None)}],
    }
    context["json_ld"] = script(crumbs=context["crumbs"])
    return render(request, "publications/recommendation.html", context)


def _notes(page: PublicationPage, code: str) -> list[StandingNote]:
    """The newest first. That nothing is known is said only of what was said to be known before."""
    notes = list(page.standing_notes.filter(code=code).order_by("-noted_at", "-pk")[:NOTES])
    while notes and not (notes[-1].standing or notes[-1].told):
        notes.pop()
    return notes


def _facts(row: Recommendation) -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = (
        ("Ce qu’elle est devenue", row.get_standing_display(), row.standing_date, ""),
        (
            *("À qui elle revient", row.owner_label, ""),
            row.owner.get_absolute_url() if row.owner_id else "",
        ),
    )
    return [
        {"label": label, "text": text, "date": date, "unknown": False, "url": url}
        for label, text, date, url in facts
        if text
    ]


class RecommendationSitemap(PathSitemap):
    """The pages of recommendations; those of publications are pages of Wagtail."""

    def items(self) -> list[str]:
        pages = shown.public().order_by("path").prefetch_related("recommendations")
        return [address_of(page, row.code) for page in pages for row in page.recommendations.all()]
