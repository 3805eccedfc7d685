"""« Pour le refaire »: what another authority needs. Who already did stands in the slot « redo »."""

from catalogue.fields import REPRODUCTION
from catalogue.provenance import Said
from core.sanitising import rich_text
from core.templatetags.typography import prose
from core.words import NO_BREAK, euros, number

from .values import Fact, Part, Redo
from .words import TITLES, silence

PARTS = ("reproducibility", "prerequisites", "risks", "success_factors", "again")


def redo_of(sheet, beside: dict[str, str], said: dict[str, tuple[Said, ...]]) -> Redo:
    """beside: what apps above put beside a field. said: who outside said it."""
    texts = (
        (
            TITLES[name],
            rich_text(getattr(sheet, name)) or prose(silence(sheet, name)),
            beside[name],
            said.get(name, ()),
        )
        for name in PARTS
    )
    return Redo(
        title=REPRODUCTION.title,
        figures=tuple(_figures(sheet)),
        parts=tuple(Part(*part) for part in texts if part[1] or part[2]),
    )


def _figures(sheet):
    if sheet.minimum_population:
        habitants = f"{number(sheet.minimum_population)}{NO_BREAK}habitants"
        yield Fact(TITLES["minimum_population"], habitants)
    if sheet.entry_cost:
        yield Fact(TITLES["entry_cost"], euros(sheet.entry_cost))
    if sheet.setup_months:
        yield Fact(TITLES["setup_months"], f"{sheet.setup_months}{NO_BREAK}mois")
