"""What a sheet says of each thing that a council asks about, short enough for a cell of a table.

One cell: lines of plain text, or the words for « nobody told it ». Read by the side by side and by the note, so that both
say the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalogue import choices
from catalogue.costs import describe, role_in_words
from catalogue.evidence import cited, evidence_of
from catalogue.presentation.means import means_value
from catalogue.presentation.sheet import contact_line
from catalogue.presentation.words import SILENCE, duration, figure
from catalogue.status import status_in_words
from core.sanitising import plain_text
from core.words import euros, number, partial_date
from territories import comparison
from territories.models import Authority
from territories.town_halls import ShownTownHall, shown_town_halls

LONGEST = 240  # characters of a text in a cell; the sheet has the rest
LINES = 4  # in a cell
UNKNOWN = "Non connu"  # by the authority, which says so
UNSAID = "La fiche n’en dit rien"
# Relations of a sheet that the cells read.
ROWS = ("costs", "means", "difficulties", "results", "tools__tool", "sources", "confirmations")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    note: str = ""  # what qualifies it: scope, year, who says it
    cited: tuple[int, ...] = ()  # places in the sheet's sources, from 1


@dataclass(frozen=True, slots=True)
class Cell:
    lines: tuple[Line, ...] = ()
    silence: str = ""  # what is said where there is no line
    fact: str = ""  # what one may ask about then: a key of `exchanges.facts.QUESTIONS`
    more: int = 0  # lines that are left to the sheet

    @property
    def words(self) -> str:
        """All that it says, for comparing."""
        return " / ".join(f"{line.text} {line.note}" for line in self.lines) or self.silence


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    cell: Callable[..., Cell]  # (sheet) -> Cell


def clipped(text: str, longest: int = LONGEST) -> str:
    """Plain text on one line, cut between two words and said to be."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[longest // 2 :] else cut} …"


def told(rich: str) -> str:
    """A text of the sheet, as a cell has room for it."""
    return clipped(plain_text(rich))


def _cell(lines, silence: str, fact: str = "") -> Cell:
    found = [line for line in lines if line.text]
    if not found:
        return Cell(silence=silence, fact=fact)
    return Cell(tuple(found[:LINES]), more=max(0, len(found) - LINES))


def silence_of(sheet, *, unknown: bool = False) -> str:
    """The authority that does not know is one thing; sources, or a sheet, that do not tell are another."""
    if unknown:
        return UNKNOWN
    return SILENCE.rstrip(".") if sheet.origin == choices.Origin.DOCUMENTARY else UNSAID


def according_to(sheet, row) -> str:
    """« selon la presse, confirmé par la collectivité », "" where the row names no source or nobody said whose voice it is."""
    return _noted(*(one.words for one in cited(sheet.sources.all(), row)))


def _noted(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


# --- Money ----------------------------------------------------------------------------------------


def _costs(sheet, nature: str, unknown: bool, fact: str) -> Cell:
    rows = [row for row in sheet.costs.all() if row.nature == nature]
    # What the whole costs before its parts: a cell has no room for all.
    rows.sort(key=lambda row: row.role != choices.CostRole.WHOLE)
    lines = [
        Line(
            f"{describe(row)}",
            _noted(
                role_in_words(row).lower(),
                row.label if row.role != choices.CostRole.WHOLE else "",
                row.scope,
                str(row.year or ""),
                _per_inhabitant(sheet, row),
                according_to(sheet, row),
            ),
            row.cited,
        )
        for row in rows
    ]
    in_words = plain_text(sheet.costs_text) and not unknown
    silence = "Aucun montant connu" if in_words else silence_of(sheet, unknown=unknown)
    return _cell(lines, silence, fact)


def _per_inhabitant(sheet, row) -> str:
    """Of the cost of the whole project alone: any other amount would say something of nobody."""
    population = sheet.stated_population or (sheet.authority and sheet.authority.population)
    if row.role != choices.CostRole.WHOLE or not population or not row.amount:
        return ""
    amount = (row.amount / population).quantize(Decimal("0.01"))
    if not amount:
        return ""
    period = row.get_period_display()
    often = f" {period}" if row.period in (choices.Period.YEARLY, choices.Period.MONTHLY) else ""
    return f"soit {euros(amount)} par habitant{often}"


def running(sheet) -> Cell:
    return _costs(sheet, choices.CostNature.RUNNING, sheet.running_unknown, "running_unknown")


def investment(sheet) -> Cell:
    return _costs(sheet, choices.CostNature.INVESTMENT, sheet.investment_unknown, "costs")


def costs_in_words(sheet) -> Cell:
    return _cell([Line(told(sheet.costs_text))], silence_of(sheet), "costs")


# --- Time and people ------------------------------------------------------------------------------


def delay(sheet) -> Cell:
    if sheet.setup_months:
        return Cell((Line(f"{sheet.setup_months} mois", "de la décision à la mise en service"),))
    span = duration(sheet.duration_months)
    return _cell(
        [Line(span, "du début à la fin du projet" if span else "")],
        silence_of(sheet),
        "setup_months",
    )


def work(sheet) -> Cell:
    lines = [
        Line(
            means_value(row) or row.skill,
            _noted(row.skill if means_value(row) else "", according_to(sheet, row)),
            row.cited,
        )
        for row in sheet.means.all()
    ]
    if not lines:
        lines = [Line(told(sheet.means_text))]
    return _cell(lines, silence_of(sheet, unknown=sheet.means_unknown), "means_text")


# --- What came of it ------------------------------------------------------------------------------


def difficulties(sheet) -> Cell:
    lines = [
        Line(
            f"{row.get_type_display()} : {clipped(row.text, LONGEST // 2)}",
            according_to(sheet, row),
            row.cited,
        )
        for row in sheet.difficulties.all()
    ]
    if not lines:
        lines = [Line(told(sheet.difficulties_text))]
    return _cell(lines, silence_of(sheet), "difficulties_text")


def results(sheet) -> Cell:
    lines = [
        Line(
            measure(row),
            _noted(partial_date(row.date), according_to(sheet, row)),
            row.cited,
        )
        for row in sheet.results.all()
    ]
    if not lines:
        lines = [Line(told(sheet.results_text))]
    if sheet.results_too_early:
        lines.append(Line("Trop tôt pour le dire"))
    return _cell(lines, silence_of(sheet), "results_text")


def measure(row) -> str:
    """« Dossiers déposés : de 12 à 40 par mois »."""
    before, after = number(figure(row.before)), number(figure(row.after))
    values = (
        f"de {before} à {after}" if before and after else after or (before and f"{before} avant")
    )
    return f"{row.indicator} : {values} {row.unit}".strip() if values else row.indicator


# --- To do it again -------------------------------------------------------------------------------


def needs(sheet) -> Cell:
    lines = [Line(told(sheet.prerequisites)), Line(told(sheet.reproducibility))]
    if sheet.minimum_population:
        lines.append(Line(f"À partir de {number(sheet.minimum_population)} habitants"))
    if sheet.entry_cost:
        lines.append(Line(f"Ticket d’entrée : {euros(sheet.entry_cost)}"))
    return _cell(lines, silence_of(sheet), "reproducibility")


def tools(sheet) -> Cell:
    lines = [
        Line(f"{row.tool.name} ({row.detail})" if row.detail else row.tool.name)
        for row in sheet.tools.all()
    ]
    if not lines:
        lines = [Line(told(sheet.tools_text))]
    licence = sheet.licence_spdx or clipped(sheet.licence_text)
    if licence:
        # However many tools there are, it has its place among the lines of the cell.
        lines.insert(LINES - 1, Line(f"Licence : {licence}"))
    return _cell(lines, silence_of(sheet), "tools_text")


# --- What it is, and who says so ------------------------------------------------------------------


def status(sheet) -> Cell:
    words = status_in_words(sheet.get_status_display(), sheet.status_date)
    return _cell([Line(words)], silence_of(sheet))


def kind(sheet) -> Cell:
    return _cell([Line(sheet.get_kind_display())], silence_of(sheet))


def voices(sheet) -> Cell:
    """Who speaks in its sources, and how many there are; where nobody said whose voice it is, who wrote them."""
    of_voice: dict[str, list] = {}
    for source in sheet.sources.all():
        of_voice.setdefault(source.get_voice_display(), []).append(source)
    lines = []
    if sheet.origin == choices.Origin.VALIDATED:
        lines.append(Line("Fiche validée par la collectivité"))
    for voice, sources in of_voice.items():
        count = f"{len(sources)} source{'s' if len(sources) > 1 else ''}"
        if voice:
            lines.append(Line(voice[:1].upper() + voice[1:], count))
        else:
            authors = dict.fromkeys(source.author for source in sources if source.author)
            lines.append(Line(count, clipped(", ".join(authors), LONGEST // 2)))
    return _cell(lines or [Line("Aucune source")], "")


def confirmed(sheet) -> Cell:
    """When its authority last said that it is true."""
    day = evidence_of(sheet).confirmed_on
    if day is None:
        return Cell((Line("Jamais par la collectivité"),))
    return Cell((Line(f"Par la collectivité, {partial_date(day)}"),))


def backed(sheet) -> Cell:
    """What of it was measured, or confirmed by its owner or a second source: never a mark out of ten."""
    facts = evidence_of(sheet).facts
    return _cell([Line(fact[:1].upper() + fact[1:]) for fact in facts], "Ni mesuré ni confirmé")


def beside(mine: Authority) -> Callable[..., Cell]:
    def cell(sheet) -> Cell:
        if sheet.authority is None:
            return Cell((Line("Aucun territoire"),))
        reason = comparison.reason_for(mine, sheet.authority.place())
        return Cell((Line(reason.words, " · ".join(reason.figures)),))

    return cell


def contact(halls: dict[str, ShownTownHall]) -> Callable[..., Cell]:
    """Function and service as the sheet gives them, else the town hall."""

    def cell(sheet) -> Cell:
        hall = halls.get(sheet.authority_id or "")
        lines = [Line(contact_line(sheet))]
        if hall and hall.telephone:
            lines.append(Line(f"Mairie, {hall.telephone}"))
        return _cell(lines, silence_of(sheet), "contact_function")

    return cell


def rows(sheets: list, mine: Authority | None) -> Iterator[Row]:
    """In the order in which a council asks."""
    halls = shown_town_halls(sheet.authority for sheet in sheets if sheet.authority)
    if mine:
        yield Row("beside", f"À côté {mine.of_name}", beside(mine))
    yield Row("running", "Fonctionnement", running)
    yield Row("investment", "Investissement", investment)
    if any(plain_text(sheet.costs_text) for sheet in sheets):
        yield Row("costs_in_words", "Coût, en mots", costs_in_words)
    yield Row("delay", "Délai", delay)
    yield Row("work", "Temps des agents", work)
    yield Row("difficulties", "Difficultés", difficulties)
    yield Row("results", "Résultats", results)
    yield Row("needs", "Ce qu’il faut", needs)
    yield Row("tools", "Outil, licence", tools)
    yield Row("kind", "Nature", kind)
    yield Row("status", "Avancement", status)
    yield Row("voices", "Qui le dit", voices)
    yield Row("backed", "Mesuré ou confirmé", backed)
    yield Row("confirmed", "Confirmée", confirmed)
    yield Row("contact", "À qui parler", contact(halls))
