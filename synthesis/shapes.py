"""What « Ce que l’on sait de… » is made of: values alone, as `known.py` composes them."""

from dataclasses import dataclass

from catalogue.evidence import Tally
from core.records import Place

from .estimate import Cost

FEW = 3  # sheets below which little is known


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one sheet says."""

    who: str
    url: str
    text: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()  # that the fact names, a second one last


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and the list of them."""

    label: str
    count: int
    url: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The first of them, and how many there are in how many sheets."""

    shown: tuple[Line, ...]
    total: int
    sheets: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class Said:
    """A question of `exchanges.facts`, and how many sheets answer it."""

    fact: str
    label: str
    count: int

    @property
    def sentence(self) -> str:
        return self.label if self.label.endswith("?") else f"{self.label}."


@dataclass(frozen=True, slots=True)
class Askable:
    """A sheet of which one may ask."""

    sheet: int  # its key
    number: int
    who: str
    place: Place | None
    days: int | None  # in which its owner answers
    answers: bool  # its owner does, or says so
    gives: frozenset[str]  # facts


@dataclass(frozen=True, slots=True)
class Known:
    sheets: int
    authorities: int
    smallest: Line | None  # who, and how many inhabitants
    largest: Line | None
    small: int  # authorities of less than SMALL inhabitants
    unsized: int  # authorities whose population is not known
    stopped: Count
    sizes: tuple[Count, ...]
    costs: Lines
    comparable: tuple[Cost, ...]
    cost_lines: dict[int, Line]  # row -> what it says, of whole projects
    delays: Lines
    span: str  # « 6 à 24 mois »
    difficulties: tuple[Count, ...]
    measured: Lines
    claimed: Lines
    in_words: Lines  # results that have no figure
    tools: tuple[Count, ...]
    licences: tuple[Count, ...]
    reuses: Lines
    dates: tuple[Line, ...]
    visits: tuple[Line, ...]  # who receives visits
    answering: tuple[Line, ...]
    said: tuple[Said, ...]
    askable: tuple[Askable, ...]
    evidence: Tally
    titles: tuple[Line, ...]  # the sheets

    @property
    def unsaid(self) -> list[Said]:
        return [one for one in self.said if not one.count]

    @property
    def is_little(self) -> bool:
        return self.sheets < FEW
