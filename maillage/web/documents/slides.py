"""A document as slides (PPTX) for a meeting: one idea a slide, its title a sentence, tables cut where they would not
fit, sources and longer texts in the notes of who speaks.
"""

from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Cm, Pt

from maillage.kernel import french
from maillage.web.documents import fitting
from maillage.web.documents.described import (
    Block,
    Document,
    Entry,
    Facts,
    Figures,
    Kind,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    Tone,
    lines,
    words,
)
from maillage.web.drawing.paper import raster

_COLOUR: Any = RGBColor
INK, SOFT, THREAD, OCHRE = (_COLOUR(*bytes.fromhex(code)) for code in ("16283A", "4A5A68", "0B6E69", "8A3F06"))
LETTERS = "Arial"
WIDE, HIGH, EDGE = 33.87, 19.05, 1.5
TOP, FOOT = 3.4, 17.6
"""Where what is under a title begins, and where it must end, in centimetres."""
BODY = 18
PIXELS = 1800
COVER, TEXT, TITLE_ONLY = 0, 1, 5


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide to draw: its title, what it shows, what is read below it."""

    title: str
    above: str
    block: Block | None
    text: tuple[fitting.Line, ...]
    notes: tuple[str, ...]


def _texts(block: Block) -> list[fitting.Line]:
    """The lines of a text block."""
    match block:
        case Paragraph():
            return [fitting.Line(line, block.tone) for line in lines(block.text)]
        case Points():
            numbers = [f"{rank}. " if block.ordered else "" for rank in range(1, len(block.items) + 1)]
            items = zip(numbers, block.items, strict=True)
            return [fitting.Line(number + words(item), point=not number) for number, item in items]
        case Facts():
            pairs = [(label, " ".join(lines(text))) for label, text in block.pairs]
            return [fitting.Line(f"{label}{french.THIN}: {text}") for label, text in pairs]
        case Entry():
            head = f"{block.title}{french.THIN}: {block.number} {block.meaning}".strip(" :\u202f")
            return [fitting.Line(head), *(fitting.Line(line, Tone.SOFT) for line in block.lines)]
        case Table():
            return [fitting.Line(block.empty, Tone.SOFT)] if block.empty else []
    return []


def _unspoken(block: Block) -> bool:
    """Whether a text is read in the notes rather than shown."""
    return isinstance(block, Paragraph | Points | Facts) and not block.spoken


def _spoken(section: Section, above: str, notes: tuple[str, ...]) -> list[Slide]:
    """The slides of a section: texts together while they fit, each table and each picture alone."""
    if not section.spoken:
        return []
    slides: list[Slide] = []
    title = section.idea or section.title
    aside = [line.text for block in section.blocks if _unspoken(block) for line in _texts(block)]
    read = (*notes, *section.notes, *aside)
    texts: list[fitting.Line] = []

    def turn() -> None:
        pages = fitting.paged(texts, WIDE - 2 * EDGE, FOOT - TOP, BODY)
        slides.extend(Slide(title, above, None, tuple(page), read) for page in pages)
        texts.clear()

    for block in section.blocks:
        match block:
            case Section():
                turn()
                slides += _spoken(block, section.title, read)
            case Table() if block.rows:
                turn()
                parts = fitting.cut(block, WIDE - 2 * EDGE, FOOT - TOP)
                slides += [Slide(title, above, part, (), read) for part in parts]
            case Picture() | Figures():
                turn()
                slides.append(Slide(getattr(block, "idea", "") or title, above, block, (), read))
            case _ if not _unspoken(block):
                texts += _texts(block)
    turn()
    return slides


def _numbered(slides: list[Slide]) -> list[tuple[Slide, str]]:
    """Each slide with the title it shows: those that go on under the same title say which they are."""
    shown = []
    for rank, slide in enumerate(slides):
        first = rank
        while first and (slides[first - 1].title, slides[first - 1].above) == (slide.title, slide.above):
            first -= 1
        last = rank
        while last + 1 < len(slides) and (slides[last + 1].title, slides[last + 1].above) == (slide.title, slide.above):
            last += 1
        count = f" ({rank - first + 1}/{last - first + 1})" if last > first else ""
        shown.append((slide, slide.title + count))
    return shown


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Cm(left), Cm(top), Cm(width), Cm(height)


def _laid_out(file: Any) -> None:
    """The three layouts we use, on a wide page and in our letters: who adds a slide finds them."""
    file.slide_width, file.slide_height = Cm(WIDE), Cm(HIGH)
    for holder in (file.slide_master, *file.slide_layouts):
        for shape in holder.placeholders:
            kind = shape.placeholder_format.type
            if "TITLE" in str(kind):
                _place(shape, EDGE, 1.3, WIDE - 2 * EDGE, 1.9)
                shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            elif "SLIDE_NUMBER" in str(kind):
                _place(shape, WIDE - EDGE - 3, 17.9, 3, 0.8)
            elif "FOOTER" in str(kind):
                _place(shape, EDGE, 17.9, WIDE - 2 * EDGE - 4, 0.8)
            elif "DATE" not in str(kind):
                _place(shape, EDGE, TOP, WIDE - 2 * EDGE, FOOT - TOP)
    cover = file.slide_layouts[COVER]
    for shape in cover.placeholders:
        if "CENTER_TITLE" in str(shape.placeholder_format.type):
            _place(shape, EDGE, 4.5, WIDE - 2 * EDGE, 4.5)
        elif "SUBTITLE" in str(shape.placeholder_format.type):
            _place(shape, EDGE, 9.4, WIDE - 2 * EDGE, 4)


def _say(paragraph: Any, text: str, size: float, colour: RGBColor = INK, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LETTERS
    run.font.color.rgb = colour
    run._r.get_or_add_rPr().set("lang", "fr-FR")


def _titled(slide: Any, text: str, size: float) -> None:
    frame = slide.shapes.title.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _say(paragraph, text, size, bold=True)


def _footed(slide: Any, document: Document) -> None:
    """What it is, that it is simulated, and the number of the slide."""
    foot = slide.shapes.add_textbox(Cm(EDGE), Cm(17.9), Cm(WIDE - 2 * EDGE - 4), Cm(0.8))
    foot.name = "Pied de page"
    foot.text_frame.word_wrap = True
    paragraph = foot.text_frame.paragraphs[0]
    if document.notice:
        _say(paragraph, f"{document.notice} ", 10, OCHRE, bold=True)
    said = f"{document.heading}, {french.day(document.dated)}."
    _say(paragraph, fitting.short(said, 150 - len(document.notice)), 10, SOFT)
    for shape in slide.slide_layout.placeholders:
        if "SLIDE_NUMBER" in str(shape.placeholder_format.type):
            # The library leaves it out: it is what numbers a slide, and goes on doing so when slides are moved.
            slide.shapes._spTree.append(deepcopy(shape._element))


def _written(slide: Any, page: tuple[fitting.Line, ...]) -> None:
    """Lines of text."""
    frame = slide.placeholders[1].text_frame
    frame.word_wrap = True
    for rank, line in enumerate(page):
        paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(6)
        if not line.point:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.append(OxmlElement("a:buNone"))
        colour = {Tone.SOFT: SOFT, Tone.ALERT: OCHRE, Tone.DECIDED: THREAD}.get(line.tone, INK)
        _say(paragraph, line.text, BODY, colour, bold=line.tone in (Tone.ALERT, Tone.DECIDED))


def _tabled(slide: Any, table: Table) -> None:
    shape = slide.shapes.add_table(
        len(table.rows) + 1, len(table.columns), Cm(EDGE), Cm(TOP), Cm(WIDE - 2 * EDGE), Cm(1)
    )
    shape.name = table.caption
    shape._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    drawn = shape.table
    drawn.first_row, drawn.horz_banding = True, False
    # Plain lines instead of the coloured bands of the default style.
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = "{5940675A-B579-460E-94D1-54222C63F5DA}"
    shares = sum(column.share for column in table.columns)
    for rank, column in enumerate(table.columns):
        drawn.columns[rank].width = Cm((WIDE - 2 * EDGE) * column.share / shares)
    heads = tuple(column.words for column in table.columns)
    for rank, row in enumerate((heads, *table.rows)):
        drawn.rows[rank].height = Cm(0.9)
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            box = drawn.cell(rank, place)
            box.margin_top = box.margin_bottom = Cm(0.1)
            paragraph = box.text_frame.paragraphs[0]
            if column.holds is Kind.FIGURES:
                paragraph.alignment = PP_ALIGN.RIGHT
            _say(paragraph, words(cell), fitting.CELL, SOFT if rank == 0 else INK, bold=rank == 0)


def _pictured(slide: Any, picture: Picture) -> None:
    room = FOOT - TOP - (1.2 if picture.caption else 0)
    added = slide.shapes.add_picture(BytesIO(raster(picture.svg, PIXELS)), Cm(EDGE), Cm(TOP))
    ratio = min(Cm(WIDE - 2 * EDGE) / added.width, Cm(room) / added.height)
    added.width, added.height = round(added.width * ratio), round(added.height * ratio)
    added.left = round((Cm(WIDE) - added.width) / 2)
    added.name = picture.caption or "Dessin"
    added._element.nvPicPr.cNvPr.set("descr", picture.alt)
    if picture.caption:
        box = slide.shapes.add_textbox(Cm(EDGE), Cm(FOOT - 1.1), Cm(WIDE - 2 * EDGE), Cm(1))
        box.text_frame.word_wrap = True
        _say(box.text_frame.paragraphs[0], fitting.short(picture.caption, 180), 12, SOFT)


def _keyed(slide: Any, figures: Figures) -> None:
    """Key figures, four in a row."""
    width = (WIDE - 2 * EDGE) / 4
    for rank, figure in enumerate(figures.figures[:8]):
        left, top = EDGE + width * (rank % 4), TOP + 0.6 + 6.4 * (rank // 4)
        box = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width - 0.5), Cm(6))
        box.name = figure.label
        frame = box.text_frame
        frame.word_wrap = True
        _say(frame.paragraphs[0], figure.label, 14, bold=True)
        _say(frame.add_paragraph(), figure.number, 34, THREAD, bold=True)
        if figure.meaning:
            _say(frame.add_paragraph(), fitting.short(figure.meaning, 90), 14)
        if figure.source:
            _say(frame.add_paragraph(), fitting.short(", ".join(lines(figure.source)), 90), 11, SOFT)


def _drawn(file: Any, slide: Slide, title: str) -> Any:
    added = file.slides.add_slide(file.slide_layouts[TITLE_ONLY if slide.block else TEXT])
    if slide.above:
        kicker = added.shapes.add_textbox(Cm(EDGE), Cm(0.6), Cm(WIDE - 2 * EDGE), Cm(0.8))
        kicker.name = "Partie"
        kicker.text_frame.word_wrap = True
        _say(kicker.text_frame.paragraphs[0], fitting.short(slide.above, 120), 12, THREAD, bold=True)
    shown = fitting.short(title, 160)
    _titled(added, shown, 26 if len(shown) <= 60 else 22 if len(shown) <= 110 else 18)
    match slide.block:
        case Table():
            _tabled(added, slide.block)
        case Picture():
            _pictured(added, slide.block)
        case Figures():
            _keyed(added, slide.block)
        case _:
            _written(added, slide.text)
    return added


def _cover(file: Any, document: Document) -> Any:
    added = file.slides.add_slide(file.slide_layouts[COVER])
    _titled(added, fitting.short(document.title, 140), 36 if len(document.title) <= 60 else 26)
    frame = added.placeholders[1].text_frame
    frame.word_wrap = True
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _say(frame.paragraphs[0], document.what, 22, THREAD, bold=True)
    for text, colour in ((document.subtitle, INK), (document.author, SOFT), (document.notice, OCHRE)):
        if text:
            paragraph = frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            _say(paragraph, fitting.short(text, 160), 18, colour, bold=colour is OCHRE)
    return added


def write(document: Document) -> bytes:
    """The file."""
    file: Any = Presentation()
    _laid_out(file)
    slides = _numbered([slide for section in document.sections for slide in _spoken(section, "", ())])
    provenance = (*document.provenance, f"{document.base}{document.address}")
    drawn: list[tuple[Any, tuple[str, ...]]] = [(_cover(file, document), ())]
    drawn += [(_drawn(file, slide, title), slide.notes) for slide, title in slides]
    for added, notes in drawn:
        _footed(added, document)
        added.notes_slide.notes_text_frame.text = "\n".join((*notes, *provenance))
    properties = file.core_properties
    properties.title, properties.author, properties.language = document.heading[:250], document.author[:250], "fr-FR"
    properties.last_modified_by, properties.comments = document.author[:250], document.notice
    out = BytesIO()
    file.save(out)
    return out.getvalue()
