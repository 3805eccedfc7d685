"""The five facts of a sheet that age, as it says them today: short, plain, without any name or address of a person."""

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.costs import describe
from catalogue.fields import FIELDS
from catalogue.status import status_in_words
from core.sanitising import plain_text
from core.templatetags.typography import french_text

LONGEST = 300  # characters of what a sheet says, in a mail and on the owner's page
# Field of the sheet -> the fact that a check asks about.
AGING = {name: field.ages for name, field in FIELDS.items() if field.ages}
# Where what the owner says of it goes, when it is another field.
_FIELDS = {"running_unknown": "costs_text"}
SOURCE, OTHER = "source", "autre"
# What a reader may report.
REPORTABLE = {
    **{name: label[:1].upper() + label[1:] for name, label in AGING.items()},
    SOURCE: "Une source ne s’ouvre plus",
    OTHER: "Autre chose",
}


@dataclass(frozen=True, slots=True)
class AgingFact:
    name: str
    label: str
    said: str  # "" when the sheet does not say


def aging_facts(sheet) -> list[AgingFact]:
    return [
        AgingFact(name, REPORTABLE[name], french_text(_cut(_SAID[name](sheet)))) for name in AGING
    ]


def field_of(fact: str) -> str:
    return _FIELDS.get(fact, fact)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _status(sheet) -> str:
    label = sheet.get_status_display() if sheet.status else ""
    return status_in_words(label, sheet.status_date)


def _running(sheet) -> str:
    if rows := sheet.running_costs:
        return " ; ".join(f"{row.label} {describe(row)}".strip() for row in rows)
    return "non connu" if sheet.running_unknown else ""


def _results(sheet) -> str:
    return plain_text(sheet.results_text) or ("trop tôt" if sheet.results_too_early else "")


def _tools(sheet) -> str:
    return ", ".join(row.tool.name for row in sheet.tools.all()) or plain_text(sheet.tools_text)


def _contact(sheet) -> str:
    return ", ".join(filter(None, [sheet.contact_function, sheet.contact_service]))


_SAID: dict[str, Callable] = {
    "status": _status,
    "running_unknown": _running,
    "results_text": _results,
    "tools_text": _tools,
    "contact_function": _contact,
}
