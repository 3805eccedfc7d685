"""A note as a document of any format holds it: blocks of plain text in reading order. No renderer adds a word."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    text: str  # never empty: a PDF for screen readers cannot have one that is


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    label: str = ""  # in bold, before it
    # Who brings it before the council wrote it: set apart from what sheets say.
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names the fact of the row; the first row is that of the heads."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    number: int
    text: str
    url: str  # "" where it has none
    has_code: bool = False  # drawn for a phone: the sheets

    @property
    def code_alt(self) -> str:
        """What is read in place of the drawing."""
        return f"Code à lire avec un téléphone : {self.url}"


@dataclass(frozen=True, slots=True)
class Sources:
    rows: tuple[Source, ...]


Block = Heading | Paragraph | Bullets | Table | Sources


@dataclass(frozen=True, slots=True)
class Note:
    title: str
    lines: tuple[str, ...]  # below the title: for whom, who brings it, when
    blocks: tuple[Block, ...]
    footer: str
    language: str = "fr"
    keywords: tuple[str, ...] = field(default=("note explicative de synthèse",))

    def texts(self) -> list[str]:
        """Every text of it, in order: what each rendering holds."""
        found = [self.title, *self.lines]
        for block in self.blocks:
            match block:
                case Heading(text):
                    found.append(text)
                case Paragraph(text, label):
                    found += [label, text] if label else [text]
                case Bullets(items):
                    found += items
                case Table(caption, head, rows):
                    found += [caption, *(cell for cell in head if cell)]
                    found += [cell for row in rows for cell in row]
                case Sources(rows):
                    found += [part for row in rows for part in (row.text, row.url) if part]
        return found
