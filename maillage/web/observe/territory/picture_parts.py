"""What the picture of a territory is made of: its drawing, and the words and rows beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.value import Origin
from maillage.web.drawing.states import NOTHING, Entry


@dataclass(frozen=True, slots=True)
class Member:
    """A ranked commune: its figure in words, and from 0 to 100 for its bar; `kind` is its colour on the map, `low`
    whether it is under what the map outlines."""

    name: str
    address: str
    figure: str
    bar: float
    kind: str
    low: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a territory. `title` is what it shows, `shown` how to read it, `message` all of it in words.

    `svg` is drawn by us; when there are too many shapes for a page it is empty, and `image` is the address of the
    same drawing, `height` units high for 1000. `columns` says that the legend counts classes, `legend_title` what is
    counted; `states` counts what its drawing does not tell apart. `ranked` are the communes from the lowest; `highest`,
    what stands after those left out. `note` says what is missing. `more` leads to the tables that say the same.
    """

    title: str
    shown: str
    message: str
    svg: SafeString = NOTHING
    image: str = ""
    height: int = 0
    legend: tuple[Entry, ...] = ()
    legend_title: str = ""
    columns: bool = False
    states: tuple[Entry, ...] = ()
    ranked: tuple[Member, ...] = ()
    highest: tuple[Member, ...] = ()
    left_out: int = 0
    note: str = ""
    origin: Origin | None = None
    more: tuple[Link, ...] = ()


def columns(classes: Iterable[tuple[str, str, int]]) -> tuple[Entry, ...]:
    """Classes (kind, words, count), with the height of their bar: the tallest is 100, and one that counts is seen."""
    every = tuple(classes)
    most = max((count for _, _, count in every), default=0) or 1
    return tuple(
        Entry(kind, words, count, bar=max(round(100 * count / most), 4 if count else 0)) for kind, words, count in every
    )


def short(words: str) -> str:
    """The words of a class under its column: « < 20 » for « moins de 20 % », « 20 à 40 »."""
    return words.replace("moins de ", f"<{french.THIN}").replace(f"{french.THIN}%", "")
