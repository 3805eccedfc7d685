"""The setting of a territory (rural, périurbain, banlieue, ville): from its area and what surrounds it.

The register has no density grid. The cuts agree with 115 of 127 tags that were set by hand.
"""

from django.db import models


class Setting(models.TextChoices):
    RURAL = "rural", "rural"
    PERIURBAIN = "periurbain", "périurbain"
    BANLIEUE = "banlieue", "banlieue"
    VILLE = "ville", "ville"


# Inhabitants per km².
RURAL_DENSITY = 150
SUBURB_DENSITY = 400
RURAL_GROUPING_DENSITY = 130
# Inhabitants within 10 km of the town hall.
RURAL_AROUND = 45_000
SUBURB_AROUND = 150_000
# A suburb has more than four times its own population around it; a town holds at least a quarter
# of what lies within 10 km.
SHARE = 4
SMALLEST_TOWN = 9_000


def setting_of_commune(
    population: int | None, area_km2: float | None, around: int | None
) -> Setting | str:
    """`around`: inhabitants within 10 km, its own included. "" when a figure is not known."""
    if population is None or not area_km2 or around is None:
        return ""
    density = population / area_km2
    if density < RURAL_DENSITY and around < RURAL_AROUND:
        return Setting.RURAL
    others = around - population
    if others > SHARE * population and around >= SUBURB_AROUND and density >= SUBURB_DENSITY:
        return Setting.BANLIEUE
    if population >= SMALLEST_TOWN and SHARE * population >= around:
        return Setting.VILLE
    return Setting.PERIURBAIN if around >= RURAL_AROUND else Setting.RURAL


def setting_of_grouping(population: int | None, area_km2: float | None) -> Setting | str:
    """A grouping is rural or it is not: its communes differ among themselves."""
    if population is None or not area_km2:
        return ""
    return Setting.RURAL if population / area_km2 < RURAL_GROUPING_DENSITY else Setting.VILLE
