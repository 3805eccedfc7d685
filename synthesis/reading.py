"""What is read of a theme for its page: nine statements, whatever the number of sheets; nothing but what is public."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from catalogue.models import (
    OwnerConfirmation,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectTool,
)
from core.visibility import visible
from events.models import EventPage, EventProject, TourPage
from exchanges.models import QuestionEvent
from exchanges.states import By, Kind
from reuses.models import Reuse
from reuses.reading import ShownReuse, shown_nodes, shown_reuses
from taxonomy.models import Theme

YEAR = datetime.timedelta(days=365)
DATES = 4


@dataclass(frozen=True, slots=True)
class Difficulty:
    sheet: int
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    sheet: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A reuse, with the keys of its sheets."""

    original: int | None
    reuser: int | None
    shown: ShownReuse


@dataclass(frozen=True, slots=True)
class Read:
    sheets: list[
        ProjectPage
    ]  # by name of their authority; with costs, sources, results and the day on which it was last confirmed
    difficulties: list[Difficulty]
    tools: list[Tool]
    reuses: list[TakenUp]
    dates: list[EventPage]
    answers: list[tuple[int, float]]  # (sheet, days that its owner took to answer), of a year


def sheets_of(theme: Theme) -> QuerySet[ProjectPage]:
    """Public sheets on it: their main theme, or another one of theirs."""
    return visible(ProjectPage.objects).filter(
        Q(main_theme=theme) | _named(ProjectPage.other_themes.through, "projectpage", theme)
    )


def counts() -> dict[int, int]:
    """Theme -> how many public sheets are on it. Two statements."""
    public = visible(ProjectPage.objects).order_by()
    found: Counter[int] = Counter()
    for key, count in public.values_list("main_theme").annotate(Count("pk")):
        found[key] += count
    others = ProjectPage.other_themes.through.objects.filter(projectpage__in=public.values("pk"))
    for key, count in others.values_list("theme").annotate(Count("pk")):
        found[key] += count
    found.pop(None, None)
    return dict(found)


def read(theme: Theme) -> Read:
    sheets = list(
        sheets_of(theme)
        .select_related("authority__departement", "authority__region")
        .annotate(
            last_confirmed_on=Subquery(
                OwnerConfirmation.objects.filter(sheet=OuterRef("pk")).values("confirmed_on")[:1]
            ),
            has_means=Exists(ProjectMeans.objects.filter(page=OuterRef("pk"))),
            has_funding=Exists(ProjectFunding.objects.filter(page=OuterRef("pk"))),
        )
        .prefetch_related("costs", "sources", "results")
        .order_by("authority__name", "title", "pk")
    )
    keys = [sheet.pk for sheet in sheets]
    difficulties, tools = _rows(keys)
    return Read(
        sheets=sheets,
        difficulties=difficulties,
        tools=tools,
        reuses=_reuses(keys),
        dates=_dates(theme, keys),
        answers=_answers(keys),
    )


def _named(through, of: str, theme: Theme) -> Exists:
    return Exists(through.objects.filter(**{of: OuterRef("pk")}, theme=theme))


def _rows(keys: list[int]) -> tuple[list[Difficulty], list[Tool]]:
    """Both in one statement."""
    text = CharField()
    difficulties = ProjectDifficulty.objects.filter(page__in=keys).order_by()
    tools = ProjectTool.objects.filter(page__in=keys).order_by()
    found = difficulties.values_list("page_id", "type", "text", Value("d", text)).union(
        tools.values_list("page_id", "tool__slug", "tool__name", Value("t", text)), all=True
    )
    rows = sorted(found)
    return (
        [Difficulty(*row) for *row, kind in rows if kind == "d"],
        [Tool(*row) for *row, kind in rows if kind == "t"],
    )


def _reuses(keys: list[int]) -> list[TakenUp]:
    found = list(
        Reuse.objects.shown()
        .with_state()
        .filter(Q(original__sheet__in=keys) | Q(reuser__sheet__in=keys))
        .select_related("original", "reuser")
        .order_by("date", "pk")
    )
    ends = {end.pk: end for one in found for end in (one.original, one.reuser)}
    shown = shown_reuses(found, shown_nodes(ends.values()), {})
    return [
        TakenUp(one.original.sheet_id, one.reuser.sheet_id, told)
        for one, told in zip(found, shown, strict=True)
    ]


def _dates(theme: Theme, keys: list[int]) -> list[EventPage]:
    """Where one may see it: the next dates on the theme, of a tour on it, or at which one of the sheets is shown."""
    about = (
        Q(main_theme=theme)
        | _named(EventPage.other_themes.through, "eventpage", theme)
        | Exists(TourPage.themes.through.objects.filter(tourpage=OuterRef("tour"), theme=theme))
        | Exists(EventProject.objects.filter(page=OuterRef("pk"), sheet__in=keys))
    )
    return list(
        visible(EventPage.objects)
        .filter(about, over_at__gt=timezone.now(), change="")
        .exclude(tour__is_demonstration=True)
        .select_related("commune")
        .order_by("begins_at", "title")[:DATES]
    )


def _answers(keys: list[int]) -> list[tuple[int, float]]:
    answered = QuestionEvent.objects.filter(
        question__sheet__in=keys, kind=Kind.ANSWERED, by=By.OWNER, at__gte=timezone.now() - YEAR
    )
    return [
        (sheet, (at - asked).total_seconds() / 86_400)
        for sheet, at, asked in answered.order_by("at").values_list(
            "question__sheet", "at", "question__confirmed_at"
        )
    ]
