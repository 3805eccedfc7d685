"""What one subscribes to from the agenda: a calendar and an Atom feed of any selection of it."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from core.sanitising import without_controls
from core.templatetags.typography import french_text
from core.visibility import visible
from search import engines
from search.engines.base import EngineUnavailable, Hit
from search.engines.queries import MAX_SIZE, SOONEST
from search.listing import results

from .agenda import AgendaRequest
from .calendars import calendar_response, tagged, told_entries
from .models import EventPage
from .records import KIND
from .templatetags.events_tags import event_dates, hours

# A calendar goes back one year: what was held stays in the reader's own calendar anyway.
BACK = datetime.timedelta(days=366)
MAX_PAGES = 10
MAX_NEW = 40  # entries of the Atom feed


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """/agenda/calendrier.ics?…: the filters of the agenda."""
    asked = AgendaRequest(request.GET)
    try:
        keys = [hit.key for hit in _hits(asked, since=timezone.localdate() - BACK)]
    except EngineUnavailable:
        return _later()
    found = Q(pk__in=_pks(keys))
    if not asked.address.parameters():
        # What was unpublished is in no index: which filters it met is not known.
        found |= Q(live=False, over_at__gte=timezone.now() - BACK)
    return calendar_response(
        request,
        told_entries(EventPage.objects.filter(found)),
        name=_name(asked),
        url=f"{settings.BASE_URL}{asked.address.url(periode='')}",
        filename="agenda",
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/agenda/dates.atom?…: dates in the order in which they were announced, newest first."""
    asked = AgendaRequest(request.GET)
    try:
        hits = {hit.key: hit for hit in _hits(asked)}
    except EngineUnavailable:
        return _later()
    events = (
        visible(EventPage.objects)
        .filter(pk__in=_pks(hits))
        .order_by("-first_published_at", "-pk")[:MAX_NEW]
    )
    base = settings.BASE_URL
    address = f"{base}{asked.address.url(periode='')}"
    query = asked.address.parameters()
    own = f"{base}{asked.listing.path}dates.atom" + (f"?{query}" if query else "")
    feed = Atom1Feed(
        title=_plain(_name(asked)),
        link=address,
        description="",
        language="fr",
        feed_url=own,
        feed_guid=own,
    )
    for event in events:
        card = hits[f"{KIND}:{event.pk}"].card
        words = [
            event_dates(card),
            hours(card),
            card["city"] or card["venue"],
            card["format_label"],
        ]
        if card["change"]:
            words.insert(0, "reporté" if card["change"] == "reporte" else "annulé")
        feed.add_item(
            title=_plain(event.title),
            link=f"{base}{card['url']}",
            unique_id=f"{base}{card['url']}",
            description=_plain(
                ". ".join(
                    part
                    for part in (", ".join(word for word in words if word), event.summary)
                    if part
                )
            ),
            pubdate=event.first_published_at,
            updateddate=event.last_published_at,
        )
    return tagged(
        request,
        feed.writeString("utf-8").encode(),
        content_type="application/atom+xml; charset=utf-8",
    )


def _plain(text: str) -> str:
    """As XML can hold it: one control character, and the feed is an error for all its readers."""
    return without_controls(french_text(text))


def _hits(asked: AgendaRequest, since: datetime.date | None = None) -> list[Hit]:
    engine = engines.get_engine()
    found: list[Hit] = []
    for page in range(1, MAX_PAGES + 1):
        answer = engine.search(
            asked.query(sort=SOONEST, size=MAX_SIZE, page=page, since=since, near=None)
        )
        found += answer.hits
        if len(answer.hits) < MAX_SIZE:
            break
    return found


def _pks(keys) -> list[int]:
    return [int(key.rpartition(":")[2]) for key in keys]


def _name(asked: AgendaRequest) -> str:
    """« Agenda Essaim : Webinaire, Les Interconnectés »."""
    chosen = results.label_of(asked.choices, asked.query())
    words = [label for values in chosen.values() for label in values.values()]
    if asked.form.text:
        words.append(f"« {asked.form.text} »")
    return f"Agenda {settings.SITE_NAME}" + (f" : {', '.join(words)}" if words else "")


def _later() -> HttpResponse:
    response = HttpResponse("L’agenda est momentanément indisponible.", status=503)
    response["Retry-After"] = "120"
    return response
