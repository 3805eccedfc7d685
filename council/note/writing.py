"""What a note says, in the order of a « note explicative de synthèse » (CGCT, article L. 2121-12): motives, conditions,
reach. Nothing that a sheet does not say; what is typed stands apart; what nobody says has a section of its own.
"""

import datetime
from collections.abc import Callable, Iterator
from itertools import count

from django.conf import settings
from django.urls import reverse

from catalogue.evidence import evidence_of
from core.identity import identity
from core.sanitising import plain_text, without_controls
from core.templatetags.typography import french_text
from core.words import euros, number, partial_date
from council import cells
from council.asked import Asked
from territories.models import Authority
from territories.types import COMMUNE, GROUPEMENT

from .content import Block, Bullets, Heading, Note, Paragraph, Source, Sources, Table
from .forms import Typed

FROM_INHABITANTS = 3_500  # the law's « communes de 3 500 habitants et plus »
ROWS = (*cells.ROWS, "funding")
TO_FILL = "[À compléter par la collectivité.]"
# Longer than in a cell: here is the place to read it.
LONGEST = 600
_TEXTS = (  # of the sheet, below « Risques et difficultés rencontrées »
    ("risks", "À surveiller"),
    ("success_factors", "Ce qui a aidé"),
    ("again", "Si c’était à refaire"),
)


class _Writer:
    def __init__(self, asked: Asked, typed: Typed):
        self.asked, self.typed, self.sheets = asked, typed, asked.sheets
        numbers = count(1)
        # (sheet, place of its source from 1, 0 for the sheet itself) -> number in the note
        self.numbers: dict[tuple[int, int], int] = {}
        for sheet in self.sheets:
            for place in range(len(sheet.sources.all()) + 1):
                self.numbers[sheet.number, place] = next(numbers)
        self.names = _names(self.sheets)

    def ref(self, sheet, place: int | None = None) -> str:
        """« [3] »: the source that a row names, else the sheet."""
        return f"[{self.numbers.get((sheet.number, place or 0), self.numbers[sheet.number, 0])}]"

    # --- Sections -----------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        yield from self._recalls()
        yield Heading("1. Motifs")
        yield self._typed("Le besoin ici", self.typed.need)
        yield from self._bullets(
            "Ce qui a décidé les autres",
            lambda sheet: ". ".join(filter(None, (sheet.trigger, plain_text(sheet.context)))),
        )
        yield from self._bullets(
            "Ce qu’ils en attendaient", lambda sheet: plain_text(sheet.objectives), optional=True
        )
        yield Heading("2. Ce qu’ont fait des territoires comparables")
        yield self._territories()
        yield from self._bullets("", lambda sheet: sheet.summary)
        yield from self._bullets(
            "Comment ils s’y sont pris", lambda sheet: plain_text(sheet.actions), optional=True
        )
        yield Heading("3. Conditions : coût, temps, prérequis")
        yield self._facts("Ce qu’il a fallu, selon les fiches", CONDITIONS)
        yield from self._bullets(
            "Cadre juridique", lambda sheet: plain_text(sheet.legal_text), optional=True
        )
        yield Heading("4. Risques et difficultés rencontrées")
        yield self._facts("Ce qui a coincé", DIFFICULTIES)
        for name, label in _TEXTS:
            yield from self._bullets(
                label, lambda sheet, name=name: plain_text(getattr(sheet, name)), optional=True
            )
        yield Heading("5. Portée")
        yield self._typed("Budget pressenti", self.typed.budget)
        yield self._typed("Calendrier", self.typed.calendar)
        yield self._facts("Ce que cela a donné ailleurs", REACH)
        yield Heading("6. Projet de délibération")
        yield from self._draft()
        yield Heading("7. Ce que les fiches ne disent pas")
        yield from self._silences()
        yield Heading("8. Sources")
        yield Sources(tuple(self._sources()))

    def _recalls(self) -> Iterator[Paragraph]:
        for text in recalls(self.asked.mine):
            yield Paragraph(text)
        yield Paragraph(
            "Les passages précédés d’un trait sont écrits par la collectivité ; tout le reste vient des fiches, "
            "dont le numéro entre crochets renvoie aux sources."
        )

    def _typed(self, label: str, text: str) -> Paragraph:
        return Paragraph(text or TO_FILL, label=label, is_typed=True)

    def _bullets(
        self, label: str, text_of: Callable, *, optional: bool = False
    ) -> Iterator[Paragraph | Bullets]:
        """What each sheet says of it; nothing where none does and it is optional."""
        items = tuple(
            f"{self.names[sheet.number]} : {cells.clipped(text, LONGEST)} {self.ref(sheet)}"
            for sheet in self.sheets
            if (text := text_of(sheet))
        )
        if items:
            if label:
                yield Paragraph("", label=label)
            yield Bullets(items)
        elif not optional:
            yield Paragraph("Les fiches ne le disent pas.", label=label)

    def _territories(self) -> Table:
        """Each with its size, beside ours when it is known."""
        mine = self.asked.mine
        head = ("Territoire", "Habitants", *([f"À côté {mine.of_name}"] if mine else []), "Projet")
        rows = []
        for sheet in self.sheets:
            authority = sheet.authority
            population = authority.population if authority else None
            row = [
                authority.label if authority else "Sans territoire",
                number(population) if population else cells.UNKNOWN,
            ]
            if mine:
                row.append(_cell_text(cells.beside(mine)(sheet)))
            rows.append((*row, f"{sheet.title} {self.ref(sheet)}"))
        caption = "Les territoires de ces fiches"
        if mine and mine.population:
            caption += f" ; {mine.name} : {number(mine.population)} habitants"
        return Table(caption, head, tuple(rows))

    def _facts(self, caption: str, facts: tuple[tuple[str, Callable], ...]) -> Table:
        head = ("Fait", *(self.names[sheet.number] for sheet in self.sheets))
        rows = [
            (label, *(_cell_text(cell_of(sheet), sheet, self) for sheet in self.sheets))
            for label, cell_of in facts
        ]
        return Table(caption, head, tuple(rows))

    def _draft(self) -> Iterator[Paragraph]:
        yield Paragraph(
            "À adapter. Le conseil, vu le code général des collectivités territoriales ; vu la présente note ; "
            "considérant le besoin exposé au point 1 ; après en avoir délibéré, décide :"
        )
        yield self._typed("Article 1", self.typed.decision)
        if self.typed.budget:
            yield self._typed("Article 2", f"Le budget pressenti est : {self.typed.budget}")

    def _silences(self) -> Iterator[Paragraph | Bullets]:
        items = []
        for label, cell_of in (*CONDITIONS, *DIFFICULTIES, *REACH):
            silent = {}
            for sheet in self.sheets:
                cell = cell_of(sheet)
                if not cell.lines:
                    silent.setdefault(cell.silence, []).append(sheet)
            for words, sheets in silent.items():
                who = ", ".join(self.names[sheet.number] for sheet in sheets)
                items.append(f"{label} : {words[:1].lower()}{words[1:]} ({who}).")
        if not items:
            yield Paragraph("Elles répondent à chaque point ci-dessus, au moins en partie.")
            return
        yield Bullets(tuple(items))
        addresses = ", ".join(
            f"{settings.BASE_URL}{reverse('ask', args=[sheet.number])}" for sheet in self.sheets
        )
        yield Paragraph(f"Cela se demande à chaque collectivité, sans compte : {addresses}")

    def _sources(self) -> Iterator[Source]:
        for sheet in self.sheets:
            voices = ", ".join(line.text.lower() for line in cells.voices(sheet).lines)
            backed = " ; ".join(evidence_of(sheet).facts)
            confirmed = _cell_text(cells.confirmed(sheet))
            yield Source(
                self.numbers[sheet.number, 0],
                f"Fiche n° {sheet.number}, « {sheet.title} ». Qui parle : {voices or 'aucune source'}. "
                f"Mesuré ou confirmé : {backed or 'non'}. Confirmée : {confirmed[:1].lower()}{confirmed[1:]}.",
                f"{settings.BASE_URL}/f/{sheet.number}",
                has_code=True,
            )
            for place, source in enumerate(sheet.sources.all(), 1):
                parts = (
                    source.title,
                    source.author,
                    partial_date(source.date),
                    source.get_voice_display() and f"qui parle : {source.get_voice_display()}",
                )
                yield Source(
                    self.numbers[sheet.number, place],
                    ", ".join(part for part in parts if part) or "Source sans titre",
                    source.url,
                )


def funding(sheet) -> cells.Cell:
    lines = tuple(
        cells.Line(
            " ".join(part for part in (row.funder, row.programme) if part),
            ", ".join(
                part
                for part in (
                    euros(row.amount) if row.amount is not None else "",
                    f"{number(row.rate.normalize())} %" if row.rate is not None else "",
                    cells.according_to(sheet, row),
                )
                if part
            ),
            row.cited,
        )
        for row in sheet.funding.all()
    )
    if not lines and (text := cells.told(sheet.funding_text)):
        lines = (cells.Line(text),)
    return cells.Cell(lines, silence="" if lines else cells.silence_of(sheet), fact="funding_text")


# What the tables of the note hold: label, what makes a cell of a sheet.
CONDITIONS = (
    ("Investissement", cells.investment),
    ("Fonctionnement", cells.running),
    ("Coût, en mots", cells.costs_in_words),
    ("Financement", funding),
    ("Délai", cells.delay),
    ("Temps des agents", cells.work),
    ("Ce qu’il faut", cells.needs),
    ("Outil, licence", cells.tools),
)
DIFFICULTIES = (("Difficultés", cells.difficulties),)
REACH = (("Avancement", cells.status), ("Résultats", cells.results))


def recalls(mine: Authority | None) -> list[str]:
    """What the law says of such a note, for that territory."""
    if mine is None or mine.population is None or mine.family not in (COMMUNE, GROUPEMENT):
        return [
            "Dans les communes de 3 500 habitants et plus, une note explicative de synthèse accompagne la "
            "convocation du conseil, adressée cinq jours francs au moins avant la réunion (CGCT, article "
            "L. 2121-12). En dessous, elle est facultative."
        ]
    if mine.family == GROUPEMENT:
        return [
            "Un groupement suit les règles des communes de 3 500 habitants et plus dès qu’il en compte une (CGCT, "
            "article L. 5211-1) : la note accompagne alors la convocation, adressée cinq jours francs au moins "
            "avant la réunion (article L. 2121-12). Sinon, elle est facultative."
        ]
    if mine.population >= FROM_INHABITANTS:
        return [
            "Commune de 3 500 habitants et plus : une note explicative de synthèse accompagne la convocation, adressée "
            "cinq jours francs au moins avant la réunion (CGCT, article L. 2121-12). Elle dit les motifs de la "
            "décision, ses conditions et sa portée."
        ]
    return [
        "Commune de moins de 3 500 habitants : cette note est facultative (CGCT, article L. 2121-12)."
    ]


def write(asked: Asked, typed: Typed, day: datetime.date) -> Note:
    """The note about the sheets that are asked for, at least one."""
    mine = asked.mine
    lines = []
    if mine:
        size = f", {number(mine.population)} habitants" if mine.population else ""
        lines.append(f"{mine.label}{size}")
    if typed.presenter:
        lines.append(f"Présentée par {typed.presenter}")
    lines.append(f"Établie le {partial_date(day)} à partir de fiches du site {identity().name}")
    writer = _Writer(asked, typed)
    return Note(
        title=shown(
            f"Note explicative de synthèse : {typed.subject}"
            if typed.subject
            else "Note explicative de synthèse"
        ),
        lines=tuple(map(shown, lines)),
        blocks=tuple(_shown(block) for block in writer.blocks()),
        footer=shown(f"{identity().name}, fiches sous Licence Ouverte 2.0"),
    )


def _names(sheets: list) -> dict[int, str]:
    """How a column is headed: the territory, with the number where two sheets have the same."""
    names = [sheet.authority.name if sheet.authority else "Sans territoire" for sheet in sheets]
    return {
        sheet.number: name if names.count(name) == 1 else f"{name} (fiche n° {sheet.number})"
        for sheet, name in zip(sheets, names, strict=True)
    }


def _cell_text(cell: cells.Cell, sheet=None, writer: _Writer | None = None) -> str:
    """Its lines, a line each, each with its source."""
    if not cell.lines:
        return cell.silence
    lines = []
    for line in cell.lines:
        text = f"{line.text} ({line.note})" if line.note else line.text
        refs = " ".join(writer.ref(sheet, place) for place in line.cited or (0,)) if writer else ""
        lines.append(f"{text} {refs}" if refs else text)
    if cell.more:
        lines.append(f"et {cell.more} autre{'s' if cell.more > 1 else ''} sur la fiche")
    return "\n".join(lines)


def shown(text: str) -> str:
    """As a reader sees it: typography, and no character that a file of any of the formats cannot hold."""
    return french_text(without_controls(text, "\n").replace("\ufeff", ""))


def _shown(block: Block) -> Block:
    match block:
        case Heading(text):
            return Heading(shown(text))
        case Paragraph(text, label, is_typed):
            return Paragraph(shown(text), shown(label), is_typed)
        case Bullets(items):
            return Bullets(tuple(map(shown, items)))
        case Table(caption, head, rows):
            return Table(
                shown(caption),
                tuple(map(shown, head)),
                tuple(tuple(map(shown, row)) for row in rows),
            )
        case Sources(rows):
            return Sources(
                tuple(
                    Source(row.number, shown(row.text), without_controls(row.url), row.has_code)
                    for row in rows
                )
            )
