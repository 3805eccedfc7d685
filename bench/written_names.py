"""Names, codes and numbers of authorities as people write them, made from the register with a seed, and judged.

A way of writing is tried on authorities drawn at random, by the same chance each time; a bare name is tried on the
largest of those that bear it, since nobody could tell the others from it.
"""

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from territories import areas, names
from territories.lookup import meant
from territories.models import Authority
from territories.other_names import NameKind, OtherName
from territories.types import AuthorityType

TOWN = 10_000  # inhabitants from which people mistype a name and expect to be understood
OFFERED = 3  # answers that somebody reads when asked
SEED = 20261129
EACH = 12  # inputs of a way of writing

Written = tuple[str, str]  # what is typed, code of who is meant
Ways = Iterator[tuple[str, Iterator[Written]]]


@dataclass(slots=True)
class Score:
    outcomes: Counter = field(default_factory=Counter)  # right, asked, wrong, lost
    failures: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Right, or asked with the right one among the first three."""
        good = self.outcomes["right"] + self.outcomes["asked"]
        return good / max(self.outcomes.total(), 1)

    def __str__(self):
        told = ", ".join(
            f"{name} {self.outcomes[name]}" for name in ("right", "asked", "wrong", "lost")
        )
        return f"names: {self.outcomes.total()} inputs, {100 * self.share:.1f} % ({told})"


def judge_names(*, each: int = EACH, seed: int = SEED) -> Score:
    score = Score()
    for kind, some in _Register(random.Random(seed)).ways():
        for text, code in _some(some, each):
            outcome, told = _outcome(text, code)
            score.outcomes[outcome] += 1
            if outcome in ("wrong", "lost"):
                score.failures.append(f"{outcome} {kind} « {text} » {code} : {told}")
    return score


def _some(found: Iterator[Written], each: int) -> Iterator[Written]:
    for _, pair in zip(range(each), found, strict=False):
        yield pair


def _outcome(text: str, code: str) -> tuple[str, str]:
    meaning = meant(text)
    if meaning.sure:
        one = meaning.sure.authority
        return ("right" if one.code == code else "wrong"), one.label
    first = [answer.authority for answer in meaning.candidates[:OFFERED]]
    told = " ; ".join(one.label for one in first)
    return ("asked" if code in [one.code for one in first] else "lost"), told


def plain(text: str) -> str:
    """Without accents and ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def shouted(text: str) -> str:
    """As the post office writes it."""
    return re.sub(r"[-']", " ", plain(text)).upper()


class _Register:
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

    def _drawn(self, some: list) -> Iterator:
        """In any order, each once."""
        yield from self.chance.sample(some, len(some))

    def _named(self) -> Iterator[Authority]:
        """Communes that are meant by their bare name."""
        for one in self._drawn(self.communes):
            if self.largest[names.fold(one.name)] is one:
                yield one

    def ways(self) -> Ways:
        yield from self._bare_names()
        yield from self._with_area()
        yield from self._articles()
        yield from self._slips()
        yield from self._numbers()
        yield from self._former()
        yield from self._groupings()
        yield from self._councils()

    def _each(self, some: Iterator, write: Callable[[Authority], str]) -> Iterator[Written]:
        for one in some:
            if text := write(one):
                yield text, one.code

    def _bare_names(self) -> Ways:
        for kind, write in {
            "name": lambda one: one.name,
            "capitals": lambda one: shouted(one.name),
            "no accents": lambda one: plain(one.name) if plain(one.name) != one.name else "",
            "lower case": lambda one: plain(one.name).lower().replace("-", " "),
            "St": lambda one: (
                re.sub(r"\bSaint(e?)-", r"St\1 ", one.name)
                if re.search(r"\bSainte?-", one.name)
                else ""
            ),
            "St.": lambda one: (
                re.sub(r"\bSaint(e?)-", r"ST\1. ", one.name)
                if re.search(r"\bSainte?-", one.name)
                else ""
            ),
            "s/": lambda one: one.name.replace("-sur-", " s/ ") if "-sur-" in one.name else "",
            "s": lambda one: one.name.replace("-sur-", " s ") if "-sur-" in one.name else "",
            "ss": lambda one: one.name.replace("-sous-", " ss ") if "-sous-" in one.name else "",
            "apostrophe": lambda one: one.name.replace("'", "\u02bc") if "'" in one.name else "",
            "no apostrophe": lambda one: one.name.replace("'", "") if "'" in one.name else "",
            "mairie": lambda one: f"Mairie {one.of_name}",
            "ville": lambda one: f"Ville {one.of_name}",
            "commune": lambda one: f"commune {plain(one.of_name)}",
            "la ville": lambda one: f"la ville {one.of_name}",
            "maire": lambda one: f"Monsieur le maire {one.of_name}",
            "hôtel de ville": lambda one: f"Hôtel de ville {one.of_name}",
            "France": lambda one: f"{one.name}, France",
        }.items():
            yield kind, self._each(self._named(), write)

    def _with_area(self) -> Ways:
        def area(one) -> str:
            return areas.departement_name(one.departement_id)

        same = Counter((names.fold(one.name), one.departement_id) for one in self.communes)
        alone = [
            one for one in self.communes if same[names.fold(one.name), one.departement_id] == 1
        ]
        for kind, write in {
            "(31)": lambda one: f"{one.name} ({one.departement_id})",
            "31 behind": lambda one: f"{shouted(one.name)} {one.departement_id}",
            "31 before": lambda one: f"{one.departement_id} {one.name}",
            "- 31": lambda one: f"{one.name} - {one.departement_id}",
            "(area)": lambda one: f"{one.name} ({area(one)})",
            ", area": lambda one: f"{plain(one.name)}, {plain(area(one))}",
            "area": lambda one: f"{one.name} {area(one)}",
            "mairie (31)": lambda one: f"mairie {one.of_name} ({one.departement_id})",
            "postcode": lambda one: (
                f"{one.postcodes[:5]} {shouted(one.name)}" if one.postcodes else ""
            ),
            "behind postcode": lambda one: (
                f"{one.name} {one.postcodes[:5]}" if one.postcodes else ""
            ),
            "75 012": lambda one: (
                f"{one.postcodes[:2]} {one.postcodes[2:5]} {one.name}" if one.postcodes else ""
            ),
            "lost zero": lambda one: (
                f"{one.postcodes[1:5]} {one.name}" if one.postcodes.startswith("0") else ""
            ),
            "F-": lambda one: f"F-{one.postcodes[:5]} {one.name}" if one.postcodes else "",
            "St and postcode": lambda one: (
                f"{one.postcodes[:5]} {shouted(one.name).replace('SAINT', 'ST')}"
                if one.postcodes and "Saint" in one.name
                else ""
            ),
            "(area, 31)": lambda one: f"{one.name} ({area(one)}, {one.departement_id})",
            "(postcode)": lambda one: f"{one.name} ({one.postcodes[:5]})" if one.postcodes else "",
            "postcode -": lambda one: f"{one.postcodes[:5]} - {one.name}" if one.postcodes else "",
            "mairie, postcode": lambda one: f"Mairie {one.of_name} {one.postcodes[:5]}",
            "area, region": lambda one: f"{one.name}, {area(one)}, {one.region_name}",
            "region": lambda one: (
                f"{one.name} ({one.region_name})"
                if self.largest[names.fold(one.name)] is one
                else ""
            ),
            "insee beside": lambda one: f"{one.name} {one.code}",
        }.items():
            yield kind, self._each(self._drawn(alone), write)

    def _articles(self) -> Ways:
        pattern = re.compile(r"(Le |La |Les |L')(.+)")

        def parts(one):
            return pattern.fullmatch(one.name)

        bearing = [one for one in self._named() if parts(one)]
        for kind, write in {
            "inverted": lambda one: f"{parts(one)[2]} ({parts(one)[1].strip()})",
            "behind": lambda one: f"{shouted(parts(one)[2])} {shouted(parts(one)[1].strip())}",
            "behind comma": lambda one: f"{parts(one)[2]}, {parts(one)[1].strip()}",
            "dropped": lambda one: f"{parts(one)[2]} ({one.departement_id})",
            "linked": lambda one: f"Commune {one.of_name}",
        }.items():
            yield kind, self._each(self._drawn(bearing), write)

    def _slips(self) -> Ways:
        """One letter dropped, doubled, changed or two swapped, in the name of a town; beside its postcode, anybody's."""

        def slip(name: str, way: str) -> str:
            word = max(re.findall(r"\w+", name), key=len)
            at = self.chance.randrange(1, max(len(word) - 1, 2))
            letter = self.chance.choice("aeinorst")
            wrong = {
                "dropped": word[:at] + word[at + 1 :],
                "doubled": word[:at] + word[at] + word[at:],
                "changed": word[:at] + letter + word[at + 1 :],
                "swapped": word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            }[way]
            return name.replace(word, wrong)

        sole = Counter(names.fold(one.name) for one in self.communes)
        anybody = [
            one for one in self.communes if len(one.name) >= 9 and sole[names.fold(one.name)] == 1
        ]
        for way in ("dropped", "doubled", "changed", "swapped"):
            yield (
                f"letter {way}, anybody",
                (
                    (text, one.code)
                    for one in self._drawn(anybody)
                    if names.fold(text := slip(one.name, way)) not in self.all_names
                ),
            )
            yield (
                f"letter {way}",
                (
                    (text, one.code)
                    for one in self._drawn([town for town in self.towns if len(town.name) >= 5])
                    if names.fold(text := slip(one.name, way)) not in self.all_names
                ),
            )
        yield (
            "letter dropped, postcode",
            (
                (f"{one.postcodes[:5]} {slip(one.name, 'dropped')}", one.code)
                for one in self._drawn(self.communes)
                if one.postcodes and len(one.name) >= 6
            ),
        )

    def _numbers(self) -> Ways:
        sized = [one for one in self.communes if one.siren]
        for kind, write in {
            "siren": lambda one: one.siren,
            "siren in threes": lambda one: f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]}",
            "labelled siren": lambda one: f"SIREN : {one.siren}",
            "siren in dots": lambda one: f"{one.siren[:3]}.{one.siren[3:6]}.{one.siren[6:]}",
            "n° siren": lambda one: f"N° SIREN {one.siren}",
            "n° insee": lambda one: f"INSEE {one.code}",
            "siret": lambda one: f"{one.siren}00017",
            "siret in groups": lambda one: (
                f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]} 00017"
            ),
            "insee": lambda one: one.code,
            "insee, lost zero": lambda one: one.code[1:] if one.code.startswith("0") else "",
        }.items():
            yield kind, self._each(self._drawn(sized), write)
        sole = Counter(code for one in self.communes for code in one.postcodes.split())
        for kind, write in {
            "postcode alone": lambda one: one.postcodes[:5],
            "postcode in two": lambda one: f"{one.postcodes[:2]} {one.postcodes[2:5]}",
        }.items():
            alone = [one for one in sized if one.postcodes and sole[one.postcodes[:5]] == 1]
            yield kind, self._each(self._drawn(alone), write)
        for kind, write in {
            "cedex": lambda one: (
                f"{one.departement_id[:2]}{self.chance.randrange(10, 99)}1 {shouted(one.name)} CEDEX"
            ),
            "cedex 9": lambda one: f"{one.name} Cedex {self.chance.randrange(1, 20)}",
            "cedex alone": lambda one: f"{shouted(one.name)} CEDEX",
        }.items():
            # A delivery office bears the name of a town.
            large = [one for one in self.towns if self.largest[names.fold(one.name)] is one]
            yield kind, self._each(self._drawn(large), write)

        def arrondissements() -> Iterator[Written]:
            for city, code, count in (
                ("Paris", "75056", 20),
                ("Lyon", "69123", 9),
                ("Marseille", "13055", 16),
            ):
                for number in self.chance.sample(range(1, count + 1), 6):
                    first = "er" if number == 1 else "e"
                    yield from (
                        (text, code)
                        for text in (
                            f"{city} {number}",
                            f"{city.upper()} {number:02}",
                            f"{city} {number}{first}",
                            f"{city} {number}{first} arrondissement",
                            f"{number}{'ER' if number == 1 else 'EME'} arrondissement de {city}",
                            {"Paris": "75", "Lyon": "69", "Marseille": "13"}[city]
                            + f"0{number:02}",
                        )
                    )

        every = list(arrondissements())
        self.chance.shuffle(every)
        yield "arrondissement", iter(every)

    def _former(self) -> Ways:
        lone = Counter(names.fold(one.name) for one in self.former)
        alone = [
            one
            for one in self.former
            if lone[names.fold(one.name)] == 1 and names.fold(one.name) not in self.all_names
        ]
        for kind, write in {
            "former": lambda one: one.name,
            "former, capitals": lambda one: shouted(one.name),
            "former and 31": lambda one: f"{one.name} ({one.code[:2]})",
            "former and postcode": lambda one: (
                f"{one.postcodes[:5]} {one.name}" if one.postcodes else ""
            ),
            "déléguée": lambda one: f"commune déléguée {names.of_name(one.name, one.tncc)}",
            "mairie of former": lambda one: f"mairie {names.of_name(one.name, one.tncc)}",
            "former's code": lambda one: one.code if one.code != one.authority.code else "",
        }.items():
            yield (
                kind,
                ((text, one.authority_id) for one in self._drawn(alone) if (text := write(one))),
            )

    def _groupings(self) -> Ways:
        short = {
            AuthorityType.COMMUNAUTE_COMMUNES: "CC",
            AuthorityType.COMMUNAUTE_AGGLO: "CA",
            AuthorityType.COMMUNAUTE_URBAINE: "CU",
        }
        typed = [one for one in self.groupings if one.type in short and one.full_name != one.name]
        for kind, write in {
            "full name": lambda one: one.full_name,
            "full name, capitals": lambda one: shouted(one.full_name),
            "CC": lambda one: f"{short[one.type]} {one.of_name}",
            "CC without link": lambda one: f"{short[one.type]} {plain(one.name)}",
            "com com": lambda one: (
                f"com com {one.of_name}" if one.type == AuthorityType.COMMUNAUTE_COMMUNES else ""
            ),
            "agglo": lambda one: (
                f"agglo {one.of_name}" if one.type == AuthorityType.COMMUNAUTE_AGGLO else ""
            ),
            "agglo behind": lambda one: (
                f"{plain(one.name)} agglo" if one.type == AuthorityType.COMMUNAUTE_AGGLO else ""
            ),
            "intercommunalité": lambda one: f"intercommunalité {one.of_name}",
            "grouping and 31": lambda one: f"{short[one.type]} {one.name} ({one.departement_id})",
            "grouping's siren": lambda one: f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]}",
        }.items():
            yield kind, self._each(self._drawn(typed), write)
        initials = defaultdict(list)
        for one in self.groupings:
            initials[names.acronym(one.full_name).upper()].append(one)
        yield (
            "acronym",
            (
                (acronym, max(some, key=lambda one: one.population or 0).code)
                for acronym, some in self._drawn(sorted(initials.items(), key=lambda pair: pair[0]))
                if 3 <= len(acronym) <= 6
            ),
        )
        epts = [one for one in self.groupings if one.type == AuthorityType.EPT]
        yield "ept", self._each(self._drawn(epts), lambda one: one.name)
        yield "EPT", self._each(self._drawn(epts), lambda one: f"EPT {one.name}")
        yield "body", self._each(self._drawn(self.bodies), lambda one: one.name)
        yield (
            "body's acronym",
            (
                (found[1], one.code)
                for one in self._drawn(self.bodies)
                if (found := re.search(r"\(([A-Z]{3,})\)", one.name))
            ),
        )

    def _councils(self) -> Ways:
        def area(one):
            return areas.departement(one.departement_id)

        for kind, write in {
            "council": lambda one: one.name,
            "conseil départemental": lambda one: (
                f"Conseil départemental {names.of_name(area(one).name, area(one).tncc)}"
            ),
            "conseil général": lambda one: (
                f"CONSEIL GENERAL {shouted(names.of_name(area(one).name, area(one).tncc))}"
            ),
            "CD 31": lambda one: f"CD {one.departement_id}",
            "CD31": lambda one: f"CD{one.departement_id}",
            "département 31": lambda one: f"département {one.departement_id}",
            "31 alone": lambda one: one.departement_id,
            "département area": lambda one: f"département {plain(area(one).name)}",
        }.items():
            yield kind, self._each(self._drawn(self.councils), write)
        for kind, write in {
            "région": lambda one: f"Région {one.region_name}",
            "conseil régional": lambda one: (
                f"conseil régional {names.of_name(one.region_name, areas.region(one.region_id).tncc)}"
            ),
        }.items():
            yield kind, self._each(self._drawn(self.regions), write)
