"""Addresses of events and tours that are not pages of the tree: one statement for the page itself,
calendar files, and the list of dates that an organiser's own site may frame."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from wagtail.views import serve

from core.feeds import MAX_AGE
from core.visibility import visible
from territories.share_picture import picture_response

from .calendars import AGENDA, calendar_response, public_entries
from .models import EventPage, TourPage
from .records import card_of, with_state
from .registration import standing_of
from .share_picture import of_event, of_tour
from .tours import stages_of

AGENDA_SLUG = "agenda"
TOURS_SLUG = "tournees"


def event(request: HttpRequest, slug: str):
    """/agenda/<slug>/ in one statement. Drafts, private and moved pages take Wagtail's own way."""
    page = (
        visible(EventPage.objects)
        .filter(slug=slug)
        .select_related("commune__departement", "host__departement", "main_theme__parent", "tour")
        .prefetch_related(
            "sessions",
            "speakers",
            "organisers__organisation",
            "documents__document",
            "other_themes__parent",
        )
        .first()
    )
    if page is None or request.method not in ("GET", "HEAD"):
        return serve(request, f"{AGENDA_SLUG}/{slug}/")
    return page.serve(request)


def tour(request: HttpRequest, slug: str):
    """/tournees/<slug>/, in the same way."""
    page = visible(TourPage.objects).filter(slug=slug).first()
    if page is None or request.method not in ("GET", "HEAD"):
        return serve(request, f"{TOURS_SLUG}/{slug}/")
    return page.serve(request)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    events = EventPage.objects.filter(slug=slug)
    page = visible(events).first()
    entries = public_entries(events)
    if page is None and not entries:
        raise Http404
    return calendar_response(
        request,
        entries,
        # A draft may have another title by now.
        name=page.title if page else entries[0].content["summary"],
        url=f"{settings.BASE_URL}{page.relative_url(None) if page else AGENDA}",
        filename=slug,
    )


@require_safe
def tour_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    page = _tour(slug)
    return calendar_response(
        request,
        public_entries(EventPage.objects.filter(tour=page)),
        name=page.title,
        url=f"{settings.BASE_URL}{page.relative_url(None)}",
        filename=slug,
    )


@require_safe
def event_picture(request: HttpRequest, slug: str) -> HttpResponse:
    events = visible(EventPage.objects).select_related("commune", "tour")
    return picture_response(of_event(get_object_or_404(events, slug=slug)))


@require_safe
def tour_picture(request: HttpRequest, slug: str) -> HttpResponse:
    return picture_response(of_tour(_tour(slug)))


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"]})
@require_safe
def tour_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of a tour for somebody else's page: no cookie, no script, framed by anybody."""
    page = _tour(slug)
    base = settings.BASE_URL
    context = {
        "tour": page,
        "url": f"{base}{page.relative_url(None)}",
        "stages": _dates(page),
        "base_url": base,
    }
    response = render(request, "events/tour_dates.html", context)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


@require_safe
def tour_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same dates, for whoever draws them: read by any site (no credentials are involved)."""
    page = _tour(slug)
    base = settings.BASE_URL
    response = JsonResponse(
        {
            "title": page.title,
            "url": f"{base}{page.relative_url(None)}",
            "demonstration": page.is_demonstration,
            "stages": [
                {
                    "title": card["title"],
                    "url": f"{base}{card['url']}",
                    "start": card["start"] or None,
                    "end": card["end"] or card["start"] or None,
                    "start_time": card["start_time"] or None,
                    "end_time": card["end_time"] or None,
                    "time_zone": card["zone"],
                    "city": card["city_name"] or None,
                    "departement": card["departement"] or None,
                    "city_code": card["city_code"] or None,
                    "venue": card["venue"] or None,
                    "format": card["format"] or None,
                    "state": card["state"],
                    "state_label": card["state_label"],
                    "change_reason": card["change_reason"] or None,
                    "registration": card["registration"] and card["registration"].state,
                    "registration_url": (card["registration"] and card["registration"].url) or None,
                }
                for card in _dates(page)
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _tour(slug: str) -> TourPage:
    page = visible(TourPage.objects).filter(slug=slug).first()
    if page is None:
        raise Http404
    return page


def _dates(page: TourPage) -> list[dict]:
    now = timezone.now()
    return [
        with_state(card_of(stage), now) | {"registration": standing_of(stage, now)}
        for stage in stages_of(page)
    ]
