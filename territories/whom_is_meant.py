"""Who is meant by a text that somebody sent. Nothing is taken that another may be meant by: who is asked sees the
likeliest first.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from . import names
from .known_names import Found, Known, KnownNames, known_names
from .lookup_numbers import FEW, coded, numbered
from .typed_names import Reading, Typed, counting, of_number, readings, typed, without_district
from .types import COMMUNE, DEPARTEMENT, GROUPEMENT, ORGANISME

NEAR_IN_POSTCODE = 88  # of 100, for a name beside its own postcode
# A town hides a hamlet of that very name when it opens with it and is so much larger: « Évry ».
SHADOW_POPULATION = 5_000
SHADOW_RATIO = 5
SLIP_RATIO = 40  # a town is meant by a name a letter away when it is that much larger


def who(text: str) -> tuple[list[Found], bool]:
    """Keys, the likeliest first, and whether the first is meant without doubt."""
    text = text.replace("\x00", "")
    read = typed(text)
    if read.digits:
        return numbered(read.digits)
    if not read.words and not read.number:
        return [], False
    if by_code := coded(text):
        return by_code, True
    known = known_names()
    if counted := counting(text):
        return _counted(known, typed(counted), read)
    if read.number:
        return beside_number(known, read)
    exact, is_sure = named_so(known, read)
    if exact:
        return exact, is_sure
    guessed, is_sure = _guessed(known, read.words)
    if is_sure:
        return guessed, True
    return [*beside_district(known, read), *guessed], False


def beside_district(known: KnownNames, read: Typed) -> list[Found]:
    """« 2 Toulouse », « Toulouse 2e arrondissement »: who bears what is left without the number of a part of a town."""
    for rest in without_district(read.words):
        if found := named_so(known, read._replace(words=rest))[0]:
            return found
    return []


def _counted(known: KnownNames, counted: Typed, read: Typed) -> tuple[list[Found], bool]:
    """« 1000 étangs »: a number of the name when somebody is called so, else that of the post."""
    found, is_sure = named_so(known, counted)
    if counted.number:
        found, is_sure = beside_number(known, counted)
        found = found if is_sure else []
    if found:
        return found, is_sure
    posted, is_sure = beside_number(known, read) if read.number else named_so(known, read)
    if is_sure:
        return posted, True
    return [*known.told(islice(with_all_words(known, counted.words), FEW)), *posted], False


def named_so(known: KnownNames, read: Typed) -> tuple[list[Found], bool]:
    """Those of exactly this name, as some reading of it; whether one is meant without doubt."""
    for reading in readings(read.words):
        found = _answering(known, reading)
        if not found and len(reading.words) == 1:
            # Initials are a guess: taken only in the area that is told beside.
            found = [
                index
                for index in known.with_acronym(reading.words[0])
                if _fits(known.entries[index], reading.families, reading.areas)
            ]
            # « 2 caps » is no CAPS of the Aisne: a name may hold these words too.
            every = names.numbers_in_words(read.words)
            rivals = list(islice(known.with_words(every), FEW)) if len(every) > 1 else []
            if found and (reading.areas is None or rivals):
                return known.told(dict.fromkeys([*rivals, *found])), False
        if not found:
            continue
        if reading.areas is not None or reading.families - {COMMUNE}:
            return known.told(found), known.is_alone(found)
        shadows = _shadows(known, reading.words, found)
        spelt = [index for index in found if known.is_spelt(index, reading.words)]
        everyone = [*shadows, *spelt, *found]
        return known.told(dict.fromkeys(everyone)), not shadows and known.is_alone(found)
    return [], False


def _answering(known: KnownNames, reading: Reading) -> list[int]:
    """Living bearers of exactly this name, in that family and area; the dead when nobody lives."""
    if not reading.words:
        if reading.areas and DEPARTEMENT in reading.families:
            return [i for code in sorted(reading.areas) for i in known.with_other_code(f"D{code}")]
        return []
    found = [
        index
        for index in known.named(reading.words)
        if _fits(known.entries[index], reading.families, reading.areas)
    ]
    return [i for i in found if not known.entries[i].gone] or found


def _fits(one: Known, families: frozenset[str], areas: frozenset[str] | None) -> bool:
    if families and one.family not in families:
        # Syndicats and agencies say « communauté » or « métropole » in their names too.
        roles = one.code in ("75056", "200046977") or one.code.startswith(("COL-", "D", "R"))
        if not (roles and families & {DEPARTEMENT, "region"}):
            return False
    return areas is None or one.departement in areas or f"R{one.region}" in areas


def _shadows(known: KnownNames, words: list[str], found: list[int]) -> list[int]:
    """Towns that everybody means by this name of a smaller place."""
    # An other name counts as the place that it was: its authority of today may be a large one.
    own = [known.entries[i] for i in found]
    largest = max((one.population for one in own), default=0)
    shadows = []
    phrases = dict.fromkeys((" ".join(words), " ".join(names.without_links(words))))
    for phrase in phrases:
        for index in islice(known.opening(phrase, whole=True), 3):
            one = known.entries[index]
            bears_it = any(one.key == other.key for other in own)
            if one.gone or one.family != COMMUNE or bears_it or one.other:
                continue
            is_larger = one.population >= SHADOW_RATIO * max(largest, 1)
            if is_larger and one.population >= SHADOW_POPULATION:
                shadows.append(index)
        if shadows:
            break
    # A former commune is a name that people know well: only a living bearer may be a slip.
    if len(found) == 1 and not own[0].other:
        for index in known.towns_a_letter_away(words):
            if known.entries[index].population >= SLIP_RATIO * max(largest, 1):
                shadows.append(index)
    return shadows


def _guessed(known: KnownNames, words: list[str]) -> tuple[list[Found], bool]:
    """No whole name: names with all of the words, and those that are spelt almost so."""
    if here := _near_in_area(known, words):
        # What reads as an area may be a part of the name: « Saint-Priivat-d'Allier ».
        whole = [
            index
            for index in known.near(words, FEW)
            if known.closeness(index, words) >= NEAR_IN_POSTCODE
        ]
        return known.told(dict.fromkeys([*whole, *here])), False
    found = list(dict.fromkeys(islice(with_all_words(known, words), 400)))
    living = [i for i in found if not known.entries[i].gone] or found
    whole = [i for i in living if _says_all(known.entries[i], words)]
    is_body = whole and known.entries[whole[0]].family != COMMUNE
    if whole and known.is_alone(whole) and (is_body or known.is_alone(living)):
        return known.told(whole), True
    kinds = next((r.families for r in readings(words) if r.families), frozenset())
    living += known.near(_bare(words), 5, kinds)
    # Several words that open a name tell more than its size.
    bare = _bare(words)
    opening = set(islice(known.opening(" ".join(words)), 20)) if len(words) > 1 else set()
    living = sorted(set(living))[:60]
    return known.told(
        sorted(living, key=lambda i: (i not in opening, -known.likeliness(i, bare)))
    ), False


def _near_in_area(known: KnownNames, words: list[str]) -> list[int]:
    """Names of the area that is told beside, with the words or spelt almost so."""
    for reading in readings(words):
        if reading.areas is None or not reading.words:
            continue
        plain = names.without_links(reading.words)
        some = [*islice(known.with_words(plain, reading.families), 200)]
        some += known.near(reading.words, 40, reading.families)
        here = [i for i in some if _fits(known.entries[i], reading.families, reading.areas)]
        if here:
            return sorted(set(here), key=lambda i: -known.closeness(i, reading.words))
    return []


def with_all_words(known: KnownNames, words: list[str]) -> Iterator[int]:
    for reading in readings(words):
        if reading.areas is None:
            plain = names.without_links(reading.words)
            if sum(map(len, plain)) > 1:
                yield from known.with_words(plain, reading.families)


def _bare(words: list[str]) -> list[str]:
    return next((reading.words for reading in readings(words) if reading.families), words)


def _says_all(one: Known, words: list[str]) -> bool:
    """Whether each word is a whole one of its name: « mégalis », not « toulouze »."""
    if one.family == COMMUNE and one.other:
        return False
    theirs = {*one.name.split(), *one.also.split()}
    plain = set(names.without_links(_bare(words)))
    if one.family in (ORGANISME, GROUPEMENT):
        return plain <= theirs
    return plain <= theirs and f" {one.name} ".startswith(f" {' '.join(_bare(words))} ")


def beside_number(known: KnownNames, read: Typed) -> tuple[list[Found], bool]:
    """« 74600 Seynod »: the name decides, the number tells its homonyms apart."""
    number = read.number
    if not read.words:
        return numbered(number)
    if len(number) == 9:
        return numbered(number)
    posted = known.with_postcode(number)
    named: list[int] = []
    for reading in readings(read.words):
        named = _answering(known, reading)
        if named:
            break
    fitting = [i for i in named if i in posted or known.entries[i].code == number]
    if fitting:
        return known.told(fitting), known.is_alone(fitting)
    around = of_number(number)
    in_area = [i for i in named if known.entries[i].departement in around]
    # A former commune has no postcode of its own here; a CEDEX is nobody's.
    unposted = [i for i in in_area if not known.entries[i].postcodes or not posted or read.is_cedex]
    if unposted:
        return known.told(unposted), known.is_alone(unposted)
    close = [(known.closeness(i, read.words), i) for i in posted]
    alike = [i for score, i in close if score >= NEAR_IN_POSTCODE]
    if alike and known.is_alone(alike) and not in_area:
        return known.told(alike), True
    nearest = [i for score, i in sorted(close, reverse=True) if score >= 50]
    begun = [i for i in posted if f" {known.entries[i].name}".startswith(f" {read.words[0]}")]
    rest = [*in_area, *nearest, *begun, *named, *sorted(posted)]
    if not rest or not (in_area or nearest):
        rest = [*(i for i in _around(known, read, around)), *rest]
    return known.told(list(dict.fromkeys(rest))), False


def _around(known: KnownNames, read: Typed, departements: Iterable[str]) -> Iterator[int]:
    """Names with the words, or almost, in these départements."""
    kept = frozenset(departements)
    candidates = [*with_all_words(known, read.words), *known.near(read.words, 8)]
    return (i for i in candidates if known.entries[i].departement in kept)
