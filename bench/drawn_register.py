"""The register as ways of writing draw from it: by the same chance each time, and as people write names."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator

from territories import names
from territories.models import Authority
from territories.other_names import NameKind, OtherName
from territories.types import AuthorityType

TOWN = 10_000  # inhabitants from which people mistype a name and expect to be understood

Written = tuple[str, str]  # what is typed, code of who is meant
Ways = Iterator[tuple[str, Iterator[Written]]]

# Names with a number are written either way.
_FIGURES = {"deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7"}
_FIGURES |= {"treize": "13", "cent": "100", "1000": "Mille"}
_NUMBER = re.compile(rf"\b(?:{'|'.join(_FIGURES)})\b", re.IGNORECASE)


def plain(text: str) -> str:
    """Without accents and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def shouted(text: str) -> str:
    """As the post office writes it."""
    return re.sub(r"[-']", " ", plain(text)).upper()


def other_number(name: str) -> str:
    """The name with its number in figures, or in letters; "" when it has none."""
    found = _NUMBER.search(name)
    if not found or found.end() == len(name):
        return ""
    return name.replace(found.group(), _FIGURES[found.group().lower()], 1)


class Register:
    def __init__(self, chance: random.Random):
        self.chance = chance
        living = list(Authority.objects.current().order_by("code").select_related(None))
        self.communes = [one for one in living if one.type == AuthorityType.COMMUNE]
        self.groupings = [one for one in living if one.family == "groupement"]
        self.bodies = [one for one in living if one.family == "organisme"]
        self.councils = [one for one in living if one.code == f"D{one.departement_id}"]
        self.regions = [one for one in living if one.code == f"R{one.region_id}"]
        self.largest = self._largest(living)
        self.towns = [one for one in self.communes if (one.population or 0) >= TOWN]
        self.former = [
            one
            for one in OtherName.objects.select_related("authority").order_by("code")
            if one.kind in (NameKind.DELEGUEE, NameKind.ASSOCIEE)
        ]
        self.all_names = set(self.largest)

    def _largest(self, living: list[Authority]) -> dict[str, Authority]:
        found: dict[str, Authority] = {}
        for one in living:
            key = names.fold(one.name)
            if one.family == "commune" and (
                key not in found or (one.population or 0) > (found[key].population or 0)
            ):
                found[key] = one
        return found

    def drawn(self, some: list) -> Iterator:
        """In any order, each once."""
        yield from self.chance.sample(some, len(some))

    def named(self) -> Iterator[Authority]:
        """Communes that are meant by their bare name."""
        for one in self.drawn(self.communes):
            if self.largest[names.fold(one.name)] is one:
                yield one


def each(some: Iterator, write: Callable[[Authority], str]) -> Iterator[Written]:
    for one in some:
        if text := write(one):
            yield text, one.code
