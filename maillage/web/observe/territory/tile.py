"""A tile of a portrait: a theme, a number, a small drawing, one line, a source; and what its drawing is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.web.words.figure_address import theme_address
from maillage.web.words.reading import known_words
from maillage.web.words.theme import theme_words

MOST_SIGNS = 16
"""Signs that a phone shows on one line, of all parts; over them, a bar is drawn."""
SIGN = 18
RING = "M{x} 8a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
SHAPES = {
    "done": RING,
    "open": RING,
    "late": RING + "m5-3v3h2.5",
    "paused": "M{x} 3v10m5-10v10",
    "dropped": "M{x} 3l10 10m0-10l-10 10",
}
"""The sign of each state, its left at x."""
SQUARE = "M3 3h10v10h-10z"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: what it is, how many, where it begins and its length in percent of the bar, the way it is
    painted (best, good, bad, or a state of SHAPES). `signs` draws them one by one, empty in a bar."""

    words: str
    count: int
    start: float
    length: float
    paint: str
    signs: str = ""

    @property
    def shown(self) -> str:
        """Its words in the legend: « trop lent »; a state says how many, « 3 réalisées », but of one thing only."""
        return self.words if self.alone or self.paint not in SHAPES else f"{french.number(self.count)} {self.words}"

    @property
    def alone(self) -> bool:
        """Whether it is the one thing there is: its legend draws it."""
        return self.length == 100 and self.count == 1

    @property
    def sign(self) -> str:
        """What stands before its words: one of its signs, or a square of the bar."""
        return SHAPES[self.paint].format(x=3) if self.signs else SQUARE


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody has: how much, an operator's sites or the rate of a place. `signs` draws it one by one, a cross for
    none; empty where a bar of `length` percent does."""

    name: str
    count: float
    signs: str
    length: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme in a tile. Its parts are drawn, or its rows; without any, nothing is known: hatched. `what` names the
    drawing; `names` are those of the indicators of the theme. `down`: its rows stand one under the other."""

    theme: str
    address: str
    number: str
    unit: str
    line: str
    source: str
    what: str = ""
    parts: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()
    names: tuple[str, ...] = ()
    down: bool = False

    @property
    def alt(self) -> str:
        """What a bar shows, in words: « Locaux par débit : trop lent 284, … »."""
        said = ", ".join(f"{part.words} {french.number(part.count)}" for part in self.parts)
        return f"{self.what}{french.THIN}: {said}"


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tiles of a territory, under their title."""

    title: str
    tiles: tuple[Tile, ...]


def opening(theme: str, ref: Ref) -> tuple[str, str]:
    """What a tile opens with: its theme as readers call it, and its page in a territory."""
    return theme_words(theme), theme_address(ref, theme)


def stacked(parts: Iterable[tuple[str, int, str]], *, signs: bool = False) -> tuple[Part, ...]:
    """Words, number and paint as parts side by side, those of nobody left out; with `signs`, drawn one by one when
    they are few."""
    kept = [part for part in parts if part[1] > 0]
    total, begun, made = sum(count for _, count, _ in kept), 0, []
    for words, count, paint in kept:
        drawn = signs_of(SHAPES[paint], range(begun, begun + count)) if signs and total <= MOST_SIGNS else ""
        made.append(Part(words, count, round(100 * begun / total, 2), round(100 * count / total, 2), paint, drawn))
        begun += count
    return tuple(made)


def signs_of(shape: str, places: range) -> str:
    """The data of a path that draws a shape at each place."""
    return "".join(shape.format(x=3 + SIGN * place) for place in places)


def last(source: Observatory, ref: Ref, name: str) -> Value | None:
    """The last value of an indicator there, None when there is none."""
    return next(reversed(source.series(name, ref)), None)


def known_line(line: str, value: Value) -> str:
    """A line, and how many communes it is about when some are missing."""
    known = known_words(value.completeness)
    return f"{line} Connu dans {known}." if known else line
