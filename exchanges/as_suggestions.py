"""A published answer, offered as the value of the field that it fills: an editor, or the owner of a validated sheet, accepts
it or not. The answer stands on the sheet all the same."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import linebreaks

from catalogue.choices import SaidHow
from catalogue.completeness import is_filled
from core.sanitising import plain_text
from suggestions.models import Suggestion
from suggestions.suggesting import suggest, withdraw

from .models import Answer

# Fact that is asked -> the field that takes words about it, where it is another one.
_FIELDS = {"costs": "costs_text", "running_unknown": "costs_text"}
_MONTHS = re.compile(r"\b(\d{1,3})\s*mois\b")


def field_of(fact: str) -> str:
    return _FIELDS.get(fact, fact)


def exchange_of(given: Answer) -> str:
    """Under which its suggestion is found."""
    return f"answer-{given.pk}"


def offer(given: Answer) -> Suggestion | None:
    """None when the field says something already, or cannot hold this."""
    field = field_of(given.fact)
    if not field or is_filled(given.sheet, field):
        return None
    value = given.text
    if field == "setup_months":
        months = _MONTHS.findall(given.text)
        if len(months) != 1:
            return None
        (value,) = months
    try:
        return suggest(
            given.sheet,
            field,
            value,
            said_by=who_said(given),
            how=SaidHow.ANSWER,
            said_on=timezone.localtime(given.answered_at).date(),
            exchange=exchange_of(given),
        )
    except ValidationError:
        return None


def take_back(given: Answer) -> None:
    withdraw(exchange_of(given))


def of_answer(given: Answer) -> Suggestion | None:
    """The last that was made of it, with its state."""
    return Suggestion.objects.filter(exchange=exchange_of(given)).with_state().order_by("pk").last()


def is_in_field(sheet, given: Answer) -> bool:
    """Whether the field itself says it, word for word: it need not be read twice."""
    field = field_of(given.fact)
    value = getattr(sheet, field, "") if field else ""
    return bool(value) and isinstance(value, str) and _plain(given.text) == plain_text(value)


def _plain(text: str) -> str:
    return plain_text(linebreaks(text, autoescape=True))


def who_said(given: Answer) -> str:
    return given.said_by or ("la rédaction du réseau" if given.by_editors else "la collectivité")
