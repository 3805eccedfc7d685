"""Finding one's territory among 36,000: by name, former name, postcode or code, as people write them.

`find` gives answers while somebody types; `resolve` says who is meant, or whom to ask about.
Nothing is taken that another may be meant by: who is asked sees the likeliest first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, IntegerField, QuerySet, Value, When

from . import names
from .known_names import Known, KnownNames, known_names
from .models import Authority
from .other_names import OtherName
from .typed_names import MAX_LENGTH, Reading, Typed, of_number, readings, typed
from .types import COMMUNE, DEPARTEMENT, GROUPEMENT, ORGANISME

MIN_NEAR = 3  # letters below which any name is near
NEAR_IN_POSTCODE = 88  # of 100, for a name beside its own postcode
# A town hides a hamlet of that very name when it opens with it and is so much larger: « Évry ».
SHADOW_POPULATION = 5_000
SHADOW_RATIO = 5
SLIP_RATIO = 40  # a town is meant by a name a letter away when it is that much larger
FEW = 3  # names that somebody reads when asked
LISTED = 200  # rows of a list in the admin that are looked for

Found = tuple[int, int]  # key of the authority, key of the OtherName that led to it or 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An authority, and the other name that it was found by, if any."""

    authority: Authority
    other: OtherName | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Who is meant: `sure` when there is no doubt, else whom to ask about, the likeliest first."""

    sure: Answer | None
    candidates: list[Answer]


def find(text: str, limit: int = 8) -> list[Authority]:
    """The best answers to what somebody is typing, at most `limit`; broken input finds nothing."""
    return _authorities(islice(_found(text), limit))


def answers(text: str, limit: int = 8) -> list[Answer]:
    """As `find`, with the other name that led to each."""
    return _answers(islice(_found(text), limit))


def begun(text: str, limit: int) -> list[Authority]:
    """Territories that are meant while something else may be: the text as it is, in a name."""
    found = _once(_in_order(text.replace("\x00", ""), phrase_only=True))
    return [answer.authority for answer in _answers(islice(found, limit))]


def matching(text: str) -> QuerySet[Authority]:
    """Every authority that answers the text, best first: for lists that filter further."""
    keys = [key for key, _ in islice(_found(text), LISTED)]
    rank = Case(
        *(When(pk=key, then=Value(at)) for at, key in enumerate(keys)),
        default=Value(len(keys)),
        output_field=IntegerField(),
    )
    found = Authority.objects.filter(pk__in=keys)
    return found.order_by(rank) if keys else found


def resolve(text: str, limit: int = 12) -> Authority | list[Authority]:
    """One authority when the text leaves no doubt, else the candidates (maybe none)."""
    meaning = meant(text, limit)
    if meaning.sure:
        return meaning.sure.authority
    return [answer.authority for answer in meaning.candidates]


def meant(text: str, limit: int = 12) -> Meaning:
    """Who is meant by a text that somebody sent, not one that he is still typing."""
    found, is_sure = _who(text)
    told = _answers(islice(_once(found), limit))
    return Meaning(told[0], []) if is_sure and told else Meaning(None, told)


def near_names(text: str, limit: int = 5) -> list[Authority]:
    """Territories whose name is spelt almost like this one, for a name that nobody bears."""
    words = typed(text).words
    if sum(map(len, words)) < MIN_NEAR:
        return []
    known = known_names()
    found = (_pair(known, index) for index in known.near(words, limit))
    return [answer.authority for answer in _answers(islice(_once(found), limit))]


# --- While typing ---------------------------------------------------------------------------------


def _found(text: str) -> Iterator[Found]:
    return _once(_in_order(text.replace("\x00", "")))


def _in_order(text: str, *, phrase_only: bool = False) -> Iterator[Found]:
    """Whole names and codes; names that open so; with such a word; with all of the words."""
    read = typed(text)
    if read.digits:
        yield from _numbers(read.digits)[0]
        yield from _begun_numbers(read.digits)
        return
    if not read.words and not read.number:
        return
    known = known_names()
    yield from _coded(text)
    exact, _ = _exact(known, read)
    yield from exact
    if read.number:
        yield from _beside_number(known, read)[0]
    if not read.words:
        return
    phrase = " ".join(read.words)
    plain = " ".join(names.without_links(read.words))
    for one in dict.fromkeys((phrase, plain)):
        yield from (_pair(known, index) for index in known.opening(one))
    yield from (_pair(known, index) for index in known.holding(plain))
    if not phrase_only:
        yield from (_pair(known, index) for index in _with_all_words(known, read.words))


def _with_all_words(known: KnownNames, words: list[str]) -> Iterator[int]:
    for reading in readings(words):
        if reading.areas is None:
            plain = names.without_links(reading.words)
            if sum(map(len, plain)) > 1:
                yield from known.with_words(plain, reading.families)


# --- Who is meant ---------------------------------------------------------------------------------


def _who(text: str) -> tuple[list[Found], bool]:
    """Keys, the likeliest first, and whether the first is meant without doubt."""
    text = text.replace("\x00", "")
    read = typed(text)
    if read.digits:
        return _numbers(read.digits)
    if not read.words and not read.number:
        return [], False
    if coded := _coded(text):
        return coded, True
    known = known_names()
    if read.number:
        return _beside_number(known, read)
    exact, is_sure = _exact(known, read)
    if exact:
        return exact, is_sure
    return _guessed(known, read.words)


def _exact(known: KnownNames, read: Typed) -> tuple[list[Found], bool]:
    for reading in readings(read.words):
        found = _answering(known, reading)
        if not found and len(reading.words) == 1:
            # Initials are a guess: taken only in the area that is told beside.
            found = [
                index
                for index in known.with_acronym(reading.words[0])
                if _fits(known.entries[index], reading.families, reading.areas)
            ]
            if found and reading.areas is None:
                return _told(known, found), False
        if not found:
            continue
        if reading.areas is not None or reading.families - {COMMUNE}:
            return _told(known, found), _is_alone(known, found)
        shadows = _shadows(known, reading.words, found)
        spelt = [index for index in found if known.is_spelt(index, reading.words)]
        everyone = [*shadows, *spelt, *found]
        return _told(known, dict.fromkeys(everyone)), not shadows and _is_alone(known, found)
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


def _is_alone(known: KnownNames, found: list[int]) -> bool:
    return len({known.entries[index].key for index in found}) == 1


def _guessed(known: KnownNames, words: list[str]) -> tuple[list[Found], bool]:
    """No whole name: names with all of the words, and those that are spelt almost so."""
    if here := _near_in_area(known, words):
        # What reads as an area may be a part of the name: « Saint-Priivat-d'Allier ».
        whole = [
            index
            for index in known.near(words, FEW)
            if known.closeness(index, words) >= NEAR_IN_POSTCODE
        ]
        return _told(known, dict.fromkeys([*whole, *here])), False
    found = list(dict.fromkeys(islice(_with_all_words(known, words), 400)))
    living = [i for i in found if not known.entries[i].gone] or found
    whole = [i for i in living if _says_all(known.entries[i], words)]
    is_body = whole and known.entries[whole[0]].family != COMMUNE
    if whole and _is_alone(known, whole) and (is_body or _is_alone(known, living)):
        return _told(known, whole), True
    kinds = next((r.families for r in readings(words) if r.families), frozenset())
    living += known.near(_bare(words), 5, kinds)
    # Several words that open a name tell more than its size.
    bare = _bare(words)
    opening = set(islice(known.opening(" ".join(words)), 20)) if len(words) > 1 else set()
    living = sorted(set(living))[:60]
    return _told(
        known, sorted(living, key=lambda i: (i not in opening, -known.likeliness(i, bare)))
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
            best = sorted(set(here), key=lambda i: -known.closeness(i, reading.words))
            return best
    return []


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


# --- Numbers --------------------------------------------------------------------------------------


def _coded(text: str) -> list[Found]:
    """A code as addresses hold it: « D47 », « R75 », « COL-CORSE », « 2A004 »."""
    code = text.strip()[:MAX_LENGTH]
    if not re.search(r"[0-9-]", code) or " " in code:
        return []
    known = known_names()
    index = known.with_code(code)
    return [] if index is None else [_pair(known, index)]


def _numbers(digits: str) -> tuple[list[Found], bool]:
    known = known_names()
    if len(digits) <= 3:
        codes = {digits.zfill(2).upper(), digits}
        councils = [i for code in codes for i in known.with_other_code(f"D{code}")]
        return _told(known, councils), _is_alone(known, councils)
    if len(digits) in (9, 14):
        siren = digits[:9]
        coded = known.with_code(siren)
        some = {*known.with_siren(siren), *([] if coded is None else [coded])}
        found = sorted(some)[:FEW]
        return _told(known, found), len(found) == 1
    if len(digits) in (4, 5):
        return _five_digits(known, digits.zfill(5))
    return [], False


def _five_digits(known: KnownNames, number: str) -> tuple[list[Found], bool]:
    """A postcode is taken when one commune has it; an INSEE code is asked about, never taken."""
    posted = known.with_postcode(number)
    index = known.with_code(number)
    coded = [] if index is None else [_pair(known, index)]
    former = known.with_other_code(number)
    if not posted and former and all(_is_arrondissement(known.entries[i]) for i in former):
        return _told(known, former), _is_alone(known, former)
    # The two largest, so that the code's own is among the first that are read.
    largest, others = sorted(posted)[:2], sorted(posted)[2:]
    found = [*_told(known, largest), *coded, *_told(known, [*former, *others])]
    if posted:
        return found, len({key for key, _ in found}) == 1
    # No postcode: an INSEE code, or that of a CEDEX, often of the largest town around.
    return [*found, *_told(known, _largest_around(known, number))], False


def _is_arrondissement(one: Known) -> bool:
    return one.other > 0 and one.name[-1:].isdigit()


def _largest_around(known: KnownNames, number: str) -> list[int]:
    return known.with_postcode(number[:3])[:1]


def _begun_numbers(digits: str) -> Iterator[Found]:
    known = known_names()
    begun = known.with_siren if len(digits) > 5 else known.with_postcode
    yield from _told(known, begun(digits))


def _beside_number(known: KnownNames, read: Typed) -> tuple[list[Found], bool]:
    """« 74600 Seynod »: the name decides, the number tells its homonyms apart."""
    number = read.number
    if not read.words:
        return _numbers(number)
    if len(number) == 9:
        return _numbers(number)
    posted = known.with_postcode(number)
    named: list[int] = []
    for reading in readings(read.words):
        named = _answering(known, reading)
        if named:
            break
    fitting = [i for i in named if i in posted or known.entries[i].code == number]
    if fitting:
        return _told(known, fitting), _is_alone(known, fitting)
    around = of_number(number)
    in_area = [i for i in named if known.entries[i].departement in around]
    # A former commune has no postcode of its own here; a CEDEX is nobody's.
    unposted = [i for i in in_area if not known.entries[i].postcodes or not posted or read.is_cedex]
    if unposted:
        return _told(known, unposted), _is_alone(known, unposted)
    close = [(known.closeness(i, read.words), i) for i in posted]
    alike = [i for score, i in close if score >= NEAR_IN_POSTCODE]
    if alike and _is_alone(known, alike) and not in_area:
        return _told(known, alike), True
    nearest = [i for score, i in sorted(close, reverse=True) if score >= 50]
    begun = [i for i in posted if f" {known.entries[i].name}".startswith(f" {read.words[0]}")]
    rest = [*in_area, *nearest, *begun, *named, *sorted(posted)]
    if not rest or not (in_area or nearest):
        rest = [*(i for i in _around(known, read, around)), *rest]
    return _told(known, list(dict.fromkeys(rest))), False


def _around(known: KnownNames, read: Typed, departements: Iterable[str]) -> Iterator[int]:
    """Names with the words, or almost, in these départements."""
    kept = frozenset(departements)
    candidates = [*_with_all_words(known, read.words), *known.near(read.words, 8)]
    return (i for i in candidates if known.entries[i].departement in kept)


# --- Answers --------------------------------------------------------------------------------------


def _pair(known: KnownNames, index: int) -> Found:
    one = known.entries[index]
    return one.key, one.other


def _told(known: KnownNames, indexes: Iterable[int]) -> list[Found]:
    return [_pair(known, index) for index in indexes]


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Each authority once, by the first name that led to it."""
    seen: set[int] = set()
    for key, other in found:
        if key not in seen:
            seen.add(key)
            yield key, other


def _authorities(found: Iterable[Found]) -> list[Authority]:
    keys = [key for key, _ in found]
    known = Authority.objects.order_by().in_bulk(keys) if keys else {}
    return [known[key] for key in keys if key in known]


def _answers(found: Iterable[Found]) -> list[Answer]:
    pairs = list(found)
    if not pairs:
        return []
    authorities = Authority.objects.order_by().in_bulk([key for key, _ in pairs])
    others = [other for _, other in pairs if other]
    named = OtherName.objects.order_by().in_bulk(others) if others else {}
    return [
        Answer(authorities[key], named.get(other)) for key, other in pairs if key in authorities
    ]
