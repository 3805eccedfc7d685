"""A note as PDF/UA-1, set by Typst in the type of the site."""

import json
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from council.drawing import qr_svg

from .content import Block, Bullets, Heading, Note, Paragraph, Sources, Table

TEMPLATE = Path(__file__).parent / "note.typ"
FONTS = Path(__file__).parent.parent / "fonts"
LEFT_OUT = "[…]"  # what stands for writing that our type does not have: the file would be no PDF/UA


def pdf(note: Note) -> bytes:
    """The file. Text goes in as JSON and is never read as markup."""
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"note": json.dumps(_as_json(note))},
    )


def _as_json(note: Note) -> dict:
    return {
        "title": _set(note.title),
        "lines": list(map(_set, note.lines)),
        "footer": _set(note.footer),
        "language": note.language,
        "keywords": list(note.keywords),
        "blocks": [_block(block) for block in note.blocks],
    }


def _block(block: Block) -> dict:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": _set(text)}
        case Paragraph(text, label, is_typed):
            return {
                "kind": "paragraph",
                "text": _set(text),
                "label": _set(label),
                "typed": is_typed,
            }
        case Bullets(items):
            return {"kind": "bullets", "items": list(map(_set, items))}
        case Table(caption, head, rows):
            return {
                "kind": "table",
                "caption": _set(caption),
                "head": list(map(_set, head)),
                "rows": [list(map(_set, row)) for row in rows],
            }
        case Sources(rows):
            return {
                "kind": "sources",
                "rows": [
                    {
                        "number": row.number,
                        "text": _set(row.text),
                        "url": _set(row.url),
                        "code": qr_svg(row.url) if row.has_code else "",
                        "alt": row.code_alt,
                    }
                    for row in rows
                ],
            }


def _set(text: str) -> str:
    """With the characters of our type; a run of others is said to be left out."""
    known = _characters()
    if known.issuperset(text):
        return text
    found: list[str] = []
    for letter in text:
        if letter in known:
            found.append(letter)
        elif not found or found[-1] != LEFT_OUT:
            found.append(LEFT_OUT)
    return "".join(found)


@cache
def _characters() -> frozenset[str]:
    """Those that both weights have."""
    found = []
    for file in FONTS.glob("*.ttf"):
        with TTFont(file) as font:
            found.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*found))) | {"\n"}
