"""Population classes: the one table of bounds, used by the facet, the scale and the register.

The bounds are those of CGCT article L.2334-3 for communes, and its last ones for groupings:
one scale for every body that has a population, so that one facet serves all.
"""

import math
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class PopulationClass:
    key: int  # 1 (smallest) to 9
    low: int  # inclusive
    high: int | None  # inclusive; None for the last class
    label: str  # as typed: display adds narrow no-break spaces


CLASSES: tuple[PopulationClass, ...] = (
    PopulationClass(1, 0, 499, "Moins de 500 habitants"),
    PopulationClass(2, 500, 1_999, "500 à 1 999 habitants"),
    PopulationClass(3, 2_000, 3_499, "2 000 à 3 499 habitants"),
    PopulationClass(4, 3_500, 9_999, "3 500 à 9 999 habitants"),
    PopulationClass(5, 10_000, 19_999, "10 000 à 19 999 habitants"),
    PopulationClass(6, 20_000, 49_999, "20 000 à 49 999 habitants"),
    PopulationClass(7, 50_000, 99_999, "50 000 à 99 999 habitants"),
    PopulationClass(8, 100_000, 299_999, "100 000 à 299 999 habitants"),
    PopulationClass(9, 300_000, None, "300 000 habitants et plus"),
)

#: The eight bounds between the nine classes: the ticks of the population scale.
TICKS: tuple[int, ...] = tuple(upper.low for _, upper in pairwise(CLASSES))

# The scale is logarithmic: a hamlet and a metropolis both have room. What lies beyond its ends
# (a smaller hamlet, a région) is drawn at the end.
SCALE_ENDS = (100, 2_500_000)


def population_class(population: int | None) -> int | None:
    """Key (1 to 9) of the class that holds `population`; None when the figure is not known."""
    if population is None:
        return None
    return 1 + sum(population >= tick for tick in TICKS)


def class_label(key: int | None) -> str:
    """« 500 à 1 999 habitants », or "" for a body without class."""
    return CLASSES[key - 1].label if key else ""


def scale_position(population: int | None) -> float | None:
    """Where a population lies on the scale: 0 (smallest) to 1 (largest), None when unknown."""
    if population is None:
        return None
    low, high = SCALE_ENDS
    clamped = min(max(population, low), high)
    return round(math.log(clamped / low) / math.log(high / low), 4)
