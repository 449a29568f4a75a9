"""A document as it is described: a title, a date, sections of paragraphs, lists, tables, pictures and key figures, and
where it comes from. Nothing here knows what a page, a PDF, a DOCX or a PPTX is: each has its writer beside.

All is frozen and made of tuples: the same description is written once, and the same bytes are given again.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from maillage.kernel import french
from maillage.web.drawing import paper

# What XML 1.0 refuses, typed or pasted by somebody.
_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What is not words: left as it is.
_KEPT = frozenset({"address", "base", "file_name"})


class Tone(StrEnum):
    """How a paragraph is said."""

    PLAIN = "plain"
    LEAD = "lead"
    SOFT = "soft"
    ALERT = "alert"
    DECIDED = "decided"


class Kind(StrEnum):
    """What a column holds: figures are aligned on the right."""

    WORDS = "words"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page of this site: `address` is its path."""

    words: str
    address: str


Cell: TypeAlias = str | Link


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its lines stay lines. What is not `spoken` is in the notes of a slide."""

    text: str
    tone: Tone = Tone.PLAIN
    spoken: bool = True
    kind: ClassVar = "paragraph"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, numbered or not. What is not `spoken` is in the notes of a slide."""

    items: tuple[Cell, ...]
    ordered: bool = False
    spoken: bool = True
    kind: ClassVar = "points"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what is said of each. What is not `spoken` is in the notes of a slide."""

    pairs: tuple[tuple[str, str], ...]
    spoken: bool = True
    kind: ClassVar = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, what it holds, its share of the width."""

    words: str
    holds: Kind = Kind.WORDS
    share: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first cell of a row is its head. `empty` is said in its place when it has no row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    kind: ClassVar = "table"

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """The rows, each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that stands alone (`web/drawing/paper.py`), and what it shows in words (`alt`). `share` is the part of
    the width it takes, in hundredths; `idea` the title of its slide, when not that of its section; `narrow` the same
    drawn for a phone, whose letters would be too small otherwise."""

    svg: str
    alt: str
    caption: str = ""
    share: int = 100
    idea: str = ""
    narrow: str = ""
    kind: ClassVar = "picture"

    @property
    def inside(self) -> str:
        """The same inside a page of the site, which has its style sheet."""
        return paper.inside(self.svg)

    @property
    def inside_narrow(self) -> str:
        """The narrow one there; empty when there is none."""
        return paper.inside(self.narrow)


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: what it is, the number, what it means, its source and its date, a line each."""

    label: str
    number: str
    meaning: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A few key figures, side by side."""

    figures: tuple[Figure, ...]
    kind: ClassVar = "figures"


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure on its own: its title, the number and what it means, what is said of it, what is missing in it, where it
    comes from, and its drawing beside."""

    title: str
    number: str
    meaning: str
    lines: tuple[str, ...]
    missing: str = ""
    origin: str = ""
    picture: Picture | None = None
    kind: ClassVar = "entry"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document. `idea` is its title on a slide, in a sentence; `notes` what who speaks reads below it;
    a part that is not `spoken` is on no slide. `apart`: it begins a page of paper."""

    title: str
    blocks: "tuple[Block, ...]"
    idea: str = ""
    notes: tuple[str, ...] = ()
    spoken: bool = True
    apart: bool = False
    kind: ClassVar = "section"


Block: TypeAlias = Paragraph | Points | Facts | Table | Picture | Figures | Entry | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `what` it is (« Compte rendu »), of whom (`author`), what everybody must know first (`notice`),
    where it comes from (`provenance`); `address` is the path of its page on the site whose address is `base`.

    `crumbs` lead to its page; `attached` are files that go with it, offered beside its own; `dense`: it has one page to
    fit in.
    """

    what: str
    title: str
    dated: date
    author: str
    sections: tuple[Section, ...]
    file_name: str
    subtitle: str = ""
    notice: str = ""
    provenance: tuple[str, ...] = ()
    address: str = ""
    base: str = ""
    crumbs: tuple[Link, ...] = ()
    attached: tuple[Link, ...] = ()
    dense: bool = False

    @property
    def heading(self) -> str:
        """What it is, and of what: « Compte rendu, Comité de pilotage »."""
        return f"{self.what}, {self.title}"


def legible(text: str) -> str:
    """A text without what no document can hold, such as control characters, set as a printer would."""
    return french.typographic(_ILLEGIBLE.sub("", text.replace("\r\n", "\n").replace("\x0b", "\n")))


def clean(part: Any) -> Any:
    """The same document, all its words legible: called once, before any writer."""
    if isinstance(part, str):
        return legible(part) if type(part) is str else part
    if isinstance(part, tuple):
        return tuple(clean(each) for each in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        changes: dict[str, Any] = {
            each.name: clean(getattr(part, each.name)) for each in dataclasses.fields(part) if each.name not in _KEPT
        }
        if isinstance(part, Picture):
            # A drawing is not set by a printer, and must be XML all the same.
            changes |= {name: _ILLEGIBLE.sub("", getattr(part, name)) for name in ("svg", "narrow")}
        return dataclasses.replace(part, **changes)
    return part


def words(cell: Cell) -> str:
    """What a cell says."""
    return cell.words if isinstance(cell, Link) else cell


def lines(text: str) -> list[str]:
    """The lines of a text, without the empty ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those of sections after their section."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)
