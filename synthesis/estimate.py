"""« Combien chez moi ? »: what comparable projects cost, or why nobody can say. Neither database nor clock.

Of what a sheet gives, an amount is compared where it is the cost of the whole project, of a sheet that is first of all about
this theme, of another authority, at most three times larger or smaller, that did it or is doing it, of less than eight years
ago, with or without tax said. Those of one nature, one period, one tax and one unit are told together, from three projects on.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalogue.choices import CostNature, CostRole, Status

LEAST = 3  # projects
FACTOR = 3
YEARS = 8
_TO_COME = (Status.IDEA, Status.STUDY)
_STOPPED = (Status.SUSPENDED, Status.ABANDONED)


class Reason(Enum):
    """Why an amount is not compared, in the order in which it is asked: (one, several)."""

    NOT_WHOLE = ("n’est pas le coût du projet entier", "ne sont pas le coût du projet entier")
    OTHER_THEME = (
        "est d’une fiche dont ce n’est pas le sujet principal",
        "sont de fiches dont ce n’est pas le sujet principal",
    )
    OWN = ("est le vôtre", "sont les vôtres")
    SIZE_UNKNOWN = ("est d’un territoire sans population", "sont de territoires sans population")
    OTHER_SIZE = (
        "est d’un territoire plus de trois fois plus grand ou plus petit",
        "sont de territoires plus de trois fois plus grands ou plus petits",
    )
    TO_COME = ("n’est pas encore dépensé", "ne sont pas encore dépensés")
    STOPPED = (
        "est d’un projet abandonné ou suspendu",
        "sont de projets abandonnés ou suspendus",
    )
    NO_YEAR = ("n’a pas d’année", "n’ont pas d’année")
    TOO_OLD = ("a huit ans ou plus", "ont huit ans ou plus")
    TAX_UNSAID = ("n’est dit ni HT ni TTC", "ne sont dits ni HT ni TTC")


@dataclass(frozen=True, slots=True)
class Cost:
    """A row of the costs of a sheet."""

    row: int  # its key
    sheet: int
    authority: str  # code of who paid
    status: str  # of the project
    is_main_theme: bool
    population: int | None  # of who paid
    role: str
    nature: str
    period: str
    tax: str
    year: int | None
    amount: Decimal
    quantity: Decimal | None = None
    unit: str = ""

    @property
    def group(self) -> tuple[str, str, str, str]:
        return self.nature, self.period, self.tax, self.counted_in

    @property
    def counted_in(self) -> str:
        return self.unit if self.quantity else ""

    @property
    def value(self) -> Decimal:
        """What is compared: the amount, of one unit where it is counted."""
        return self.amount / self.quantity if self.counted_in and self.quantity else self.amount


@dataclass(frozen=True, slots=True)
class Range:
    """Comparable amounts: the cheapest first."""

    nature: str
    period: str
    tax: str
    unit: str  # "" for the amount as it is
    costs: tuple[Cost, ...]

    @property
    def low(self) -> Decimal:
        return self.costs[0].value

    @property
    def high(self) -> Decimal:
        return self.costs[-1].value

    @property
    def projects(self) -> int:
        return len({cost.sheet for cost in self.costs})


@dataclass(frozen=True, slots=True)
class Estimate:
    # Of most projects first, then what it takes to begin; of three or more, and of fewer.
    ranges: tuple[Range, ...]
    few: tuple[Range, ...]
    known: int  # projects of the largest group; below LEAST there is no range
    left_out: dict[Reason, int]  # amounts that are not compared, by the first reason

    @property
    def missing(self) -> int:
        return max(0, LEAST - self.known)


def estimate(costs: Iterable[Cost], mine: str, population: int, year: int) -> Estimate:
    """For the territory of that code, of `population` inhabitants, in `year`."""
    left_out: Counter[Reason] = Counter()
    groups: dict[tuple[str, str, str, str], list[Cost]] = {}
    for cost in costs:
        reason = why_not(cost, mine, population, year)
        if reason:
            left_out[reason] += 1
        else:
            groups.setdefault(cost.group, []).append(cost)
    ranges = [
        Range(*group, costs=tuple(sorted(found, key=lambda one: (one.value, one.row))))
        for group, found in groups.items()
    ]
    ranges.sort(
        key=lambda one: (
            -one.projects,
            one.nature != CostNature.INVESTMENT,
            one.period,
            one.tax,
            one.unit,
        )
    )
    return Estimate(
        ranges=tuple(one for one in ranges if one.projects >= LEAST),
        few=tuple(one for one in ranges if one.projects < LEAST),
        known=ranges[0].projects if ranges else 0,
        left_out={reason: left_out[reason] for reason in Reason if left_out[reason]},
    )


def why_not(cost: Cost, mine: str, population: int, year: int) -> Reason | None:
    """The first reason not to compare it, None where it is comparable."""
    if cost.role != CostRole.WHOLE:
        return Reason.NOT_WHOLE
    if not cost.is_main_theme:
        return Reason.OTHER_THEME
    if cost.authority == mine:
        return Reason.OWN
    if not cost.population:
        return Reason.SIZE_UNKNOWN
    if not population <= FACTOR * cost.population <= FACTOR * FACTOR * population:
        return Reason.OTHER_SIZE
    if cost.status in _TO_COME or (cost.year is not None and cost.year > year):
        return Reason.TO_COME
    if cost.status in _STOPPED:
        return Reason.STOPPED
    if cost.year is None:
        return Reason.NO_YEAR
    if year - cost.year >= YEARS:
        return Reason.TOO_OLD
    return None if cost.tax else Reason.TAX_UNSAID
