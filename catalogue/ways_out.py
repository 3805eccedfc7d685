"""How an authority got out of a difficulty: the sentence of its sheet that says it, under the sheet's own heading.

Nothing is made up: where no sentence says it, none is shown.
"""

import re

from core.sanitising import plain_text
from search.text import analysis

from .fields import FIELDS

LONGEST = 300  # characters of a sentence that is shown whole
SHORTEST = 20
SAME = 0.7  # share of the difficulty's words from which on a sentence only says it again
_END = re.compile(r"(?<=[.!?…])\s+(?=[«\w])|\n+")
# A sentence of what was done, among those that tell what went wrong or how it went on.
_DONE = re.compile(
    r"\b(?:nous avons|(?:a|ont) (?:dû|choisi|décidé|recruté|formé|fini par)|a fallu|grâce à|d['’]où|finalement"
    r"|au lieu de|plutôt que|résolu\w*|contourn\w+|remplacé\w*)\b",
    re.IGNORECASE,
)
# Where it is looked for: the weight of being there, and how many words it must share with the difficulty.
_PLACES = (
    ("success_factors", 2.0, 0),
    ("again", 1.5, 0),
    ("difficulties_text", 0.5, 1),
    ("actions", 0.0, 2),
)


def way_out(sheet, difficulty: str) -> tuple[str, str]:
    """(sentence, heading of the part that holds it); two times "" when the sheet does not tell."""
    asked = set(analysis.tokens(difficulty))
    best, heading, best_score = "", "", 0.0
    for name, weight, needed in _PLACES:
        for sentence in _sentences(getattr(sheet, name)):
            shared = len(asked & set(analysis.tokens(sentence)))
            if needed and not _DONE.search(sentence):
                continue
            if needed <= shared <= len(asked) * SAME and weight + shared > best_score:
                best, heading, best_score = sentence, FIELDS[name].title, weight + shared
    return best, heading


def _sentences(text: str) -> list[str]:
    found = [" ".join(one.split()) for one in _END.split(plain_text(text))]
    return [one for one in found if SHORTEST <= len(one) <= LONGEST]
