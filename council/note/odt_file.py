"""A note as ODT, by odfdo: its empty text document, with our styles and a body of our own."""

import io

from django.utils.html import escape
from odfdo import Document, Element

from council.drawing import qr_png

from .content import Block, Bullets, Heading, Note, Paragraph, Source, Sources, Table

_FONT = 'fo:font-family="Arial" style:font-name="Arial"'
_LANGUAGE = 'fo:language="fr" fo:country="FR"'
_BORDER = "0.5pt solid #999999"


def _paragraph_style(
    name: str, paragraph: str = "", text: str = "", parent: str = "Standard"
) -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


_STYLES = (
    _paragraph_style(
        "NoteText", 'fo:margin-bottom="0.2cm"', f'{_FONT} {_LANGUAGE} fo:font-size="10pt"'
    ),
    _paragraph_style(
        "NoteTitle",
        'fo:margin-bottom="0.3cm"',
        f'{_FONT} {_LANGUAGE} fo:font-size="20pt" fo:font-weight="bold" fo:color="#0f4c3a"',
    ),
    _paragraph_style(
        "NoteHeading",
        'fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        f'{_FONT} {_LANGUAGE} fo:font-size="13pt" fo:font-weight="bold" fo:color="#0f4c3a"',
    ),
    _paragraph_style(
        "NoteCaption", 'fo:keep-with-next="always"', 'fo:font-weight="bold"', "NoteText"
    ),
    _paragraph_style(
        "NoteTyped",
        'fo:border-left="2.5pt solid #0f4c3a" fo:padding-left="0.25cm"',
        "",
        "NoteText",
    ),
    _paragraph_style("NoteCell", 'fo:margin-bottom="0.05cm"', 'fo:font-size="9pt"', "NoteText"),
    _paragraph_style("NoteHead", "", 'fo:font-weight="bold"', "NoteCell"),
    _paragraph_style("NoteFooter", "", 'fo:font-size="8pt"', "NoteText"),
    '<style:style style:name="NoteStrong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<text:list-style style:name="NoteList"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.4cm" fo:margin-left="0.5cm"/>'
    "</style:list-level-properties></text:list-level-style-bullet></text:list-style>",
)

_WIDTH, _FIRST = 170, 28  # of a table and of its first column, in millimetres
# Of tables and pictures: read among the styles of the text itself.
_OWN_STYLES = (
    '<style:style style:name="NoteBox" style:family="table-cell">'
    f'<style:table-cell-properties fo:border="{_BORDER}" fo:padding="0.1cm"/></style:style>',
    '<style:style style:name="NoteRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
    '<style:style style:name="NoteTable" style:family="table">'
    '<style:table-properties style:width="17cm" table:align="left" fo:margin-bottom="0.3cm"/></style:style>',
    '<style:style style:name="NoteCode" style:family="graphic">'
    '<style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>',
)


def _column_style(width: int) -> str:
    return (
        f'<style:style style:name="NoteColumn{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
    )


def odt(note: Note) -> bytes:
    document = Document("text")
    for style in _STYLES:
        document.styles.get_element("office:styles").append(Element.from_tag(style))
    widths = {_FIRST} | {(_WIDTH - _FIRST) // columns for columns in range(1, 5)}
    for style in (*_OWN_STYLES, *map(_column_style, widths)):
        document.content.get_element("office:automatic-styles").append(Element.from_tag(style))
    _set_up(document, note)
    body = document.body
    body.clear()
    parts = [_h(note.title, "NoteTitle", 1), *(_p(line) for line in note.lines)]
    for block in note.blocks:
        parts += _block(document, block)
    for part in parts:
        body.append(Element.from_tag(part))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Document, note: Note) -> None:
    document.meta.title = note.title
    document.meta.language = "fr-FR"
    document.meta.keywords = ", ".join(note.keywords)
    styles = document.styles
    for properties in styles.get_elements("//style:default-style/style:text-properties"):
        properties.set_attribute("fo:language", "fr")
        properties.set_attribute("fo:country", "FR")
    # The headings have numbers of their own.
    for numbering in styles.get_elements("//text:outline-style"):
        numbering.delete()
    footer = Element.from_tag(
        f'<style:footer><text:p text:style-name="NoteFooter">{_escaped(note.footer)} – Page '
        '<text:page-number text:select-page="current">1</text:page-number> sur '
        "<text:page-count>1</text:page-count></text:p></style:footer>"
    )
    for page in styles.get_elements("//style:page-layout/style:page-layout-properties"):
        page.set_attribute("fo:page-width", "21cm")
        page.set_attribute("fo:page-height", "29.7cm")
        for side in ("left", "right", "top", "bottom"):
            page.set_attribute(f"fo:margin-{side}", "2cm")
    styles.get_element("//style:master-page[@style:name='Standard']").append(footer)


def _block(document: Document, block: Block) -> list[str]:
    match block:
        case Heading(text):
            return [_h(text, "NoteHeading", 2)]
        case Paragraph(text, label, is_typed):
            words = f"{_strong(label)}\u00a0: {_escaped(text)}" if label and text else ""
            words = words or (_strong(label) if label else _escaped(text))
            style = "NoteTyped" if is_typed else "NoteText" if text else "NoteCaption"
            return [_raw(words, style)]
        case Bullets(items):
            rows = "".join(f"<text:list-item>{_p(item)}</text:list-item>" for item in items)
            return [f'<text:list text:style-name="NoteList">{rows}</text:list>']
        case Table():
            return [_p(block.caption, "NoteCaption"), _table(block)]
        case Sources(rows):
            return [part for row in rows for part in _source(document, row)]


def _table(block: Table) -> str:
    columns = len(block.head) - 1
    others = (_WIDTH - _FIRST) // columns
    head = _row(block.head, all_heads=True)
    rows = "".join(_row(row) for row in block.rows)
    name = escape(block.caption.replace("\n", " ")[:80])
    return (
        f'<table:table table:name="{name}" table:style-name="NoteTable">'
        f'<table:table-column table:style-name="NoteColumn{_FIRST}"/>'
        f'<table:table-column table:style-name="NoteColumn{others}" table:number-columns-repeated="{columns}"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
    )


def _row(row: tuple[str, ...], *, all_heads: bool = False) -> str:
    cells = "".join(
        '<table:table-cell table:style-name="NoteBox" office:value-type="string">'
        f"{_p(text, 'NoteHead' if all_heads or not place else 'NoteCell')}</table:table-cell>"
        for place, text in enumerate(row)
    )
    return f'<table:table-row table:style-name="NoteRow">{cells}</table:table-row>'


def _source(document: Document, row: Source) -> list[str]:
    words = f"{_strong(f'[{row.number}]')} {_escaped(row.text)}"
    if row.url:
        words += f' <text:a xlink:type="simple" xlink:href="{_escaped(row.url)}">{_escaped(row.url)}</text:a>'
    parts = [_raw(words)]
    if row.has_code:
        name = f"Pictures/code-{row.number}.png"
        document.container.set_part(name, qr_png(row.url))
        document.manifest.add_full_path(name, "image/png")
        alt = _escaped(row.code_alt)
        parts.append(
            _raw(
                f'<draw:frame draw:name="Code {row.number}" draw:style-name="NoteCode" text:anchor-type="as-char" '
                'svg:width="2cm" svg:height="2cm">'
                f'<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
                f"<svg:title>{alt}</svg:title></draw:frame>"
            )
        )
    return parts


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<text:line-break/>")


def _strong(text: str) -> str:
    return f'<text:span text:style-name="NoteStrong">{_escaped(text)}</text:span>'


def _p(text: str, style: str = "NoteText") -> str:
    return _raw(_escaped(text), style)


def _raw(words: str, style: str = "NoteText") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def _h(text: str, style: str, level: int) -> str:
    return (
        f'<text:h text:style-name="{style}" text:outline-level="{level}">{_escaped(text)}</text:h>'
    )
