"""What the sheets of an authority earned, in numbers that exist: what its message opens with."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.templatetags.typography import french_text, plural
from exchanges.models import Answer, Question
from reuses.models import Reuse

_NUMBERS = ("", "votre fiche", "vos deux fiches", "vos trois fiches")


@dataclass(frozen=True, slots=True)
class Earned:
    sheets: int
    questions: int
    answers: int  # of its own, on the sheets
    reuses: int

    @property
    def words(self) -> str:
        """« Vos deux fiches : 2 questions, 1 reprise. »; "" when nothing came yet."""
        counted = (
            (self.questions, "question"),
            (self.answers, "réponse publiée"),
            (self.reuses, "reprise"),
        )
        told = [f"{count} {_many(count, what)}" for count, what in counted if count]
        whose = _whose(self.sheets)
        return french_text(f"{whose[:1].upper()}{whose[1:]} : {', '.join(told)}.") if told else ""


def earned(sheets: Sequence[int]) -> Earned:
    """sheets: keys. Three statements."""
    return Earned(
        sheets=len(sheets),
        questions=Question.objects.confirmed().filter(sheet__in=sheets).count(),
        answers=Answer.objects.shown().filter(sheet__in=sheets).count(),
        reuses=Reuse.objects.counted().filter(original__sheet__in=sheets).count(),
    )


def _whose(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"vos {count} fiches"


def _many(count: int, words: str) -> str:
    return " ".join(word + plural(count) for word in words.split())
