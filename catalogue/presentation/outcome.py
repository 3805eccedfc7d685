"""What came of it: results, difficulties, and the public answers to a local debate."""

from catalogue.evidence import cited
from core.sanitising import rich_text
from core.templatetags.typography import prose
from core.words import number

from .values import Debate, DebateItemRow, DifficultyRow, Group, Part, ResultRow
from .words import TITLES, figure, silence


def results_of(sheet) -> Group[ResultRow]:
    rows = tuple(
        ResultRow(
            indicator=row.indicator,
            before=figure(row.before),
            after=figure(row.after),
            unit=row.unit,
            date=row.date,
            cited=cited(sheet.sources.all(), row),
        )
        for row in sheet.results.all()
    )
    text = rich_text(sheet.results_text)
    return Group(TITLES["results_text"], text, rows, unknown=sheet.results_too_early)


def difficulties_of(sheet) -> Group[DifficultyRow]:
    rows = tuple(
        DifficultyRow(row.type, row.get_type_display(), row.text, cited(sheet.sources.all(), row))
        for row in sheet.difficulties.all()
    )
    return Group(
        TITLES["difficulties_text"],
        rich_text(sheet.difficulties_text),
        rows,
        silence=silence(sheet, "difficulties_text"),
    )


def debate_of(sheet) -> Debate | None:
    """None for another nature, and for a debate of which nothing is said."""
    if not sheet.is_debate:
        return None
    follow_up = _parts(sheet, "debate_follow_up")
    debate = Debate(
        question=sheet.debate_question,
        scope=_parts(sheet, "debate_can_decide", "debate_cannot_decide"),
        details=_parts(
            sheet,
            "debate_method",
            "debate_guarantor",
            "debate_kit",
            "debate_calendar",
            "debate_participants",
            "debate_contributions",
        ),
        items_title=TITLES["debate_items"],
        items=tuple(
            DebateItemRow(
                key=item.pk,
                text=item.text,
                answer=item.answer,
                answer_label=item.get_answer_display(),
                answer_text=item.answer_text,
                date=item.date,
                cited=cited(sheet.sources.all(), item),
            )
            for item in sheet.debate_items.all()
        ),
        follow_up=follow_up[0] if follow_up else None,
    )
    return debate or None


def _parts(sheet, *names: str) -> tuple[Part, ...]:
    """Those that are filled; a count of nought is a fact."""
    values = ((name, getattr(sheet, name)) for name in names)
    return tuple(
        Part(TITLES[name], prose(value) if isinstance(value, str) else number(value))
        for name, value in values
        if value not in ("", None)
    )
