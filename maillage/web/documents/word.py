"""A document as a DOCX that its secretary opens, corrects and sends: real headings, tables whose head repeats, pictures
with their words, numbered pages, in French.
"""

from datetime import datetime, time
from io import BytesIO
from typing import Any

from docx import Document as new_file
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from maillage.kernel import french
from maillage.web.documents.described import (
    Block,
    Cell,
    Document,
    Entry,
    Facts,
    Figures,
    Kind,
    Link,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    Tone,
    lines,
)
from maillage.web.drawing.paper import raster

INK, SOFT, THREAD, OCHRE = (RGBColor(*bytes.fromhex(code)) for code in ("16283A", "4A5A68", "0B6E69", "8A3F06"))
LETTERS = "Arial"
WIDTH = 17.4
"""Between the margins of an A4 page, in centimetres."""
PIXELS = 1600
TONES = {Tone.SOFT: SOFT, Tone.ALERT: OCHRE}


def _set(element: Any, tag: str, **values: str) -> Any:
    """A child of this element, made if it is not there, with these attributes."""
    child = element.find(qn(tag))
    if child is None:
        child = OxmlElement(tag)
        element.append(child)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    return child


ROOMY = {"Normal": 10, "Title": 20, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 10.5, "Subtitle": 11}
DENSE = {"Normal": 8.5, "Title": 15, "Heading 1": 11, "Heading 2": 9.5, "Heading 3": 9, "Subtitle": 9}


def _styles(file: Any, sizes: dict[str, float]) -> None:
    """Our letters and colours in the styles of Word: who edits keeps them by choosing a style."""
    for name, size in sizes.items():
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = LETTERS, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name_of in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name_of}"), None)
        for name_of in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name_of}"), LETTERS)
    file.styles["Subtitle"].font.italic = False
    spacing = file.styles["Subtitle"].element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        file.styles["Subtitle"].element.rPr.remove(spacing)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        file.styles[name].font.bold = True
        file.styles[name].paragraph_format.keep_with_next = True
    border = file.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        file.styles["Title"].element.pPr.remove(border)
    dense = sizes is DENSE
    file.styles["Normal"].paragraph_format.space_after = Pt(2 if dense else 5)
    if dense:
        for name in ("Heading 1", "Subtitle", "Title"):
            file.styles[name].paragraph_format.space_before = Pt(8 if name == "Heading 1" else 0)
            file.styles[name].paragraph_format.space_after = Pt(3)
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set(defaults, "w:lang", val="fr-FR", eastAsia="fr-FR", bidi="ar-SA")


def _field(paragraph: Any, code: str) -> None:
    """A field that Word computes: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), (None, "1"), ("end", "")):
        run = paragraph.add_run()
        if kind is None:
            run.text = text
        elif kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _frame(file: Any, document: Document) -> None:
    """Page, header, footer, properties."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin, page.bottom_margin = Cm(1.6), Cm(1.6)
    page.header_distance = page.footer_distance = Cm(0.8)
    head = page.header.paragraphs[0]
    _run(head, f"{document.author} · {document.what}", SOFT, 8)
    if document.notice:
        _run(head, f" · {document.notice}", OCHRE, 8)
    foot = page.footer.paragraphs[0]
    _run(foot, f"{document.heading}, {french.day(document.dated)}. Page{french.WIDE}", SOFT, 8)
    _field(foot, "PAGE")
    _run(foot, " / ", SOFT, 8)
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT
    properties = file.core_properties
    properties.title, properties.author = document.heading[:250], document.author[:250]
    properties.subject, properties.language = document.subtitle[:250], "fr-FR"
    properties.keywords, properties.comments = "", document.notice
    properties.created = properties.modified = datetime.combine(document.dated, time.min)
    properties.last_modified_by = document.author[:250]


def _run(paragraph: Any, text: str, colour: RGBColor | None = None, size: float = 0, *, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    if colour is not None:
        run.font.color.rgb = colour
    if size:
        run.font.size = Pt(size)
    run.font.bold = bold or None
    return run


def _told(paragraph: Any, cell: Cell, base: str, size: float = 0, *, bold: bool = False) -> None:
    """Words, that lead somewhere when they are a link."""
    if not isinstance(cell, Link):
        _run(paragraph, cell, None, size, bold=bold)
        return
    key = paragraph.part.relate_to(base + cell.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = _run(paragraph, cell.words, THREAD, size, bold=bold)
    link.append(run._r)
    paragraph._p.append(link)


def _several(paragraph: Any, text: str, colour: RGBColor | None = None, size: float = 0, *, bold: bool = False) -> None:
    for rank, line in enumerate(lines(text)):
        run = _run(paragraph, "", colour, size, bold=bold)
        if rank:
            run.add_break()
        run.add_text(line)


def _paragraph(file: Any, block: Paragraph) -> None:
    paragraph = file.add_paragraph()
    size = {Tone.LEAD: 11.5, Tone.SOFT: 9}.get(block.tone, 0)
    _several(paragraph, block.text, TONES.get(block.tone), size, bold=block.tone is Tone.ALERT)
    if block.tone is Tone.DECIDED:
        borders = _set(paragraph._p.get_or_add_pPr(), "w:pBdr")
        _set(borders, "w:left", val="single", sz="18", space="6", color="0B6E69")
        paragraph.paragraph_format.left_indent = Cm(0.4)


def _table(file: Any, block: Table, base: str) -> None:
    if not block.rows:
        if block.empty:
            _run(file.add_paragraph(), block.empty, SOFT)
        return
    table = file.add_table(rows=1, cols=len(block.columns))
    table.style, table.autofit = "Table Grid", False
    _light(table, block.caption)
    shares = sum(column.share for column in block.columns)
    widths = [Cm(WIDTH * column.share / shares) for column in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.rows[0]
    _set(head._tr.get_or_add_trPr(), "w:tblHeader", val="true")
    for cell, column, width in zip(head.cells, block.columns, widths, strict=True):
        cell.width = width
        _fill(cell, column.words, column.holds, base, head=True)
    for row in block.rows:
        added = table.add_row()
        _set(added._tr.get_or_add_trPr(), "w:cantSplit", val="true")
        for rank, (cell, text, column) in enumerate(zip(added.cells, row, block.columns, strict=True)):
            cell.width = widths[rank]
            _fill(cell, text, column.holds, base, head=False)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _light(table: Any, caption: str) -> None:
    """Lines under the rows only, and what the table is for who hears it."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    properties.append(borders)
    for side in ("top", "bottom", "insideH"):
        _set(borders, f"w:{side}", val="single", sz="4", color="BFB7A8")
    for side in ("left", "right", "insideV"):
        _set(borders, f"w:{side}", val="nil")
    _set(properties, "w:tblCaption", val=caption)
    _set(properties, "w:tblDescription", val=caption)


def _fill(cell: Any, words: Cell, holds: Kind, base: str, *, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if holds is Kind.FIGURES:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        _run(paragraph, str(words), SOFT, 8.5, bold=True)
    elif isinstance(words, Link):
        _told(paragraph, words, base, 9)
    else:
        _several(paragraph, words, None, 9)


def _picture(file: Any, block: Picture) -> None:
    paragraph = file.add_paragraph()
    width = Cm(WIDTH * block.share / 100)
    added = paragraph.add_run().add_picture(BytesIO(raster(block.svg, PIXELS * block.share // 100)), width=width)
    properties = added._inline.docPr
    properties.set("descr", block.alt)
    properties.set("name", block.caption or "Dessin")
    if block.caption:
        paragraph.paragraph_format.keep_with_next = True
        _run(file.add_paragraph(), block.caption, SOFT, 8.5)


def _figures(file: Any, block: Figures, *, dense: bool) -> None:
    """A line for each key figure, or one for all: who edits changes it as any text."""
    paragraph = file.add_paragraph()
    for rank, figure in enumerate(block.figures):
        if rank and dense:
            _run(paragraph, " · ", SOFT)
        elif rank:
            paragraph = file.add_paragraph()
        _run(paragraph, f"{figure.label}{french.THIN}: ")
        _run(paragraph, figure.number, None, 10 if dense else 13, bold=True)
        if figure.meaning:
            _run(paragraph, f" {figure.meaning}")
        if figure.source and not dense:
            _run(paragraph, f" ({', '.join(lines(figure.source))})", SOFT, 8.5)


def _points(file: Any, block: Points, base: str) -> None:
    key = _restarted(file) if block.ordered else None
    for item in block.items:
        paragraph = file.add_paragraph(style="List Number" if block.ordered else "List Bullet")
        if key is not None:
            numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbers.get_or_add_ilvl().val = 0
            numbers.get_or_add_numId().val = key
        _told(paragraph, item, base)


def _restarted(file: Any) -> int:
    """The key of a numbering that begins at 1: lists of the same style would go on from one to the next."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    added = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    key: int = added.numId
    return key


def _facts(file: Any, block: Facts) -> None:
    for label, text in block.pairs:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _run(paragraph, f"{label}{french.THIN}: ", bold=True)
        _several(paragraph, text)


def _entry(file: Any, block: Entry, depth: int) -> None:
    file.add_heading(block.title, depth)
    if block.number:
        paragraph = file.add_paragraph()
        _run(paragraph, block.number, None, 13, bold=True)
        _run(paragraph, f" {block.meaning}", SOFT)
    for line in block.lines:
        file.add_paragraph(line).paragraph_format.space_after = Pt(2)
    if block.missing:
        _run(file.add_paragraph(), block.missing, OCHRE)
    if block.picture is not None:
        _picture(file, block.picture)
    if block.origin:
        _run(file.add_paragraph(), block.origin, SOFT, 8.5)


def _block(file: Any, block: Block, document: Document, depth: int) -> None:
    match block:
        case Section():
            file.add_heading(block.title, depth).paragraph_format.page_break_before = block.apart or None
            for inside in block.blocks:
                _block(file, inside, document, min(depth + 1, 3))
        case Paragraph():
            _paragraph(file, block)
        case Points():
            _points(file, block, document.base)
        case Facts():
            _facts(file, block)
        case Table():
            _table(file, block, document.base)
        case Picture():
            _picture(file, block)
        case Entry():
            _entry(file, block, depth)
        case Figures():
            _figures(file, block, dense=document.dense)


def write(document: Document) -> bytes:
    """The file."""
    file: Any = new_file()
    _styles(file, DENSE if document.dense else ROOMY)
    _frame(file, document)
    file.add_paragraph(document.title, style="Title")
    if document.subtitle:
        file.add_paragraph(document.subtitle, style="Subtitle")
    for section in document.sections:
        _block(file, section, document, 1)
    paragraph = file.add_paragraph()
    _run(paragraph, f"{' '.join(document.provenance)} Il se lit à l’adresse ", SOFT, 8.5)
    _told(paragraph, Link(document.base + document.address, document.address), document.base, 8.5)
    out = BytesIO()
    file.save(out)
    return out.getvalue()
