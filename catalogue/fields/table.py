"""The declarations as a table, for docs/sheet-fields.md."""

from . import TABS, Field

_HEAD = """# The fields of a sheet

Written by `manage.py sheet_fields`, from `catalogue/fields/`: change the declarations, not this file.
"In the note" and "compared" are what a note to the council and the side by side take; "ages" is what a yearly
confirmation asks about; "silence": a documentary sheet says so when its sources do not tell it.
"""
_COLUMNS = (
    ("Field", lambda field: f"`{field.name}`{' (rows)' if field.rows else ''}"),
    ("Label", lambda field: field.label),
    ("Column", lambda field: f"`{field.column}`" if field.column else ""),
    ("Needed", lambda field: field.needed.when.value if field.needed else ""),
    ("Searched in", lambda field: field.search.name.lower() if field.search else ""),
    ("Weight", lambda field: str(field.weight or "")),
    ("Compared", lambda field: "yes" if field.compared else ""),
    ("In the note", lambda field: "yes" if field.noted else ""),
    ("Ages", lambda field: field.ages),
    ("Silence", lambda field: "yes" if field.silence else ""),
    ("What to write", lambda field: field.help),
)


def table() -> str:
    lines = [_HEAD]
    for tab in TABS:
        lines += [f"## {tab.title}", ""]
        lines += [_line(name for name, _ in _COLUMNS), _line("---" for _ in _COLUMNS)]
        lines += [_row(field) for field in tab.fields]
        lines.append("")
    return "\n".join(lines)


def _row(field: Field) -> str:
    return _line(cell(field) for _, cell in _COLUMNS)


def _line(cells) -> str:
    return f"| {' | '.join(cells)} |"
