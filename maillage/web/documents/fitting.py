"""What fits on a slide, reckoned from the width of letters: texts go on the next slide, tables are cut between rows."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from maillage.web.documents.described import Table, Tone, words

CENTIMETRES = 0.0353
"""A point, in centimetres."""
LETTER = 0.52
"""The width of a letter, as a part of its size: a little more than what it is, so that nothing overflows."""
CELL = 13
LONGEST = 420
"""The letters of a line of text, and of a cell, beyond which a slide is no place for them."""
LONGEST_CELL = 170


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, that may take several on the slide."""

    text: str
    tone: Tone = Tone.PLAIN
    point: bool = False


def short(text: str, most: int) -> str:
    """A text cut between two words, with what says so."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"


def taken(text: str, width: float, size: float) -> int:
    """How many lines a text takes in so many centimetres, at this size in points."""
    room = max(int(width / (size * CENTIMETRES * LETTER)), 4)
    return max(ceil(len(text) / room), 1)


def paged(texts: Sequence[Line], width: float, height: float, size: float) -> Iterator[list[Line]]:
    """The lines of each slide; those too long for a slide are cut, and the whole stays in the document."""
    page: list[Line] = []
    used = 0.0
    for line in texts:
        shown = Line(short(line.text, LONGEST), line.tone, line.point)
        tall = (taken(shown.text, width, size) * 1.22 * size + 6) * CENTIMETRES
        if page and used + tall > height:
            yield page
            page, used = [], 0.0
        page.append(shown)
        used += tall
    if page:
        yield page


def cut(table: Table, width: float, height: float) -> list[Table]:
    """A table as those that fit each on a slide, every one with its head; the rows are shared out evenly."""
    shares = sum(column.share for column in table.columns)
    widths = [width * column.share / shares - 0.5 for column in table.columns]
    rows = [tuple(short(words(cell), LONGEST_CELL) for cell in row) for row in table.rows]

    def tall(row: tuple[str, ...]) -> float:
        most = max(taken(text, room, CELL) for text, room in zip(row, widths, strict=True))
        return most * CELL * 1.22 * CENTIMETRES + 0.3

    room = height - tall(tuple(column.words for column in table.columns))
    whole = sum(map(tall, rows))
    # Even parts: a last slide with one row would look forgotten.
    aim = min(room, whole / max(ceil(whole / room), 1) + 1.0)
    parts: list[list[tuple[str, ...]]] = []
    used = height
    for row in rows:
        if used + tall(row) > aim or not parts:
            parts.append([])
            used = 0.0
        parts[-1].append(row)
        used += tall(row)
    return [dataclasses.replace(table, rows=tuple(part)) for part in parts]
