"""« Combien chez moi ? » in words: each range with its rows and their sources, or what is missing for one."""

from decimal import Decimal

from catalogue.choices import CostNature, CostUnit, Period
from catalogue.costs import unit_name
from core.templatetags.typography import plural
from core.words import euros, number
from territories.models import Authority

from .estimate import LEAST, Estimate, Range, Reason
from .shapes import Known

_KNOWN = {
    0: "nous n’en connaissons aucun",
    1: "nous n’en connaissons qu’un",
    2: "nous n’en connaissons que deux",
}
_NUMBERS = {1: "un", 2: "deux", 3: "trois"}


def shown(found: Estimate, known: Known, mine: Authority) -> dict:
    """{"ranges": [{title, words, mine, projects, lines}], "few": lines of what is comparable, of too few projects for a
    range; "refusal": "" where there is a range, "left_out": [sentence]}."""
    return {
        "ranges": [_range(one, known, mine) for one in found.ranges],
        "few": [line for one in found.few for line in _lines(one, known)],
        "refusal": "" if found.ranges else _refusal(found),
        "left_out": [_left_out(reason, count) for reason, count in found.left_out.items()],
    }


def _range(one: Range, known: Known, mine: Authority) -> dict:
    words = _from_to(one.low, one.high)
    own = ""
    if one.unit == CostUnit.INHABITANT and mine.population:
        people = f"{number(mine.population)} {unit_name(one.unit, mine.population)}"
        low, high = (value * mine.population for value in (one.low, one.high))
        own = f"soit {_from_to(_whole(low), _whole(high))} pour {people}"
    return {
        "title": f"{CostNature(one.nature).label}, {Period(one.period).label}",
        "words": f"{words} {one.tax}{_each(one)}",
        "mine": own,
        "projects": one.projects,
        "lines": _lines(one, known),
    }


def _lines(one: Range, known: Known) -> list[dict]:
    return [
        {
            "line": known.cost_lines[cost.row],
            "each": f"{euros(_cents(cost.value))}{_each(one)}" if one.unit else "",
        }
        for cost in one.costs
    ]


def _each(one: Range) -> str:
    return f" par {CostUnit(one.unit).label}" if one.unit else ""


def _from_to(low: Decimal, high: Decimal) -> str:
    low, high = _cents(low), _cents(high)
    return euros(low) if low == high else f"{euros(low)} à {euros(high)}"


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1))


def _refusal(found: Estimate) -> str:
    return (
        f"Nous ne pouvons pas le dire. Il faut au moins {_NUMBERS[LEAST]} projets comparables, et {_KNOWN[found.known]} : "
        f"il en manque {_NUMBERS[found.missing]}."
    )


def _left_out(reason: Reason, count: int) -> str:
    """« 4 montants ne sont pas le coût du projet entier »."""
    one, several = reason.value
    return f"{number(count)} montant{plural(count)} {several if count > 1 else one}"
