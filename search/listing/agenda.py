"""The agenda at /agenda/: the same search path as the catalogue, kind fixed, with days.

Upcoming dates first, the soonest first; then the archive by year. Near a territory, the nearest first.
"""

import datetime
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.records import Place
from events.models import AgendaPage
from events.records import KIND, with_state
from events.tours import calendar_links
from search import engines
from search.audience import counting
from search.engines.base import EngineUnavailable, Hit, SearchEngine
from search.engines.queries import DATE, SOONEST, SearchQuery
from search.listing import helping, labels, results
from search.listing.addresses import ListAddress
from search.listing.facets import names_for
from search.listing.forms import CatalogueForm
from search.models import IndexState
from search.text.highlighting import Highlighter
from search.text.vocabulary import synonyms
from territories.choice import chosen_territory
from territories.comparison import distance_km, told_distance
from territories.models import Authority

PATH = "/agenda/"
LATEST = 4  # past dates shown under the upcoming ones
_DAY = datetime.timedelta(days=1)

UPCOMING, MONTH, QUARTER, PAST = "a-venir", "30-jours", "3-mois", "passees"
PERIODS = (
    (UPCOMING, "À venir"),
    (MONTH, "30 prochains jours"),
    (QUARTER, "3 prochains mois"),
    (PAST, "Passées"),
)


class AgendaAddress(ListAddress):
    """Addresses of the agenda: those of a list, and the period."""

    def __init__(self, path: str, *, period: str = "", **state):
        super().__init__(path, **state)
        self._period = period

    def url(self, *, page: int = 1, **changes) -> str:
        period = changes.pop("periode", self._period)
        address = super().url(page=page, **changes)
        if not period:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'periode': period})}"

    def pairs(self) -> list[tuple[str, str]]:
        """The selection as fields of a form that asks for a territory."""
        return parse_qsl(self.url(territoire="", tri="").partition("?")[2])

    def parameters(self) -> str:
        """What feeds of this selection carry: "?theme=…", "" when nothing is selected."""
        return self.url(periode="", tri="").partition("?")[2]


class AgendaRequest:
    """What an address of the agenda asks for; whatever it holds, something sensible comes out."""

    def __init__(self, params: QueryDict, path: str = PATH):
        generation = IndexState.current().words
        self.choices = labels.cache.get(generation)
        self.form = CatalogueForm(params, self.choices)
        known = {value for value, _ in PERIODS}
        self.period = params.get("periode", "") if params.get("periode") in known else ""
        chosen = chosen_territory(self.form.territory)
        self.authority = chosen.authority if chosen else None
        self.synonyms = synonyms(generation)
        self.address = AgendaAddress(
            path,
            period=self.period,
            text=self.form.text,
            filters=self.form.filters,
            territory=self.authority.code if self.authority else "",
            sort=self.form.sort,
        )

    def query(self, **changes) -> SearchQuery:
        near = near_place(self.authority) if self.authority else None
        asked = self.form.query(kind=KIND, near=near, synonyms=self.synonyms)
        return replace(asked, **({"own_apart": False} | changes))


def near_place(authority: Authority) -> Place:
    """Where a territory is, without what it is: a date is near or far, whatever the size of its town."""
    return replace(authority.place(), type="", family="", population=None)


def days_of(period: str, today: datetime.date) -> dict:
    """Arguments of SearchQuery."""
    match period:
        case "a-venir":
            return {"since": today}
        case "30-jours":
            return {"since": today, "until": today + 30 * _DAY}
        case "3-mois":
            return {"since": today, "until": today + 92 * _DAY}
        case "passees":
            return {"until": today - _DAY}
    return {}


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    asked = AgendaRequest(request.GET, request.path)
    if asked.authority and asked.authority.code != asked.form.territory:
        return HttpResponseRedirect(asked.address.url(territoire=asked.authority.code))
    parameters = asked.address.parameters()
    suffix = f"?{parameters}" if parameters else ""
    context = {
        "page": AgendaPage.objects.live().first(),
        "form": asked.form,
        "query_text": asked.form.text,
        "calendar": calendar_links(f"{settings.BASE_URL}{PATH}calendrier.ics{suffix}"),
        "feed_url": f"{PATH}dates.atom{suffix}",
        "is_filtered": bool(parameters),
        "territory": _territory(asked),
        "carried": [("liste", "agenda"), *asked.address.pairs()],
    }
    try:
        context |= found(engines.get_engine(), asked)
    except EngineUnavailable:
        context |= {"engine_down": True, "main": None, "archive": None, "facets": [], "chips": []}
        context |= {"total": 0, "correction": None, "lift": []}
        return render(request, "events/agenda.html", context)
    if context["main"]["pagination"]["pages"] < asked.form.page:
        return HttpResponseRedirect(asked.address.url(page=context["main"]["pagination"]["pages"]))
    # Dates of any time: that nothing is announced now is no search that finds nothing.
    counting.note(request, asked.query(), context["total"])
    return render(request, "events/agenda.html", context)


def found(engine: SearchEngine, asked: AgendaRequest) -> dict:
    now = timezone.now()
    today = timezone.localdate(now)
    # Facets over all dates: a network that announces nothing today has an archive to show.
    everything = engine.search(asked.query(size=0, page=1), facets=names_for(KIND))
    counts = {
        period: engine.count(asked.query(page=1, **days_of(period, today))) for period, _ in PERIODS
    }
    by_year = bool(asked.form.filters.get("annee"))
    period = asked.period or ("" if by_year else UPCOMING)
    query = asked.query(**days_of(period, today))
    if not query.near or query.sort == DATE:
        query = replace(query, sort=DATE if period in ("", PAST) else SOONEST)
    answer = engine.search(query)
    highlighter = Highlighter(query.parsed.phrases())
    selected = results.label_of(asked.choices, query)
    groups = results.facet_groups(query, everything.facets, asked.choices)
    shown = [group for group in groups if group["name"] in names_for(KIND)]
    correction, lift = None, []
    if not everything.total:
        correction = helping.correction(engine, asked.query(page=1), asked.address)
        lift = helping.lifted(engine, asked.query(page=1), asked.address, selected)
    return {
        "engine_down": False,
        "facets": [group for group in shown if group["name"] != "annee"],
        "chips": results.chips(query, selected, asked.address),
        "clear_url": asked.address.cleared(),
        "total": everything.total,
        "correction": correction,
        "lift": lift,
        "periods": [
            {
                "label": label,
                "count": counts[value],
                "selected": value == period,
                "url": asked.address.url(
                    periode="" if value == UPCOMING and not by_year else value
                ),
            }
            for value, label in PERIODS
        ],
        "main": {
            "period": period,
            "hits": listed(answer.hits, highlighter, asked.authority, now),
            "total": answer.total,
            "pagination": results.pagination(
                query, results.page_count(query, answer), asked.address
            ),
        },
        "archive": _archive(engine, asked, everything, counts, period, now),
    }


def listed(hits: list[Hit], highlighter: Highlighter, authority, now) -> list[dict]:
    """Cards as `components/event_row.html` shows them."""
    shown = []
    for hit in hits:
        card = with_state(hit.card, now)
        shown.append(
            card
            | {
                "title_html": highlighter.title(hit.title),
                "distance": _distance(authority, hit.place),
            }
        )
    return shown


def _distance(authority: Authority | None, place: Place | None) -> str:
    if authority is None or place is None:
        return ""
    if place.code == authority.code:
        return authority.at_name
    km = distance_km(authority.place(), place)
    told = told_distance(km) if km is not None else ""
    return f"{told} {authority.of_name}" if told else ""


def _archive(engine, asked, everything, counts, period, now) -> dict | None:
    years = sorted(everything.facets.get("annee", {}).items(), reverse=True)
    selected = asked.form.filters.get("annee", ())
    hits = []
    if period == UPCOMING and asked.form.page == 1 and counts[PAST]:
        today = timezone.localdate(now)
        query = asked.query(size=LATEST, page=1, sort=DATE, **days_of(PAST, today))
        hits = listed(engine.search(query).hits, Highlighter(query.parsed.phrases()), None, now)
    if not years and not hits:
        return None
    return {
        "hits": hits,
        "total": counts[PAST],
        "url": asked.address.url(periode=PAST),
        "years": [
            {
                "label": year,
                "count": count,
                "selected": year in selected,
                "url": asked.address.url(
                    periode="",
                    filters=dict(asked.form.filters)
                    | {"annee": () if year in selected else (year,)},
                ),
            }
            for year, count in years
        ],
    }


def _territory(asked: AgendaRequest) -> dict | None:
    authority = asked.authority
    if authority is None:
        return None
    return {
        "label": authority.label,
        "code": authority.code,
        "change_url": f"/mon-territoire/?{urlencode([('liste', 'agenda'), *asked.address.pairs()])}",
        "remove_url": asked.address.url(territoire="", tri=""),
    }
