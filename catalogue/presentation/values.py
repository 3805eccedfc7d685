"""What the page of a sheet shows, as typed values: read by `templates/catalogue/project_page.html` and the
components it includes. Texts are as typed: the templates add typography. What nobody filled is "", None or
empty and shows nothing; `unknown` is what somebody said: « non connu ».
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from catalogue.evidence import Cited
from catalogue.provenance import Said
from core.documents import DocumentRow
from core.models import Picture
from territories.models import Authority
from territories.town_halls import ShownTownHall

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Section:
    """A text with a title of its own. id: its anchor."""

    id: str
    title: str
    text: SafeString
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A text under a smaller title, within a section."""

    title: str
    text: SafeString
    beside: str = ""  # HTML, of apps above
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the four that an eye sweeps first."""

    label: str
    text: str
    unknown: bool = False
    date: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who carries the project. The first six are those of a card (`Authority.card`)."""

    code: str
    name: str
    label: str
    type_label: str
    departement: str
    population: int | None
    note: str
    population_year: int | None
    url: str
    stated_population: int | None
    stated_year: str
    record: Authority


@dataclass(frozen=True, slots=True)
class CostRow:
    label: str
    role_label: str  # « Autre montant cité », "" for the cost of the project
    amount: Decimal
    tax: str
    year: str
    period_label: str
    units: str  # « pour 1 900 points lumineux »
    scope: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class FundingRow:
    label: str
    url: str  # of the funding programme, where the list knows it
    amount: Decimal | None
    rate: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class MeansRow:
    label: str
    value: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    indicator: str
    before: str
    after: str
    unit: str
    date: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class DifficultyRow:
    type: str
    type_label: str
    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ToolRow:
    name: str
    version: str
    hosting: str
    url: str


@dataclass(frozen=True, slots=True)
class PartnerRow:
    name: str
    role_label: str
    url: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    picture: Picture
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    title: str
    author: str
    url: str
    archived_url: str
    date: str
    voice_label: str


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """Typed rows with the text beside them. unknown: « non connu », or « trop tôt pour le dire »."""

    title: str
    text: SafeString
    rows: tuple[Row, ...]
    unknown: bool = False
    # What only costs tell apart: « coût d’investissement non connu ».
    unknown_parts: tuple[str, ...] = ()
    silence: str = ""  # what is said in place of all this where the sources do not tell it

    def __bool__(self):
        return bool(self.text or self.rows or self.unknown or self.unknown_parts or self.silence)


@dataclass(frozen=True, slots=True)
class Licence:
    title: str
    spdx: str
    text: str
    state_label: str
    source_code_url: str

    def __bool__(self):
        return bool(self.spdx or self.text or self.state_label or self.source_code_url)


@dataclass(frozen=True, slots=True)
class Redo:
    """« Pour le refaire »: conditions, what helped, and who did it again."""

    title: str
    figures: tuple[Fact, ...]
    parts: tuple[Part, ...]

    def __bool__(self):
        return bool(self.figures or self.parts)


@dataclass(frozen=True, slots=True)
class DebateItemRow:
    key: int | None  # of its row; None in a draft that was never saved
    text: str
    answer: str
    answer_label: str
    answer_text: str
    date: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Debate:
    question: str
    scope: tuple[Part, ...]  # what can be decided, and what cannot
    details: tuple[Part, ...]
    items_title: str
    items: tuple[DebateItemRow, ...]
    follow_up: Part | None

    def __bool__(self):
        return bool(self.question or self.scope or self.details or self.items or self.follow_up)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the sheet's own history."""

    date: str  # ISO
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    summary: str
    permalink: str
    theme_slug: str
    crumbs: list[dict]  # [{label, url}]
    share: dict  # {url, alt}
    holder: Holder | None
    facts: tuple[Fact, ...]
    # Who answers for it
    origin: str
    sources_span: str
    validated_on: str
    confirmed_on: str
    evidence: str  # what of it is measured or confirmed, and who speaks
    # In reading order
    story: tuple[Section, ...]
    debate: Debate | None
    results: Group[ResultRow]
    difficulties: Group[DifficultyRow]
    redo: Redo
    costs: Group[CostRow]
    funding: Group[FundingRow]
    means: Group[MeansRow]
    more: tuple[Section, ...]
    pictures: tuple[PictureRow, ...]
    documents: tuple[DocumentRow, ...]
    sources: tuple[SourceRow, ...]
    # Beside the story
    kind_label: str
    start: str
    end: str
    delay_silence: str
    partners: tuple[PartnerRow, ...]
    tools: Group[ToolRow]
    licence: Licence
    themes: list[dict]  # [{label, url}]
    covered: tuple[str, ...]
    contact: str
    town_hall: ShownTownHall | None  # whom to call where no contact is known
    willing_to: tuple[str, ...]
    # About the sheet itself
    history: tuple[Event, ...]
    text_licence: str
    text_licence_url: str
    titles: dict[str, str]  # of a field's name, for the templates
    beside: dict[str, str]  # HTML that apps above put beside a field, for each field
    # Who outside said what stands there: of each field; of each place that shows several; of those without a place.
    said_of: dict[str, tuple[Said, ...]]
    said: dict[str, tuple[Said, ...]]
    said_elsewhere: tuple[Said, ...]
