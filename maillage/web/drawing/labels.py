"""Words on a drawing: how wide they are, and where each may stand without covering another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Anchor = Literal["start", "middle", "end"]
LETTER = 14.0
"""Pixels of the letters of a drawing."""
BOLD = 1.05
_WIDTHS = {
    0.15: "\u202f",
    0.26: ".,:;j’il",
    0.29: " \u00a0",
    0.33: "()ftr",
    0.41: "I/1-",
    0.47: "yvzs",
    0.52: "cxçk–7Jaà",
    0.58: "euLéèêë2hnoôF≈dgTbpqEY359",
    0.64: "PSV648BRZXAKÉÈ0C",
    0.72: "DwGHNUOQÎ",
    0.88: "MmWœ",
    0.96: "%",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
"""How wide each letter of Atkinson is, a little more than less, for letters of one pixel."""
UP, DOWN, APART = 0.78, 0.24, 4.0
"""What a line of words covers above and under its foot, in letters; pixels kept between two of them."""
COVERED = 5.0
"""What covering a point of a line costs, when standing one place further down the list costs 1."""


@lru_cache(maxsize=1_000)
def width(text: str, strong: bool = False) -> float:
    """How wide some words are, in pixels."""
    return sum(_WIDTH.get(letter, 0.72) for letter in text) * LETTER * (BOLD if strong else 1)


def shortened(text: str, room: float) -> str:
    """A name that fits in so many pixels."""
    while len(text) > 1 and width(text) > room:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


@dataclass(frozen=True, slots=True)
class Box:
    """What words cover."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", apart: float = 0) -> bool:
        """Whether two boxes overlap, or stand nearer than so many pixels."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def hides(self, points: Sequence[tuple[float, float]]) -> int:
        """How many points are covered."""
        left, top, right, bottom = self.left - 2, self.top, self.right + 2, self.bottom
        return sum(1 for x, y in points if left <= x <= right and top <= y <= bottom)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words may stand: the foot of their line, held by its start, middle or end."""

    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Label:
    """Words to place: the same said longer or shorter, the places that suit them, the best first."""

    texts: tuple[str, ...]
    kind: str
    spots: tuple[Spot, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Words where they stand."""

    text: str
    kind: str
    spot: Spot
    box: Box


def _box(text: str, strong: bool, spot: Spot) -> Box:
    wide = width(text, strong)
    left = spot.x - {"start": 0.0, "middle": wide / 2, "end": wide}[spot.anchor]
    return Box(left, spot.y - UP * LETTER, left + wide, spot.y + DOWN * LETTER)


def _choices(label: Label, frame: Box, taken: Sequence[Placed]) -> Iterator[tuple[float, Placed]]:
    """Where a label may stand, with what each place costs before what it covers."""
    for longer, text in enumerate(label.texts):
        for rank, spot in enumerate(label.spots):
            box = _box(text, label.strong, spot)
            inside = frame.left <= box.left and box.right <= frame.right
            inside = inside and frame.top <= box.top and box.bottom <= frame.bottom
            if inside and not any(box.meets(other.box, APART) for other in taken):
                yield 2 * longer + rank, Placed(text, label.kind, spot, box)


def placed(labels: Sequence[Label], drawn: Sequence[tuple[float, float]], frame: Box) -> list[Placed]:
    """Each label in turn, at the place where it hides least of the points `drawn` by lines, and never another label.

    What matters most comes first; a label that finds no place is left out."""
    taken: list[Placed] = []
    for label in labels:
        best, least = None, float("inf")
        for cost, choice in sorted(_choices(label, frame, taken), key=lambda choice: choice[0]):
            if cost >= least:
                break
            cost += COVERED * choice.box.hides(drawn)
            if cost < least:
                best, least = choice, cost
        if best:
            taken.append(best)
    return taken
