"""Insults, refused where strangers write to people who answer in their working hours. Only words that say nothing
else: « ordure » is a matter of municipal waste."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_INSULTS = (
    "abruti|abrutie|bougnoul|bougnoule|branleur|branleuse|connard|connarde|connasse|encule|enculee|enculer|"
    "enfoire|enfoiree|fdp|fils de pute|gouine|imbecile|nique ta mere|ntm|pede|pouffiasse|pute|salaud|salope|"
    "sale con|sale conne|ta gueule|vos gueules|tarlouze|trou du cul|trouduc|te faire foutre|vous faire foutre|"
    "youpin"
)
_DISGUISES = str.maketrans("01345$@€", "oieassae")
# « connaaard » too: each letter may be held.
_HELD = re.sub("[a-z]", r"\g<0>+", _INSULTS).replace(" ", r"[\s_-]+")
_FOUND = re.compile(rf"\b(?:{_HELD})s?\b")


def civil(text: str) -> None:
    """ValidationError, with the word as it was typed."""
    if found := _FOUND.search(_plain(text)):
        raise ValidationError(
            f"« {text[found.start() : found.end()]} » : la personne qui vous lira n’y est pour rien. "
            "Dites-le autrement.",
            code="insult",
        )


def _plain(text: str) -> str:
    """Lowercase without accents or disguises, letter for letter: a place in it is that place in the text."""
    letters = (unicodedata.normalize("NFD", letter.lower())[:1] or letter for letter in text)
    return "".join(letters).translate(_DISGUISES)
