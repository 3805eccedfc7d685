"""What an editor types above the list of sheets: a number, words of a title, an authority; accents count for nothing on
either database, as both sides are folded before."""

import re

from django.db.models import Q

from territories import areas
from territories.names import fold, spelt_words

MAX_LENGTH = 200  # characters that are read
MAX_WORDS = 12
# « n° 123 », « f/123 », the whole permalink.
_NUMBER = re.compile(r"(?:(?:\S*/)?f/|fiche |n° ?|no |#)(\d{1,9})(?:\.png|/)?", re.IGNORECASE)
_CODE = 5  # figures of the shortest that means a place


def found_by(typed: str) -> Q:
    """Sheets of that number, or whose title or authority hold every word."""
    typed = " ".join(typed[:MAX_LENGTH].replace("\x00", "").split())
    if number := _NUMBER.fullmatch(typed):
        return Q(number=int(number[1]))
    found = Q()
    for word in filter(fold, typed.split()[:MAX_WORDS]):
        found &= _title_holds(word) | of_authority(word)
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        found |= Q(number=int(typed))
    return found


def of_authority(typed: str) -> Q:
    """Words of its names, past ones too, one of its codes, or its département."""
    found = Q()
    for word in spelt_words(typed):
        around = [
            code for code, area in areas.all_departements() if word in fold(area.name).split()
        ]
        holds = Q(authority__departement__in=around)
        if not word.isdigit():
            holds |= Q(authority__lookup__contains=word)
        elif len(word) >= _CODE:
            holds |= Q(authority__lookup__contains=f" {word}")
        found &= holds
    return found if found else Q(pk=None)


def _title_holds(word: str) -> Q:
    """Part of a word is enough, as one types; figures are a whole one."""
    found = Q()
    for part in fold(word).split():
        found &= Q(folded_title__contains=f" {part} " if part.isdigit() else part)
    return found if found else Q(pk=None)
