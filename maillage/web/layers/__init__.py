"""What is laid over a map: each layer is one file of this room, which says what it is called, how it is drawn, and
reads what the release holds of it.

Nobody lists them: a file with a `LAYER` is offered by the map where the release has something to show. A layer is made
of marks at points (`spots`), of communes that are hatched (`areas`), of a PMTiles archive (`tiles`), of points or
surfaces: coverage, which comes as surfaces, is one more file; or of `names`, too many for one answer, which are written
from near.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from math import atan, degrees, pi, sinh
from pkgutil import iter_modules
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice
from maillage.kernel.period import Period
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory

CIRCLE = "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z"
RING = "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z"
SQUARE = "M2.5 2.5h15v15h-15Z"
DIAMOND = "M10 1l9 9-9 9-9-9Z"
TRIANGLE = "M10 2l9 16H1Z"
SMALL = "M10 5.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z"
"""Marks, as paths in a square of 20; holes go the other way round."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a kind of things is drawn: its words, its colour (the name of a token), its mark; of areas and surfaces,
    which are filled, the mark is that of the legend."""

    words: str
    colour: str
    mark: str = CIRCLE


@dataclass(frozen=True, slots=True)
class Spot:
    """Something at a point (WGS84 degrees): its name, the rank of its sign, what more is said, its page, and the ranks
    of the sources it is from."""

    longitude: float
    latitude: float
    name: str
    sign: int = 0
    detail: str = ""
    address: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A commune that is hatched: the rank of its sign, what is said of it, and its page."""

    sign: int
    detail: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A PMTiles archive: the name of its route (given the release), its layer, the property that tells kinds apart, and
    the value of that property for each sign. `surfaces`: polygons, filled, rather than points."""

    route: str
    layer: str
    property: str
    values: tuple[str, ...]
    surfaces: bool = False


Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north, in WGS84 degrees."""
SQUARES = 11
"""The zoom whose tiles are the squares that names are read by: a dozen kilometres at our latitudes."""


def square(column: int, row: int) -> Box:
    """Where a square is, of those that maps in Web Mercator are cut into at the zoom SQUARES."""
    count = 1 << SQUARES
    west, east = (360 * (column + side) / count - 180 for side in (0, 1))
    north, south = (degrees(atan(sinh(pi * (1 - 2 * (row + side) / count)))) for side in (0, 1))
    return west, south, east, north


@dataclass(frozen=True, slots=True)
class Names:
    """Names read by squares: `inside` gives those of a box, with their longitude and latitude; they are written from
    the zoom `least`."""

    inside: Callable[[Observatory, Box], Sequence[tuple[str, float, float]]]
    least: int = 12


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a layer comes from: the name, title and publisher of a source, what its delivery describes and its day."""

    name: str
    title: str
    publisher: str
    period: str
    obtained_on: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a layer shows: of when it is, its signs, what is drawn with them, the sources, and a sentence on it."""

    dated: str
    signs: tuple[Sign, ...]
    spots: tuple[Spot, ...] = ()
    areas: Mapping[str, Area] = field(default_factory=dict)
    tiles: Tiles | None = None
    names: Names | None = None
    credits: tuple[Credit, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its name in addresses, its title, its place in the list, the sign shown beside its title.

    `count` says how many things the release holds, 0 when it has none to show; `read` gives them; `page` is where they
    are told in full. `state` names what may change while the release does not.
    """

    name: str
    title: str
    rank: int
    sign: Sign
    count: Callable[[Observatory], int]
    read: Callable[[Observatory], Content]
    page: Callable[[], str] = lambda: ""
    state: Callable[[], str] = lambda: ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A layer that the release has something for."""

    layer: Layer
    count: int


@cache
def layers() -> tuple[Layer, ...]:
    """Every layer there is a file for, in order."""
    names = [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
    # By name, then by rank: those of a rank stay in the order of their files.
    found = [import_module(f"{__name__}.{name}").LAYER for name in sorted(names)]
    return tuple(sorted(found, key=lambda layer: layer.rank))


def offered(source: Observatory) -> list[Offered]:
    """The layers that this release has something to show for."""
    counted = ((layer, _once(source, layer, layer.count)) for layer in layers())
    return [Offered(layer, count) for layer, count in counted if count]


def content(source: Observatory, layer: Layer) -> Content:
    """What a layer shows, read once a release."""
    shown: Content = _once(source, layer, layer.read)
    return shown


_kept: WeakKeyDictionary[Observatory, dict[object, tuple[str, Any]]] = WeakKeyDictionary()


def _once(source: Observatory, layer: Layer, make: Callable[[Observatory], Any]) -> Any:
    kept, state = _kept.setdefault(source, {}), layer.state()
    if kept.get(make, ("", None))[0] != state or make not in kept:
        kept[make] = (state, make(source))
    return kept[make][1]


def chosen(source: Observatory, names: Sequence[str]) -> list[Layer]:
    """The layers of these names, in order. Raises UsageError when one is not offered."""
    known = {each.layer.name: each.layer for each in offered(source)}
    for name in names:
        if name not in known:
            titles = {layer.name: layer.title for layer in known.values()}
            raise UnknownChoice(f"Calque « {name[:40]} » inconnu.", name, titles)
    return [layer for name, layer in known.items() if name in names]


def credit(origin: Origin) -> Credit:
    """A delivery, as layers cite it."""
    return Credit(
        origin.source,
        french.typographic(origin.title),
        french.typographic(origin.publisher),
        Period.parse(origin.period).label,
        french.day(origin.obtained_on),
    )
