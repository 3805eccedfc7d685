"""A search as an alert follows it: read from an address of the list of sheets, in words, and what it finds.

An alert finds less than the list does: the list orders sheets that hold some of the words behind those that hold all, and
a mail that tells of half of what was asked for is not opened a second time.
"""

import datetime
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from catalogue.models import ProjectPage
from catalogue.records import KIND
from core.visibility import visible
from curation.living import still_read
from search import engines
from search.engines.base import EngineUnavailable, Hit, SearchEngine
from search.engines.queries import DATE, MAX_SIZE, SearchQuery
from search.listing import results
from search.listing.request import ListRequest
from search.text.parsing import ParsedText, rewritten
from territories.choice import chosen_territory

LONGEST = 1_000  # characters of an address
MOST_PAGES = 10  # of MAX_SIZE hits each
# Sheets of the last year that are looked at before somebody subscribes.
MOST_RECENT = 2_000
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Followed:
    """A search in words, as `visitor_requests` pages speak of what a request is about. why_not: it cannot be followed."""

    title: str
    query: str  # its address, without territory and order
    url: str
    territory: str = ""
    place: str = ""  # its territory, in words
    why_not: str = ""

    def get_url(self) -> str:
        return self.url

    @classmethod
    def asked(cls, asked: ListRequest) -> "Followed":
        """Of what a visitor's address selects."""
        chosen = asked.chosen.authority if asked.chosen else None
        query = asked.address.url(territoire="", tri="", vue="")
        return cls(
            title=_title(asked),
            query=query,
            url=asked.address.url(tri="", vue=""),
            territory=chosen.code if chosen else "",
            place=chosen.label if chosen else "",
            why_not=_why_not(asked, query),
        )

    @classmethod
    def of(cls, query: str, territory: str) -> "Followed":
        """Of what was kept."""
        return cls.of_read(query, still_read(query), territory)

    @classmethod
    def of_read(cls, query: str, asked: ListRequest | None, territory: str) -> "Followed":
        """asked: what `still_read` made of the query. A filter that went meanwhile is told, and finds nothing rather
        than everything."""
        if asked is None:
            why = "Elle nomme un filtre qui n’existe plus : elle ne trouve plus rien."
            return cls("Une recherche qui n’est plus comprise", query, query, why_not=why)
        chosen = chosen_territory(territory)
        return replace(
            cls.asked(asked),
            url=asked.address.url(territoire=territory if chosen else "", tri="", vue=""),
            territory=chosen.authority.code if chosen else "",
            place=chosen.authority.label if chosen else "",
        )


def _title(asked: ListRequest) -> str:
    """« eau », Thème, Région."""
    chosen = results.label_of(asked.choices, asked.query())
    words = [f"« {asked.form.text} »"] if asked.form.text else []
    words += [label for values in chosen.values() for label in values.values()]
    return ", ".join(words) or "Toutes les fiches"


def _why_not(asked: ListRequest, query: str) -> str:
    form = asked.form
    if not (form.text or form.filters):
        return (
            "Rien n’est choisi : ce serait toutes les fiches. Cherchez d’abord un mot, ou choisissez un filtre. Pour lire "
            "tout ce qui paraît, la lettre de la semaine et le flux des nouvelles fiches conviennent mieux."
        )
    if asked.query().parsed.is_empty and not form.filters:
        return (
            f"« {form.text[:60]} » ne contient aucun mot que l’on puisse chercher : toutes les fiches y répondraient, ou "
            "aucune. Écrivez un mot qui dit de quoi il s’agit."
        )
    if len(query) > LONGEST:
        return "Cette recherche est trop longue pour être suivie : gardez-en les mots qui comptent."
    return ""


def found(engine: SearchEngine, query: SearchQuery) -> tuple[list[Hit], ParsedText]:
    """The records with all the words, and how these were understood. Raises EngineUnavailable."""
    hits: list[Hit] = []
    for number in range(1, MOST_PAGES + 1):
        page = replace(query, page=number, size=MAX_SIZE, sort=DATE, near=None, own_apart=False)
        answer = engine.search(page)
        whole = [hit for hit in answer.hits if not hit.missing]  # they come first
        hits += whole
        if len(whole) < MAX_SIZE:
            break
    return hits, answer.parsed


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a search would have given in the last year."""

    sheets: int
    pace: str  # « un courriel tous les quatre mois »
    is_unknown: bool  # no sheet answers to it today
    # (word as it was read, word as typed, address that follows it as typed)
    read: tuple[tuple[str, str, str], ...] = ()


def forecast(asked: ListRequest) -> Forecast | None:
    """None while no engine answers."""
    engine = engines.get_engine()
    now = timezone.now()
    recent = visible(ProjectPage.objects).filter(first_published_at__gt=now - YEAR)
    days = dict(
        recent.order_by("-first_published_at").values_list("pk", "first_published_at")[:MOST_RECENT]
    )
    query = asked.query()
    try:
        answer = engine.search(replace(query, page=1, size=1, near=None, own_apart=False))
        only = tuple(f"{KIND}:{pk}" for pk in days)
        hits = found(engine, replace(query, only=only))[0] if days else []
    except EngineUnavailable:
        return None
    weeks = {_week(days[int(hit.key.rpartition(":")[2])]) for hit in hits}
    return Forecast(
        sheets=len(hits),
        pace=pace(len(weeks)),
        is_unknown=not answer.total or not answer.whole,
        read=tuple((read, typed, _as_typed(asked, typed)) for typed, read in answer.corrections),
    )


def _as_typed(asked: ListRequest, typed: str) -> str:
    address = asked.address.url(q=rewritten(asked.form.text, {typed: f'"{typed}"'}))
    return f"{reverse('alert')}?{address.partition('?')[2]}"


def _week(at: datetime.datetime) -> tuple[int, int]:
    return timezone.localtime(at).isocalendar()[:2]


_EVERY = ("", "", "six", "quatre", "trois")


def pace(mails: int) -> str:
    """mails: a year, at most one each week."""
    if not mails:
        return ""
    if mails == 1:
        return "un seul courriel"
    if mails < len(_EVERY):
        return f"un courriel tous les {_EVERY[mails]} mois"
    if mails < 9:
        return "un courriel tous les deux mois"
    if mails < 18:
        return "un courriel par mois"
    return "deux courriels par mois" if mails < 35 else "un courriel presque chaque semaine"
