"""What the list of sheets in the admin says of readers' signals: reports that something is out of date, questions that
wait for an answer."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalogue.listing.facts import Fact, Listed, any_of
from core.templatetags.typography import plural
from exchanges.models import Question
from exchanges.states import OPEN

from .models import Check, OutdatedReport

REPORTED, ASKED = "signalement", "question"
# One number to sort by: a report says that the sheet is wrong, a question that it is read.
_OF_REPORT = 1_000


def _reports() -> QuerySet:
    """Of which no later check of the sheet has taken account."""
    later = Check.objects.filter(sheet=OuterRef("sheet"), opened_at__gt=OuterRef("confirmed_at"))
    return OutdatedReport.objects.confirmed().filter(~Exists(later))


def _questions() -> QuerySet:
    return Question.objects.confirmed().with_state().filter(current__in=OPEN)


def _count(rows: QuerySet):
    counted = rows.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    counted = counted.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _both():
    return _count(_reports()) * _OF_REPORT + _count(_questions())


def _in_words(_, number: int) -> str:
    reports, questions = divmod(number, _OF_REPORT)
    told = [
        f"{count} {word}{plural(count)}"
        for count, word in ((reports, "signalement"), (questions, "question"))
        if count
    ]
    return ", ".join(told)


def _with_signals(sheets: QuerySet, _, values: list[str]) -> QuerySet:
    found = Q()
    if REPORTED in values:
        found |= Q(pk__in=_reports().values("sheet"))
    if ASKED in values:
        found |= Q(pk__in=_questions().values("sheet"))
    return sheets.filter(found)


LISTED = Listed(
    facts=(
        Fact(
            "signals",
            "Signaux",
            _both,
            _in_words,
            filter=any_of(
                "Signaux des lecteurs",
                [(REPORTED, "Information périmée signalée"), (ASKED, "Question sans réponse")],
                _with_signals,
            ),
        ),
    )
)
