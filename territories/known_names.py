"""Every name and number of the register in memory, read once per process and state of the register.

36,000 authorities and 2,700 other names are one text of some 2 MB: searching it takes a fraction
of a millisecond, where a scan of the table takes 5 to 25. Words, postcodes and SIREN are sorted beside it
(`sorted_words`), for whoever has some of them only.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import distance, fuzz, process

from core.generations import PerGeneration

from . import areas, names
from .models import Authority, RegisterState
from .other_names import NameKind, OtherName
from .sorted_words import SortedWords
from .types import COMMUNE, FAMILIES, GROUPEMENT, ORGANISME

TOWN_POPULATION = 10_000
SHORTEST_SLIP = 5  # letters of a name below which a slip is another name
NEAR_SCORE = 78  # of 100: two slips in a name of nine letters


class Known(NamedTuple):
    """A name, and the authority of today that it leads to."""

    key: int  # primary key of the authority
    code: str  # its own code, or that of the former commune
    name: str  # full words: "l hay les roses"
    also: str  # further words of its full name
    family: str
    type: str
    population: int
    departement: str
    region: str
    postcodes: str
    gone: bool
    siren: str
    acronyms: tuple[str, ...]  # of a grouping or a body: "ccpg", "capg"
    other: int  # primary key of the OtherName, 0 for the authority's own name


Found = tuple[int, int]  # key of an authority, key of the OtherName that led to it or 0


class KnownNames:
    def __init__(self):
        self.entries = sorted(
            itertools.chain(self._own(), self._others()),
            key=lambda one: (one.gone, -one.population, one.code),
        )
        by_name: dict[str, list[int]] = defaultdict(list)
        by_other_code: dict[str, list[int]] = defaultdict(list)
        postcodes, sirens, words = [], [], []
        elsewhere: set[str] = set()  # words of types and areas: a name need not hold them
        self._by_code: dict[str, int] = {}
        by_acronym: dict[str, list[int]] = defaultdict(list)
        lines: list[str] = []
        self._plain: list[str] = []  # names without linking words
        for index, one in enumerate(self.entries):
            every = one.name.split()
            plain = " ".join(names.without_links(every))
            for spelling in {"".join(every), plain.replace(" ", "")}:
                by_name[spelling].append(index)
            postcodes += [(postcode, index) for postcode in one.postcodes.split()]
            words += [(word, index) for word in dict.fromkeys(every)]
            elsewhere.update(one.also.split())
            for acronym in one.acronyms:
                by_acronym[acronym].append(index)
            if one.siren:
                sirens.append((one.siren, index))
            if not one.other:
                self._by_code[one.code.lower()] = index
            if (one.other and one.code) or one.code[:1] == "D":
                by_other_code[one.code].append(index)
            lines.append(f"\n {one.name}|{index}")
            if plain != one.name:
                lines.append(f"\n {plain}|{index}")
            self._plain.append(plain)
        # Towns that a slip in the name of a smaller place may stand for.
        self._towns = {
            index: self._plain[index]
            for index, one in enumerate(self.entries)
            if one.population >= TOWN_POPULATION and one.family == COMMUNE and not one.other
        }
        self._by_name, self._by_other_code = by_name, by_other_code
        self._by_acronym = by_acronym
        self._text = "".join(lines) + "\n"
        self._area_words = _area_words()
        for area in self._area_words.values():
            elsewhere.update(area.split())
        self._words, self._postcodes = SortedWords(words), SortedWords(postcodes)
        self._sirens = SortedWords(sirens)
        self._elsewhere = SortedWords((word, 0) for word in elsewhere)

    def _own(self) -> Iterator[Known]:
        # What was merged into another is one of its other names.
        rows = (
            Authority.objects.filter(merged=False)
            .order_by()
            .values_list(
                "pk",
                "code",
                "lookup",
                "type",
                "population",
                "departement_id",
                "region_id",
                "postcodes",
                "retired_on",
                "siren",
                "full_name",
            )
        )
        for (
            pk,
            code,
            lookup,
            kind,
            population,
            departement,
            region,
            postcodes,
            gone,
            siren,
            full_name,
        ) in rows:
            family = FAMILIES.get(kind, ORGANISME)
            name, _, rest = lookup.partition("|")
            yield Known(
                pk,
                code,
                " ".join(names.numbers_in_words(name.split())),
                rest.partition(";")[0].strip(),
                family,
                kind,
                population or 0,
                departement or "",
                region or "",
                postcodes,
                gone is not None,
                siren,
                names.acronyms(full_name, is_grouping=family == GROUPEMENT)
                if family in (GROUPEMENT, ORGANISME)
                else (),
                0,
            )

    def _others(self) -> Iterator[Known]:
        rows = OtherName.objects.order_by().values_list(
            "pk",
            "name",
            "kind",
            "code",
            "postcodes",
            "authority__pk",
            "authority__type",
            "authority__population",
            "authority__departement_id",
            "authority__region_id",
            "authority__retired_on",
        )
        for pk, name, kind, code, postcodes, key, of, population, departement, region, gone in rows:
            spelt = names.numbers_in_words(names.spelt_words(name))
            if kind == NameKind.ARRONDISSEMENT:  # "paris 12e arrondissement" is "paris 12"
                spelt = [spelt[0], "".join(filter(str.isdigit, spelt[1]))]
            if code.startswith("D"):
                departement = code[1:]
            elif len(code) == 5:
                departement = code[:3] if code.startswith("97") else code[:2]
            yield Known(
                key,
                code,
                " ".join(spelt),
                "",
                FAMILIES.get(of, ORGANISME),
                of,
                population or 0,
                departement or "",
                region or "",
                postcodes,
                gone is not None,
                "",
                (),
                pk,
            )

    def pair(self, index: int) -> Found:
        one = self.entries[index]
        return one.key, one.other

    def told(self, indexes: Iterable[int]) -> list[Found]:
        return [self.pair(index) for index in indexes]

    def is_alone(self, found: Iterable[int]) -> bool:
        """One authority, by whichever of its names."""
        return len({self.entries[index].key for index in found}) == 1

    # --- Looking up -------------------------------------------------------------------------------

    def named(self, every: list[str]) -> list[int]:
        """Those whose whole name this is, articles and spaces aside; the most populated first."""
        plain = names.without_links(every)
        found = [*self._by_name.get("".join(every), ()), *self._by_name.get("".join(plain), ())]
        return sorted(set(found))

    def with_acronym(self, word: str) -> list[int]:
        """Groupings and bodies of these initials: the most populated, then those of that very type."""
        found = self._by_acronym.get(word, [])
        return sorted(found, key=lambda i: (i != found[0], self.entries[i].acronyms[0] != word, i))

    def is_spelt(self, index: int, every: list[str]) -> bool:
        """Whether the name is this one with its articles."""
        return self.entries[index].name.replace(" ", "") == "".join(every)

    def with_postcode(self, begun: str) -> list[int]:
        """Those with a postcode that begins so, the most populated first."""
        return self._postcodes.beginning(begun)

    def with_siren(self, begun: str) -> list[int]:
        """Those whose SIREN begins so, the living first."""
        return self._sirens.beginning(begun)

    def with_code(self, code: str) -> int | None:
        """The authority of that very code, in capitals or not."""
        return self._by_code.get(code.lower())

    def with_other_code(self, code: str) -> list[int]:
        """Former communes and arrondissements of that INSEE code; « D31 » is a council."""
        return self._by_other_code.get(code, [])

    def opening(self, phrase: str, *, whole: bool = False) -> Iterator[int]:
        """Names that open with the phrase, the most populated first; `whole`: at a word's end."""
        return self._matches(f"\n {phrase} " if whole else f"\n {phrase}")

    def holding(self, phrase: str) -> Iterator[int]:
        """Names in which a word opens with the phrase."""
        return self._matches(f" {phrase}")

    def with_words(self, wanted: list[str], families: Iterable[str] = ()) -> Iterator[int]:
        """Names with a word that opens with one of these, the others in the name, area or type."""
        kept = frozenset(families)
        rarest = sorted(set(wanted), key=self._words.count)
        # A word of no area and no type is in the name or nowhere: the rarest such tells who may be meant.
        sure = next((word for word in rarest if not self._elsewhere.count(word)), "")
        tried: set[int] = set()
        for word in [sure] if sure else rarest:
            others = [other for other in rarest if other != word]
            for index in self._words.beginning(word):
                if index in tried:
                    continue
                tried.add(index)
                one = self.entries[index]
                if kept and one.family not in kept:
                    continue
                if all(self._has(one, other) for other in others):
                    yield index

    def _has(self, one: Known, word: str) -> bool:
        if f" {word}" in f" {one.name} {one.also}":
            return True
        area = self._area_words.get(one.departement or one.region, "")
        return f" {word}" in area and len(word) > 1

    def near(self, every: list[str], limit: int, families: Iterable[str] = ()) -> list[int]:
        """Names spelt almost like this one, the nearest first."""
        plain = " ".join(names.without_links(names.numbers_in_words(every)))
        found = process.extract(
            plain,
            self._plain,
            scorer=fuzz.ratio,
            processor=None,
            limit=4 * limit,
            score_cutoff=NEAR_SCORE,
        )
        kept = frozenset(families)
        indexes = [index for _, _, index in found if not self.entries[index].gone]
        return [i for i in indexes if not kept or self.entries[i].family in kept][:limit]

    def towns_a_letter_away(self, every: list[str]) -> list[int]:
        """Towns whose name is another one by one letter: « Nante » is Nantes more often than not."""
        plain = " ".join(names.without_links(every))
        if len(plain) < SHORTEST_SLIP:
            return []
        found = process.extract(
            plain,
            self._towns,
            scorer=distance.Levenshtein.distance,
            processor=None,
            limit=3,
            score_cutoff=1,
        )
        return sorted(index for _, slips, index in found if slips == 1)

    def likeliness(self, index: int, every: list[str]) -> float:
        """Spelling first, then size: a city passes a village that is spelt a letter nearer."""
        return self.closeness(index, every) + 3 * math.log10(self.entries[index].population + 1)

    def closeness(self, index: int, every: list[str]) -> float:
        """0 to 100: how alike the spelling is, truncated names of the post office included."""
        every = names.numbers_in_words(every)
        plain = " ".join(names.without_links(every))
        return max(
            fuzz.ratio(plain, self._plain[index]),
            fuzz.ratio("".join(every), self.entries[index].name.replace(" ", "")),
        )

    def _matches(self, wanted: str) -> Iterator[int]:
        text, at = self._text, self._text.find(wanted)
        while at >= 0:
            bar = text.index("|", at)
            end = text.index("\n", bar)
            yield int(text[bar + 1 : end])
            at = text.find(wanted, end)


def _area_words() -> dict[str, str]:
    found = {}
    for code, area in areas.all_departements():
        region = areas.region_name(area.region)
        found[code] = " " + " ".join(names.words(f"{area.name} {region}"))
    for code, name in areas.all_regions():
        found.setdefault(code, " " + " ".join(names.words(name)))
    return found


cache = PerGeneration(KnownNames)


def known_names() -> KnownNames:
    """The names of the register as it is now: one query, unless it changed."""
    return cache.get(RegisterState.names_generation())
