"""Numbers and codes of territories: INSEE codes, postcodes, SIREN, numbers of départements."""

import re
from collections.abc import Iterator

from .known_names import Found, Known, KnownNames, known_names
from .typed_names import MAX_LENGTH

FEW = 3  # names that somebody reads when asked


def coded(text: str) -> list[Found]:
    """A code as addresses hold it: « D47 », « R75 », « COL-CORSE », « 2A004 »."""
    code = text.strip()[:MAX_LENGTH]
    if not re.search(r"[0-9-]", code) or " " in code:
        return []
    known = known_names()
    index = known.with_code(code)
    return [] if index is None else [known.pair(index)]


def numbered(digits: str) -> tuple[list[Found], bool]:
    known = known_names()
    if len(digits) <= 3:
        codes = {digits.zfill(2).upper(), digits}
        councils = [i for code in codes for i in known.with_other_code(f"D{code}")]
        return known.told(councils), known.is_alone(councils)
    if len(digits) in (9, 14):
        siren = digits[:9]
        coded = known.with_code(siren)
        some = {*known.with_siren(siren), *([] if coded is None else [coded])}
        found = sorted(some)[:FEW]
        return known.told(found), len(found) == 1
    if len(digits) in (4, 5):
        return _five_digits(known, digits.zfill(5))
    return [], False


def _five_digits(known: KnownNames, number: str) -> tuple[list[Found], bool]:
    """A postcode is taken when one commune has it; an INSEE code is asked about, never taken."""
    posted = known.with_postcode(number)
    index = known.with_code(number)
    coded = [] if index is None else [known.pair(index)]
    former = known.with_other_code(number)
    if not posted and former and all(_is_arrondissement(known.entries[i]) for i in former):
        return known.told(former), known.is_alone(former)
    # The two largest, so that the code's own is among the first that are read.
    largest, others = sorted(posted)[:2], sorted(posted)[2:]
    found = [*known.told(largest), *coded, *known.told([*former, *others])]
    if posted:
        return found, len({key for key, _ in found}) == 1
    # No postcode: an INSEE code, or that of a CEDEX, often of the largest town around.
    return [*found, *known.told(_largest_around(known, number))], False


def _is_arrondissement(one: Known) -> bool:
    return one.other > 0 and one.name[-1:].isdigit()


def _largest_around(known: KnownNames, number: str) -> list[int]:
    return known.with_postcode(number[:3])[:1]


def begun_numbers(digits: str) -> Iterator[Found]:
    known = known_names()
    begun = known.with_siren if len(digits) > 5 else known.with_postcode
    yield from known.told(begun(digits))
