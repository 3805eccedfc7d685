"""The lists and pages of funding programmes and deadlines."""

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from catalogue.presentation.links import link_of, links_to
from core.dates import is_over
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible
from core.words import euros, partial_date
from events.calendar_links import subscription
from funding.facets import FUNDING
from funding.models import FundingProgramme
from search.listing.request import ListRequest, PlacelessRequest
from search.listing.view import ListView
from taxonomy.models import Theme
from territories.types import AuthorityType

from .calendar import calendar_response
from .facets import DEADLINE
from .kinds import DEADLINES, FUNDING_LIST, standing
from .models import Deadline, DeadlineStory
from .shown import rows_of_places

# Shown on a page.
SHEETS = 12
STORIES = 24
PLACES = 60
CALENDAR = "/echeances/calendrier.ics"


class FundingView(ListView):
    listing = FUNDING_LIST
    template_name = "landmarks/funding_list.html"
    request_class = PlacelessRequest
    tells_difficulties = False


class DeadlinesView(ListView):
    listing = DEADLINES
    template_name = "landmarks/deadlines.html"
    request_class = PlacelessRequest
    tells_difficulties = False

    def context(self, asked: ListRequest) -> dict:
        return super().context(asked) | {"calendar": subscription(f"{settings.BASE_URL}{CALENDAR}")}


@require_safe
def funding(request: HttpRequest, slug: str) -> HttpResponse:
    rows = FundingProgramme.objects.select_related("organisation", "successor")
    found = get_object_or_404(rows, slug=slug)
    if found.merged:
        return HttpResponsePermanentRedirect(found.successor.get_absolute_url())
    sheets, sheet_count = links_to(ProjectPage.objects.filter(funding__aid=found), SHEETS)
    themes = list(found.themes.select_related("parent"))
    crumbs = _crumbs(FUNDING_LIST, themes)
    context = {
        "programme": found,
        "facts": _funding_facts(found),
        "eligible": [AuthorityType(one).label for one in found.eligible],
        "areas": [str(area) for area in (*found.regions.all(), *found.departements.all())],
        "amounts": [_amount(row) for row in found.amounts.all()],
        "themes": _themes(FUNDING_LIST, themes),
        "theme_slug": themes[0].family.slug if themes else "",
        "sheets": sheets,
        "sheet_count": sheet_count,
        "sheets_url": f"/projets/?{FUNDING.name}={found.slug}",
        "sources": list(found.sources.all()),
        "crumbs": crumbs,
        "json_ld": _funding_json_ld(found, crumbs),
    }
    return render(request, "landmarks/funding.html", context)


def _crumbs(listing, themes: list[Theme]) -> list[dict]:
    crumbs = [{"label": listing.title, "url": listing.path}]
    if themes:
        family = themes[0].family
        crumbs.append({"label": family.name, "url": f"{listing.path}?theme={family.slug}"})
    return crumbs


def _themes(listing, themes: list[Theme]) -> list[dict]:
    return [{"label": one.name, "url": f"{listing.path}?theme={one.slug}"} for one in themes]


def _funding_facts(found: FundingProgramme) -> list[dict]:
    """As templates/components/facts.html shows them."""
    over = found.over
    facts = (
        ("État", over.capitalize() or found.status, "" if over else found.status_date),
        ("Enveloppe", euros(found.budget) if found.budget is not None else "", ""),
        ("Période", found.period, ""),
    )
    return [
        {"label": label, "text": f"{text[0].upper()}{text[1:]}", "date": date, "unknown": False}
        for label, text, date in facts
        if text
    ]


def _amount(row) -> dict:
    """« 88 000 000 € », « 500 projets », « 115 000 000 € (105 M€ selon l’académie de Dijon) »."""
    amount = euros(row.amount)
    is_money = row.unit.startswith("€")
    figure = f"{amount}{row.unit[1:]}" if is_money else f"{amount.removesuffix('€')}{row.unit}"
    return {"label": row.label, "figure": figure, "year": row.year}


def _funding_json_ld(found: FundingProgramme, crumbs: list[dict]) -> SafeString:
    organisation = found.organisation
    funder = {"@type": "Organization", "name": found.funder}
    if organisation:
        funder["url"] = f"{settings.BASE_URL}{organisation.get_absolute_url()}"
    itself = {
        "@type": "MonetaryGrant",
        "@id": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "name": found.name,
        "description": found.what,
        "url": found.url,
        "funder": funder,
        "amount": found.budget is not None
        and {"@type": "MonetaryAmount", "currency": "EUR", "value": int(found.budget)},
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


@require_safe
def deadline(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Deadline, slug=slug)
    today = timezone.localdate()
    themes = list(found.themes.select_related("parent"))
    crumbs = _crumbs(DEADLINES, themes)
    places, more_places = _places(found)
    stories, more_stories, has_sheets = _stories(found)
    context = {
        "deadline": found,
        "facts": _deadline_facts(found),
        "milestones": [
            {
                "day": partial_date(row.date) if row.date else "",
                "is_past": is_over(row.date, today),
                "what": row.what,
                "source": row.source,
            }
            for row in sorted(found.milestones.all(), key=lambda row: row.date)
        ],
        "places": places,
        "more_places": more_places,
        "stories": stories,
        "more_stories": more_stories,
        "sheets_url": f"/projets/?{DEADLINE.name}={found.slug}" if has_sheets else "",
        "themes": _themes(DEADLINES, themes),
        "theme_slug": themes[0].family.slug if themes else "",
        "sources": list(found.sources.all()),
        "crumbs": crumbs,
        "json_ld": script(crumbs=crumbs),
    }
    return render(request, "landmarks/deadline.html", context)


def _deadline_facts(found: Deadline) -> list[dict]:
    is_past = found.is_past
    facts = [
        ("Échéance passée" if is_past else "Échéance à venir", partial_date(found.date)),
        ("Vaut", "dans toute la France" if found.is_national else ""),
    ]
    return [
        {"label": label, "text": f"{text[0].upper()}{text[1:]}", "date": "", "unknown": False}
        for label, text in facts
        if text
    ]


def _places(found: Deadline) -> tuple[list[dict], int]:
    """The first by their days, those without one last; and how many more there are."""
    rows = found.places.order_by(Case(When(date="", then=1), default=0), "date", "sort_order", "pk")
    shown = rows_of_places(
        rows.select_related("authority__departement", "authority__region", "departement")[:PLACES]
    )
    return shown, rows.count() - PLACES if len(shown) == PLACES else 0


def _stories(found: Deadline) -> tuple[list[dict], int, bool]:
    """[{title, url, authority, what, source}]: sheets that visitors may see, and those that a source tells; how many more
    there are, and whether some sheet is among them all. What is said in words comes first: it stands nowhere else."""
    is_shown = Exists(visible(ProjectPage.objects.filter(pk=OuterRef("sheet"))))
    is_told = ~Q(what="") & Q(authority__isnull=False)
    rows = found.stories.annotate(is_shown=is_shown).filter(Q(is_shown=True) | is_told)
    counted = rows.aggregate(all=Count("pk"), sheets=Count("pk", filter=Q(is_shown=True)))
    shown: list[DeadlineStory] = list(
        rows.select_related(
            "authority__departement", "authority__region", "sheet__authority"
        ).order_by(Case(When(what="", then=1), default=0), "sort_order", "pk")[:STORIES]
    )
    told = []
    for row in shown:
        sheet = link_of(row.sheet) if row.is_shown else None
        told.append(
            {
                "title": sheet["title"] if sheet else row.authority.label,
                "url": sheet["url"] if sheet else row.authority.get_absolute_url(),
                "authority": sheet["authority"] if sheet else "",
                "what": row.what,
                "source": row.source,
            }
        )
    return told, counted["all"] - len(shown), bool(counted["sheets"])


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    return calendar_response(request, DEADLINES.path)


class LandmarksSitemap(PathSitemap):
    """The lists of funding programmes and of deadlines, and their pages."""

    def items(self) -> list[str]:
        programmes = standing(FundingProgramme.objects.order_by("slug"))
        groups = (
            (FUNDING_LIST, programmes),
            (DEADLINES, Deadline.objects.order_by("slug")),
        )
        found = []
        for listing, rows in groups:
            paths = [one.get_absolute_url() for one in rows.only("slug")]
            found += [listing.path, *paths] if paths else []
        return found
