"""A document as a tagged PDF (PDF/UA-1): Typst refuses one that could not be read aloud."""

from datetime import UTC, datetime, time
from typing import Any

from maillage.kernel import french
from maillage.web.documents.described import (
    Block,
    Cell,
    Document,
    Entry,
    Facts,
    Figures,
    Link,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    lines,
)
from maillage.web.printing.typeset import pdf


def _cell(cell: Cell, base: str) -> Any:
    if isinstance(cell, Link):
        return {"words": cell.words, "address": base + cell.address}
    return cell


def _block(block: Block, base: str) -> dict[str, Any]:
    """A block as the template reads it."""
    content: dict[str, Any]
    match block:
        case Paragraph():
            content = {"lines": lines(block.text), "tone": block.tone.value}
        case Points():
            content = {"items": [_cell(item, base) for item in block.items], "ordered": block.ordered}
        case Facts():
            content = {"pairs": [[label, lines(text)] for label, text in block.pairs]}
        case Table():
            content = {
                "caption": block.caption,
                "columns": [[column.words, column.holds.value, column.share] for column in block.columns],
                "rows": [[_cell(cell, base) for cell in row] for row in block.rows],
                "empty": block.empty,
            }
        case Picture():
            content = {"svg": block.svg, "alt": block.alt, "caption": block.caption, "share": block.share}
        case Figures():
            content = {
                "figures": [[each.label, each.number, each.meaning, lines(each.source)] for each in block.figures]
            }
        case Entry():
            drawn = block.picture
            content = {
                "title": block.title,
                "number": block.number,
                "meaning": block.meaning,
                "lines": list(block.lines),
                "missing": block.missing,
                "origin": block.origin,
                "svg": drawn.svg if drawn else "",
                "alt": drawn.alt if drawn else "",
            }
        case Section():
            content = {
                "title": block.title,
                "blocks": [_block(each, base) for each in block.blocks],
                "apart": block.apart,
            }
    return {"kind": block.kind, **content}


def write(document: Document) -> bytes:
    """The file. Its date is that of the document: the same description gives the same bytes."""
    data = {
        "what": document.what,
        "title": document.title,
        "heading": document.heading,
        "subtitle": document.subtitle,
        "dated": french.day(document.dated),
        "author": document.author,
        "notice": document.notice,
        "provenance": list(document.provenance),
        "address": document.base + document.address,
        "dense": document.dense,
        "sections": [_block(section, document.base) for section in document.sections],
    }
    return pdf("document.typ", data, datetime.combine(document.dated, time.min, UTC))
