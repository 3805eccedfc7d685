"""A note as DOCX, by python-docx, whose own template is American: language, heads of tables and page numbers are set."""

import io

import docx as python_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from council.drawing import qr_png

from .content import Bullets, Heading, Note, Paragraph, Source, Sources, Table

FOREST = RGBColor(0x0F, 0x4C, 0x3A)
FONT = "Arial"  # on every machine; ours would not be there
_SIZES = {"Title": 20, "Heading 1": 13, "Normal": 10, "Caption": 10, "List Bullet": 10}


def docx(note: Note) -> bytes:
    document = python_docx.Document()
    _set_up(document, note)
    _styled(document, note.title, "Title")
    for line in note.lines:
        document.add_paragraph(line).paragraph_format.space_after = Pt(2)
    for block in note.blocks:
        match block:
            case Heading(text):
                _styled(document, text, "Heading1")
            case Paragraph():
                _paragraph(document, block)
            case Bullets(items):
                for item in items:
                    _styled(document, item, "ListBullet")
            case Table():
                _table(document, block)
            case Sources(rows):
                for row in rows:
                    _source(document, row)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, note: Note) -> None:
    properties = document.core_properties
    properties.title, properties.language = note.title[:255], "fr-FR"  # the most it takes
    properties.author, properties.comments = "", ""
    properties.keywords = ", ".join(note.keywords)
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        _without_theme(style)
        style.paragraph_format.space_after = Pt(6)
        style.font.italic = False
        if name != "Normal":
            style.font.color.rgb = FOREST if name in ("Title", "Heading 1") else RGBColor(0, 0, 0)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.LEFT
    footer.add_run(f"{note.footer} – Page ")
    _field(footer, "PAGE")
    footer.add_run(" sur ")
    _field(footer, "NUMPAGES")
    for run in footer.runs:
        run.font.size = Pt(8)


def _without_theme(style) -> None:
    """The fonts of the template's theme would win over the one that is named."""
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _field(paragraph, name: str) -> None:
    """A number that the reader's program counts."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            run.add_text(text)
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _styled(document, text: str, style_id: str):
    """By its identifier: a style that is named is looked for among all, which costs more than the paragraph."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style_id
    return paragraph


def _paragraph(document, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    if block.label:
        paragraph.add_run(block.label).bold = True
        if not block.text:
            paragraph.paragraph_format.keep_with_next = True
    if block.text:
        paragraph.add_run(f"\u00a0: {block.text}" if block.label else block.text)
    if block.is_typed:
        borders = OxmlElement("w:pBdr")
        left = OxmlElement("w:left")
        for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "0F4C3A")):
            left.set(qn(f"w:{name}"), value)
        borders.append(left)
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def _table(document, block: Table) -> None:
    caption = _styled(document, block.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.head))
    table._tbl.tblStyle_val = "TableGrid"
    for place, row in enumerate((block.head, *block.rows)):
        added = table.add_row()
        properties = added._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(9)
            run.bold = place == 0 or column == 0
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _source(document, row: Source) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"[{row.number}]").bold = True
    paragraph.add_run(f" {row.text}")
    if row.url:
        paragraph.add_run(" ")
        _link(paragraph, row.url)
    if row.has_code:
        picture = (
            document.add_paragraph().add_run().add_picture(io.BytesIO(qr_png(row.url)), Mm(20))
        )
        picture._inline.docPr.set("descr", row.code_alt)


def _link(paragraph, url: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run = paragraph.add_run(url)
    run.font.color.rgb, run.font.underline = FOREST, True
    link.append(run._r)
    paragraph._p.append(link)
