"""Names, codes and numbers of authorities as people write them, made from the register with a seed, and judged.

A way of writing is tried on authorities drawn at random, by the same chance each time; a bare name is tried on the
largest of those that bear it, since nobody could tell the others from it.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.drawn_register import Register, Written
from bench.ways_of_bodies import of_bodies
from bench.ways_of_communes import of_communes
from territories.lookup import meant

OFFERED = 3  # answers that somebody reads when asked
SEED = 20261129
EACH = 12  # inputs of a way of writing


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
    register = Register(random.Random(seed))
    for kind, some in (*of_communes(register), *of_bodies(register)):
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
