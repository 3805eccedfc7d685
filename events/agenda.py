"""The agenda at /agenda/: a list like the others, of dates, with days.

Upcoming dates first, the soonest first; then the archive by year. Near a territory, the nearest first.
"""

import datetime
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from core.facets import YEAR
from core.kinds import Listing
from core.records import Place
from search import facets
from search.engines.base import Hit, SearchEngine
from search.engines.queries import DATE, SOONEST, Part, SearchQuery
from search.listing import on_map, results
from search.listing.addresses import ListAddress
from search.listing.request import ListRequest
from search.listing.shown import shown_pages
from search.listing.view import ListView
from search.text.highlighting import Highlighter
from territories.comparison import distance_in_words, distance_km

from .calendar_links import subscription
from .kinds import AGENDA
from .models import AgendaPage
from .records import KIND, with_state

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

    def parameters(self) -> str:
        """What feeds of this selection carry: "theme=…", "" when nothing is selected."""
        return self.url(periode="", tri="", vue="").partition("?")[2]


class AgendaRequest(ListRequest):
    def __init__(self, params: QueryDict, listing: Listing = AGENDA):
        asked = params.get("periode", "")
        self.period = asked if asked in dict(PERIODS) else ""
        super().__init__(params, listing)

    def addressed(self, **state) -> AgendaAddress:
        return AgendaAddress(self.listing.path, period=self.period, **state)

    def near(self) -> Place | None:
        """Where a territory is, without what it is: a date is near or far, whatever the size of its town."""
        place = super().near()
        return place and replace(
            place, type="", family="", population=None, setting="", zone="", unsized=""
        )

    def query(self, **changes) -> SearchQuery:
        return super().query(**{"own_apart": False} | changes)

    @property
    def shown_period(self) -> str:
        """A year is asked for as a whole; else what is to come, unless another period is chosen."""
        return self.period or ("" if self.form.filters.get(YEAR.name) else UPCOMING)


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


class AgendaView(ListView):
    listing = AGENDA
    page_model = AgendaPage
    template_name = "events/agenda.html"
    request_class = AgendaRequest

    def context(self, asked: AgendaRequest) -> dict:
        parameters = asked.address.parameters()
        suffix = f"?{parameters}" if parameters else ""
        path = self.listing.path
        return super().context(asked) | {
            "calendar": subscription(f"{settings.BASE_URL}{path}calendrier.ics{suffix}"),
            "feed_url": f"{path}dates.atom{suffix}",
            "is_filtered": bool(parameters),
            "period": asked.shown_period,
            "carried": [("retour", asked.address.back())],
        }

    def found(self, engine: SearchEngine, asked: AgendaRequest) -> dict:
        """Counts and facets are of all dates: a network that announces nothing today has an archive to show."""
        now = timezone.now()
        today = timezone.localdate(now)
        period = asked.shown_period
        query = _dated(asked, period, today)
        has_latest = period == UPCOMING and asked.form.page == 1
        latest = asked.query(size=LATEST, page=1, sort=DATE, **days_of(PAST, today))
        nothing = asked.query(size=0, page=1)
        everything, answer, *rest = shown_pages(
            engine.search_many(
                [
                    Part(nothing, facets.names_for(KIND)),
                    Part(query, on_map.counted(asked)),
                    *[Part(replace(nothing, **days_of(one, today))) for one, _ in PERIODS],
                    *([Part(latest)] if has_latest else []),
                ]
            )
        )
        counts = {one: page.total for (one, _), page in zip(PERIODS, rest, strict=False)}
        highlighter = Highlighter(answer.parsed.phrases())
        groups = results.facet_groups(query, everything.facets, asked.choices)
        offered = set(facets.names_for(KIND)) - {YEAR.name}
        shown = self.selection(asked, query) | {
            "hits": listed(answer.hits, highlighter, asked.authority, now),
            "total": everything.total,
            "in_period": answer.total,
            "understood": results.understood(answer, query, asked.address),
            "facets": [group for group in groups if group["name"] in offered],
            "pagination": results.pagination(
                query, results.page_count(query, answer), asked.address
            ),
        }
        if asked.is_map:
            shown["map"] = on_map.drawn(asked, answer)
        if not everything.total:
            shown |= self.help(engine, asked, asked.query(page=1))
        past = listed(rest[-1].hits, highlighter, None, now) if has_latest else []
        return {
            "results": shown,
            "periods": _periods(asked, counts),
            "archive": _archive(asked, everything.facets.get(YEAR.name, {}), past, counts[PAST]),
        }

    def selection(self, asked: AgendaRequest, query: SearchQuery) -> dict:
        chosen = asked.authority
        return super().selection(asked, query) | {
            "territory": chosen
            and {
                "label": chosen.label,
                "code": chosen.code,
                "nearest_first": query.sort not in (DATE, SOONEST),
                "change_url": asked.address.choice_of_territory(),
                "remove_url": asked.address.url(territoire="", tri=""),
            },
        }


def _dated(asked: AgendaRequest, period: str, today: datetime.date) -> SearchQuery:
    query = asked.query(**days_of(period, today))
    if query.near and query.sort != DATE:
        return query
    return replace(query, sort=DATE if period in ("", PAST) else SOONEST)


def listed(hits: list[Hit], highlighter: Highlighter, authority, now) -> list[dict]:
    """Cards as `components/event_row.html` shows them."""
    return [
        with_state(hit.card, now)
        | {
            "title_html": highlighter.title(hit.title),
            "distance": _distance(authority, hit.place),
            "missing": hit.missing,
        }
        for hit in hits
    ]


def _distance(authority, place: Place | None) -> str:
    if authority is None or place is None:
        return ""
    if place.code == authority.code:
        return authority.at_name
    km = distance_km(authority.place(), place)
    distance = distance_in_words(km) if km is not None else ""
    return f"{distance} {authority.of_name}" if distance else ""


def _periods(asked: AgendaRequest, counts: dict[str, int]) -> list[dict]:
    by_year = bool(asked.form.filters.get(YEAR.name))
    return [
        {
            "label": label,
            "count": counts[value],
            "selected": value == asked.shown_period,
            "url": asked.address.url(periode="" if value == UPCOMING and not by_year else value),
        }
        for value, label in PERIODS
    ]


def _archive(
    asked: AgendaRequest, by_year: dict[str, int], latest: list[dict], past: int
) -> dict | None:
    if not by_year and not latest:
        return None
    selected = asked.form.filters.get(YEAR.name, ())
    filters = dict(asked.form.filters)
    return {
        "hits": latest,
        "total": past,
        "url": asked.address.url(periode=PAST),
        "years": [
            {
                "label": year,
                "count": count,
                "selected": year in selected,
                "url": asked.address.url(
                    periode="",
                    filters=filters | {YEAR.name: () if year in selected else (year,)},
                ),
            }
            for year, count in sorted(by_year.items(), reverse=True)
        ],
    }
