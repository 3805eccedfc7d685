"""The list and the pages of offers and needs of expertise."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from catalogue.presentation.links import links_to
from core.dates import is_over
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.words import partial_date, since
from search.listing.request import PlacelessRequest
from search.listing.view import ListView

from .kinds import EXPERTISES
from .models import Direction, Expertise

SHEETS = 24  # shown on a page


class ExpertisesView(ListView):
    listing = EXPERTISES
    template_name = "expertise/list.html"
    request_class = PlacelessRequest
    tells_difficulties = False


@require_safe
def expertise(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Expertise.objects.select_related("organisation", "authority"), slug=slug
    )
    themes = list(found.themes.select_related("parent"))
    sheets, sheet_count = links_to(
        ProjectPage.objects.filter(expertise_rows__expertise=found), SHEETS
    )
    crumbs = [{"label": EXPERTISES.title, "url": EXPERTISES.path}]
    context = {
        "expertise": found,
        "facts": [
            {"label": label, "text": text, "date": "", "unknown": False}
            for label, text in (
                ("Sens", found.get_direction_display()),
                ("Dit", partial_date(found.date) if found.date else "sans date"),
                ("Clôture", _closing(found.closes_on)),
            )
            if text
        ],
        "is_offer": found.direction == Direction.OFFER,
        "shared_with": list(found.shared_with.all()),
        "themes": [
            {"label": one.name, "url": f"{EXPERTISES.path}?theme={one.slug}"} for one in themes
        ],
        "theme_slug": themes[0].family.slug if themes else "",
        "sheets": sheets,
        "more_sheets": sheet_count - len(sheets),
        "sources": list(found.sources.all()),
        "crumbs": crumbs,
        "json_ld": _json_ld(found, crumbs),
    }
    return render(request, "expertise/expertise.html", context)


def _json_ld(found: Expertise, crumbs: list[dict]) -> SafeString:
    """Of whom it is: what it offers, or what it looks for."""
    is_offer = found.direction == Direction.OFFER
    told = {
        "@type": "Offer" if is_offer else "Demand",
        "@id": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "name": found.subject,
        "description": found.text,
        "availabilityEnds": found.closes_on if len(found.closes_on) == 10 else "",
    }
    holder = {
        "@type": "Organization",
        "name": found.holder,
        "makesOffer" if is_offer else "seeks": {key: one for key, one in told.items() if one},
    }
    return script(holder, crumbs=crumbs)


def _closing(closes_on: str) -> str:
    """« Clos depuis mars 2026 », « mars 2027 »; "" without one."""
    if is_over(closes_on, timezone.localdate()):
        return f"Clos depuis {since(closes_on)}"
    return partial_date(closes_on) if closes_on else ""


class ExpertiseSitemap(PathSitemap):
    """The list of offers and needs, and their pages."""

    def items(self) -> list[str]:
        found = [one.get_absolute_url() for one in Expertise.objects.order_by("slug").only("slug")]
        return [EXPERTISES.path, *found] if found else []
