"""What was answered, in words: read again by its author before sending, then by the editors."""

from dataclasses import dataclass

from catalogue import choices
from catalogue.fields import WILLING_TO
from core.words import euros, partial_date

from .models import Contribution
from .screens import AUTHORITY, CONTACT, SCREENS, Screen, number_of

_STATUS = dict(choices.Status.choices)
_DIFFICULTY = dict(choices.Difficulty.choices)


@dataclass(frozen=True, slots=True)
class Answered:
    """A screen and its answer. lines: (label or "", text); [] when it was passed by."""

    screen: Screen
    number: int
    lines: list[tuple[str, str]]


def answered(contribution: Contribution) -> list[Answered]:
    return [
        Answered(screen, number_of(screen), list(_lines(contribution, screen)))
        for screen in SCREENS
    ]


def first_open(contribution: Contribution) -> int | None:
    """Number of the first screen without an answer; None when there is none left."""
    return next((one.number for one in answered(contribution) if not one.lines), None)


def _lines(contribution: Contribution, screen: Screen):
    if screen is AUTHORITY:
        yield "", contribution.authority.label
        return
    said = contribution.answers.get(screen.key, {})
    if way := screen.way(said.get("way", "")):
        yield "", way.said
        return
    if screen is CONTACT:
        yield from _contact(contribution, said)
        return
    for name, value in said.items():
        yield _line(name, value)


def _line(name: str, value: str) -> tuple[str, str]:
    match name:
        case "status":
            return "", _STATUS.get(value, value)
        case "start":
            return "Depuis", partial_date(value)
        case "investment":
            return "Pour le faire", euros(value)
        case "running":
            return "Puis chaque année", euros(value)
        case "days":
            return "Jours de travail", value.replace(".", ",")
        case _ if name in _DIFFICULTY:
            return _DIFFICULTY[name], value
        case _:
            return "", value


def _contact(contribution: Contribution, said: dict):
    if function := said.get("contact_function"):
        yield "Fonction", function
    if contribution.email:
        yield "Adresse électronique, jamais publiée", contribution.email
    willing = [field.label for field in WILLING_TO if said.get(field.name)]
    if willing:
        yield "D’accord pour", ", ".join(willing)
