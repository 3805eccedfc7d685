"""What a sheet shows of questions: beside each fact that it does not give, whom one may ask; below it, what was answered.

One statement while nobody asked the authority anything, as of most; else five, whatever the number of questions.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from core.identity import QUESTIONS, is_open
from core.loop_numbers import FEW, median_days
from core.structured_data import graph
from core.templatetags.typography import plural

from . import as_suggestions, facts, states
from .answering import provenance
from .models import Answer, Question, QuestionEvent
from .states import Kind

LONGEST = 50  # answers on a sheet
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    question: str
    text: str
    who: str
    day: datetime.date
    provenance: str
    is_in_field: bool  # word for word: the page says it already


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact that the sheet does not give, or that an answer completes."""

    name: str
    label: str
    url: str  # where to ask; "" when the sheet gives it
    others: int  # who asked, from FEW on; else 0
    answers: tuple[ShownAnswer, ...]

    @property
    def shown(self) -> list[ShownAnswer]:
        return [one for one in self.answers if not one.is_in_field]


def beside_fields(sheet) -> dict[str, SafeString]:
    """For `core.declarations`: {field: HTML}. What is known of all is kept on the sheet, for the slot further down."""
    sheet.asked = asked_about(sheet)
    return {
        fact.name: SafeString(render_to_string("exchanges/beside_fact.html", {"fact": fact}))
        for fact in sheet.asked.facts
        if fact.name in BESIDE and (fact.url or fact.shown)
    }


# The fields that have a place of their own on the page even when they are empty.
BESIDE = frozenset({"costs", "means_text", "difficulties_text", "reproducibility", "setup_months"})


def asked_about(sheet) -> "Asked":
    owner = Q(sheet__authority=sheet.authority_id) if sheet.authority_id else Q(sheet=sheet.pk)
    if not Question.objects.filter(owner).order_by().values("pk")[:1]:
        return Asked(_facts(sheet, {}, {}), Responsiveness())
    return Asked(
        _facts(sheet, _waiting(sheet), _answers(sheet)), responsiveness(sheet.authority_id)
    )


def _facts(sheet, asked: dict[str, int], answers: dict) -> list[AskedFact]:
    missing = facts.gaps(sheet)
    may_ask = sheet.number and sheet.live and is_open(QUESTIONS)
    ask = reverse("ask", args=[sheet.number]) if may_ask else ""
    return [
        AskedFact(
            name=name,
            label=facts.label(name),
            url=f"{ask}?fait={name}" if ask and name in missing else "",
            others=asked[name] if asked.get(name, 0) >= FEW else 0,
            answers=tuple(answers.get(name, ())),
        )
        for name in (*facts.QUESTIONS, "")
        if name in missing or name in answers
    ]


def _waiting(sheet) -> dict[str, int]:
    """Fact -> how many ask it and wait."""
    waiting = (
        Question.objects.confirmed()
        .filter(sheet=sheet, answer=None, erased_at=None)
        .with_state()
        .filter(current__in=states.OPEN - {Kind.REPORTED})
    )
    return dict(waiting.order_by().values_list("fact").annotate(count=Count("pk")))


def _answers(sheet) -> dict[str, list[ShownAnswer]]:
    found: dict[str, list[ShownAnswer]] = {}
    for given in Answer.objects.shown().filter(sheet=sheet)[:LONGEST]:
        found.setdefault(given.fact, []).append(
            ShownAnswer(
                question=given.question_text,
                text=given.text,
                who=as_suggestions.who_said(given),
                day=timezone.localtime(given.answered_at).date(),
                provenance=provenance(given),
                is_in_field=as_suggestions.is_in_field(sheet, given),
            )
        )
    return found


def json_ld(known: list[AskedFact]) -> SafeString | str:
    """Published answers for machines, each with who said it and when; "" without any."""
    things = [
        {
            "@type": "Question",
            "name": answer.question or fact.label,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": answer.text,
                "dateCreated": answer.day.isoformat(),
                "author": {"@type": "Organization", "name": answer.who},
            },
        }
        for fact in known
        for answer in fact.answers
    ]
    return graph(*things) if things else ""


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """« répond en 4 jours (médiane, 6 questions en un an) »; since when nobody answers, once the owner was warned."""

    days: int | None = None
    count: int = 0
    silent_since: datetime.date | None = None

    @property
    def words(self) -> str:
        if self.days is None:
            return ""
        within = "le jour même" if self.days < 1 else f"en {self.days} jour{plural(self.days)}"
        return f"répond {within} (médiane, {self.count} questions en un an)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about a sheet, and how its owner answers."""

    facts: list[AskedFact]
    owner: Responsiveness


def responsiveness(authority: int | None) -> Responsiveness:
    if authority is None:
        return Responsiveness()
    now = timezone.now()
    days = answer_days(Q(question__sheet__authority=authority, at__gte=now - YEAR))
    silent = None
    if not days:
        # Warned twice, and not only not found.
        told = QuestionEvent.objects.current().filter(
            question__sheet__authority=authority,
            kind=Kind.TOLD,
            question__events__kind=Kind.REMINDED_TWICE,
        )
        silent = told.aggregate(since=Min("question__confirmed_at"))["since"]
    return Responsiveness(
        days=median_days(days),
        count=len(days),
        silent_since=timezone.localtime(silent).date() if silent else None,
    )


def answer_days(which: Q, limit: int = 1_000) -> list[float]:
    """Days from the confirmation of a question to its answer by the owner, the latest first."""
    answered = QuestionEvent.objects.filter(which, kind=Kind.ANSWERED, by=states.By.OWNER)
    times = answered.annotate(asked=F("question__confirmed_at")).order_by("-at")
    return [
        (at - asked).total_seconds() / 86_400
        for at, asked in times.values_list("at", "asked")[:limit]
    ]


def why_sheet_kept(sheet) -> str:
    """Who asked would lose the question, and nobody would tell them."""
    waiting = sum(_waiting(sheet).values())
    if not waiting:
        return ""
    return (
        f"« {sheet.title} » n’est pas supprimée : {waiting} question{plural(waiting)} y attend"
        f"{'ent' if waiting > 1 else ''} une réponse. Répondez ou fermez-les d’abord, dans « Questions »."
    )
