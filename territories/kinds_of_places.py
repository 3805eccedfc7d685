"""What people call a territory (village, petite ville, outre-mer…), from what the register knows of it.

These words are found though nobody wrote them: « village » finds what a commune of 300 did.
"""

from . import areas
from .models import Authority
from .settings_of_places import Setting
from .types import COMMUNE, GROUPEMENT, AuthorityType

# Population from which it is called so; the largest that fits.
_SIZES = (
    (100_000, "grande ville"),
    (20_000, "ville moyenne"),
    (2_000, "petite ville bourg"),
    (0, "village petite commune"),
)
_SETTINGS = {
    Setting.RURAL: "rural ruralité campagne",
    Setting.PERIURBAIN: "périurbain",
    Setting.BANLIEUE: "banlieue",
    Setting.VILLE: "",
}
# Nearly all of whose communes the law counts as mountain (the register has no altitudes).
_MOUNTAIN = frozenset(["04", "05", "09", "15", "2A", "2B", "43", "48", "65", "73", "74"])
_ISLANDS = frozenset(["2A", "2B", "971", "972", "974", "975", "976", "977", "978", "987"])
_CITY = 100_000


def kinds_of(authority: Authority) -> str:
    """« village petite commune rural ruralité campagne montagne »; "" when nothing is known."""
    words = []
    population = authority.population
    if authority.family == COMMUNE and population is not None:
        words.append(next(told for least, told in _SIZES if population >= least))
    if authority.family in (COMMUNE, GROUPEMENT) and authority.setting:
        # A grouping is rural or it is not.
        rural = authority.setting == Setting.RURAL
        words.append(_SETTINGS[Setting(authority.setting)])
        if authority.departement_id in _MOUNTAIN and (rural or (population or 0) < _CITY):
            words.append("montagne")
    if authority.type == AuthorityType.METROPOLE:
        words.append("métropole")
    elif authority.family == GROUPEMENT:
        words.append("intercommunalité interco")
    if areas.is_overseas(authority.region_id):
        words.append("outre-mer ultramarin")
    if authority.departement_id in _ISLANDS:
        words.append("île insulaire")
    return " ".join(word for word in words if word)
