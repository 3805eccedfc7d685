"""What is said once of a field of the sheet, for all that reads it."""

from dataclasses import dataclass
from enum import Enum, auto

from catalogue import choices


class Search(Enum):
    """Which part of the search record holds it: a word found in the title weighs most."""

    TITLE = auto()
    SUMMARY = auto()
    DIFFICULTIES = auto()
    BODY = auto()


class When(Enum):
    """For which sheets a field is needed before they are published."""

    ALWAYS = "toujours"
    DOCUMENTARY = "fiche documentaire"
    DATED = "dès qu’une source est datée, ou avec la collectivité"
    WITH_AUTHORITY = "avec la collectivité"
    VALIDATED = "fiche validée"
    DEBATE = "débat écrit avec la collectivité"


@dataclass(frozen=True, slots=True)
class Needed:
    when: When
    message: str  # what the form says while it is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of `ProjectPage`, or one of its relations when `rows` names one of its rows."""

    name: str  # on the model
    label: str  # of the form and of the page
    help: str  # one line: what to write, and why
    column: str = ""  # of a spreadsheet of sheets; "" stays inside
    rows: str = ""  # « coût »: what one row is
    heading: str = ""  # above it on the page, where `label` is not the word for readers
    anchor: str = ""  # of its own section on the page, for a text that has one
    search: Search | None = None
    weight: int = 0  # in the completeness
    why: str = ""  # what a reader loses while it is missing, for a field that weighs
    absent: str = ""  # what is missing then, where `label` is not its word
    needed: Needed | None = None
    answered_by: tuple[str, ...] = ()  # other attributes of the sheet that answer the same
    denies: tuple[str, ...] = ()  # « non connu »: what must then be empty
    closed: bool = False  # editors alone say it: nobody outside suggests it
    silence: bool = False  # a documentary sheet says that its sources do not tell it
    # Said in docs/sheet-fields.md; `council/cells.py`, `council/note/` and `confirmations/facts.py` hold to them.
    compared: bool = False  # a row of the side by side
    noted: bool = False  # goes into a note to the council
    ages: str = ""  # the fact that a yearly confirmation asks about

    @property
    def title(self) -> str:
        """Above it on the page."""
        return self.heading or self.label[:1].upper() + self.label[1:]


@dataclass(frozen=True, slots=True)
class Section:
    """A box of the form. A tuple of fields stands on one line; without a title there is no box."""

    title: str
    lines: tuple[Field | tuple[Field, ...], ...]
    help: str = ""
    kinds: tuple[choices.Kind, ...] = ()  # natures that show it; () all

    @property
    def fields(self) -> list[Field]:
        lines = [line if isinstance(line, tuple) else (line,) for line in self.lines]
        return [field for line in lines for field in line]


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    sections: tuple[Section, ...]
    help: str = ""

    @property
    def fields(self) -> list[Field]:
        return [field for section in self.sections for field in section.fields]
