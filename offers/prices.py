"""A price as a sum that one can check: « 1,10 € × 2 006 hab. = 2 206,60 € par an (tarif 2010) »."""

from collections.abc import Iterable
from decimal import Decimal

from core.words import NO_BREAK, euros, number

from .choices import Basis, Period
from .models import Price

_PER: dict[str, str] = {
    Basis.INHABITANT: "par habitant",
    Basis.STAFF: "par agent",
    Basis.SCHOOL: "par école",
}
_COMPUTED = (Basis.FLAT, Basis.INHABITANT)


def price_for(prices: Iterable[Price], population: int | None) -> str:
    """What an authority of that size would pay, where an amount of its class is known; else the rule; "" without any.

    All that is asked of every size; of the classes that one price is cut into, the first that holds it.
    """
    prices = list(prices)
    computed = [
        one
        for one in prices
        if one.amount is not None and one.basis in _COMPUTED and _is_of_class(one, population)
    ]
    of_class = [one for one in computed if _has_class(one)]
    told = [one for one in computed if one in of_class[:1] or not _has_class(one)] or prices[:1]
    return " ; ".join(_sum(one, population) if one in computed else rule_of(one) for one in told)


def rule_of(price: Price) -> str:
    """One price as its source says it, whoever pays."""
    if price.rule:
        return price.rule
    if price.amount == 0:
        return "Gratuit" + _note(price)
    per = " et ".join(filter(None, (_PER.get(price.basis, ""), _period(price))))
    return f"{euros(price.amount)}{_tax(price)} {per}".rstrip() + _note(price)


def _has_class(price: Price) -> bool:
    return price.population_min is not None or price.population_max is not None


def _is_of_class(price: Price, population: int | None) -> bool:
    if not _has_class(price):
        return True
    if population is None:
        return False
    high = price.population_max
    return (price.population_min or 0) <= population and (high is None or population <= high)


def _sum(price: Price, population: int | None) -> str:
    if price.amount == 0:
        return price.rule or "Gratuit" + _note(price)
    if price.basis == Basis.FLAT:
        said = f"{euros(price.amount)}{_tax(price)} {_period(price)}".rstrip() + _note(price)
        # What the source adds to the sum: what it is for, what comes on top.
        return f"{said}. {price.rule}" if price.rule else said
    if population is None:
        return rule_of(price)
    total = price.amount * population
    made = f"{euros(price.amount)} × {number(population)}{NO_BREAK}hab. = {euros(total)}"
    bound, word = _bounded(total, price)
    if word:
        made = f"{made}, {word} {euros(bound)}"
    return f"{made}{_tax(price)} {_period(price)}".rstrip() + _note(price)


def _bounded(total: Decimal, price: Price) -> tuple[Decimal, str]:
    if price.floor is not None and total < price.floor:
        return price.floor, "porté au plancher de"
    if price.cap is not None and total > price.cap:
        return price.cap, "ramené au plafond de"
    return total, ""


def _tax(price: Price) -> str:
    return f" {price.tax}" if price.tax else ""


def _period(price: Price) -> str:
    return Period(price.period).label if price.period else ""


def _note(price: Price) -> str:
    """« (de 0 à 199 habitants, tarif 2017) »."""
    low, high = price.population_min, price.population_max
    of_class = ""
    if high is not None:
        of_class = f"de {number(low or 0)} à {number(high)} habitants"
    elif low is not None:
        of_class = f"dès {number(low)} habitants"
    year = f"tarif {price.year}" if price.year else "année du tarif non connue"
    return f" ({', '.join(filter(None, (of_class, year)))})"
