"""A list, described once: from its address, filters, columns and rows come its page, its files, its API, its print."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, TypeAlias, cast

from django.http import HttpRequest, HttpResponseBase

from maillage.web.exports import table
from maillage.web.exports.table import Cell
from maillage.web.gate.access import public
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter

View: TypeAlias = Callable[..., HttpResponseBase]
BATCH = 500
SORT, COLUMN, PAGE = "tri", "colonne", "page"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell on a page: its words and where they lead; smaller lines under them; whether it is `missing` or `soft`, or
    holds `names` of columns and files.

    `part` is a template that draws it instead, and reads `row`.
    """

    words: str = ""
    address: str = ""
    under: tuple["Shown", ...] = ()
    tone: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Column(table.Column):
    """A column: what files hold of a row, and how the page says it.

    `cell` is a function of the row, or a path from it, which may stop at nothing (« decision.owner.name »); without
    it, the row's attribute, or its value, of this name.

    `order` sorts by it: expressions of a query, or a key of a row; without it, rows are sorted by their cells. `once`
    is another name its order went by. A column that is not `first` is chosen by the reader; one that is not `filed` is
    on the page only. `blank` is said on the page where nothing is known. On a phone, a row is a card headed by its
    first cell and by one that `answers`: else by its first figure.
    """

    cell: Callable[[Any], Cell] | str = ""
    show: Callable[[Any], Shown | str] | None = None
    order: tuple[Any, ...] | Callable[[Any], Any] | None = None
    sorts: bool = True
    once: str = ""
    first: bool = True
    filed: bool = True
    head: str = ""
    blank: str = ""
    answers: bool = False

    def of(self, row: Any) -> Cell:
        """What a file holds of a row."""
        if callable(self.cell):
            return self.cell(row)
        value = row
        for name in (self.cell or self.name).split("."):
            value = value.get(name) if isinstance(value, Mapping) else None if value is None else getattr(value, name)
        return cast(Cell, value)


def of_cells(columns: Iterable[table.Column]) -> tuple[Column, ...]:
    """The columns of rows that are tuples of their cells, in this order."""
    return tuple(
        Column(column.name, column.label, column.words, column.kind, column.width, itemgetter(rank))
        for rank, column in enumerate(columns)
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows too many to be held: how many there are, and those from an offset. They are read in their own order."""

    total: Callable[[], int]
    read: Callable[[int, int], Sequence[Any]]
    batch: int = BATCH

    def __iter__(self) -> Iterator[Any]:
        """All of them, a batch at a time."""
        for offset in range(0, self.total(), self.batch):
            yield from self.read(offset, self.batch)


Rows: TypeAlias = Any
"""A QuerySet, a sequence or a Stretch."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    `name` is that of its route; `address` its path, a pattern where it holds groups; `rows` gives what is asked for,
    and raises what refuses it; `line` makes of a batch of them what the columns read. Its files are called `file`,
    at the same address, or at `files`.
    `what` counts it (« 3 décisions »). `crumbs` lead to it: routes and words. A page that says more than its list has a
    `template` of its own, and a `context`. One that is not `paged` has files only, taken on the page `view`, which may
    show it too: with a `mark`, which names its page, its order and its columns, beside another list. `missing` says
    what is not loaded yet, when rows cannot be drawn for that.

    `guard` refuses in the API, in words, who may not read a list that its `access` opens to some.
    `keeps` are parameters that it does not read, and that its form leaves as they are for other pages.

    `order` is that of the page when none is asked, a key of the rows that files keep as they are given. `criteria` say
    what was asked, in files, when filters do not. `curve` is the chart of the workbook.
    """

    name: str
    address: str
    title: str | Callable[[Asked], str]
    columns: tuple[Column, ...] | Callable[[Asked], tuple[Column, ...]]
    rows: Callable[[Asked], Rows]
    filters: tuple[Filter, ...] = ()
    access: Callable[[View], View] = public
    guard: Callable[[HttpRequest], None] | None = None
    line: Callable[[Asked, Sequence[Any]], Iterable[Any]] | None = None
    file: str | Callable[[Asked], str] = ""
    files: str = ""
    what: str = "ligne"
    size: int = 50
    sorts: bool = True
    usual: str = ""
    keeps: tuple[str, ...] = ()
    order: Callable[[Any], Any] | None = None
    group: Callable[[Any], str] | None = None
    lead: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    empty: tuple[str, str] = ("Rien ici encore", "")
    missing: Callable[[Asked], str] = field(default=lambda _: "")
    context: Callable[[Asked], dict[str, Any]] = field(default=lambda _: {})
    template: str = "listing.html"
    paged: bool = True
    view: str | Callable[[Asked], str] = ""
    mark: str = ""
    api: bool = True
    criteria: Callable[[Asked], tuple[tuple[str, str], ...]] | None = None
    curve: Callable[[Asked], table.Curve | None] = field(default=lambda _: None)

    @property
    def file_route(self) -> str:
        """The name of the route of its files."""
        return f"{self.name}.file" if self.paged else self.name

    def parameter(self, name: str) -> str:
        """What `page`, `tri` and `colonne` are called in its addresses."""
        if not self.mark:
            return name
        return self.mark if name == PAGE else f"{name}_{self.mark}"

    def described(self, asked: Asked) -> tuple[Column, ...]:
        """Its columns, for what is asked."""
        return self.columns(asked) if callable(self.columns) else self.columns

    def titled(self, asked: Asked) -> str:
        """Its title, for what is asked."""
        return self.title(asked) if callable(self.title) else self.title

    def filed(self, asked: Asked) -> str:
        """The name of its files, without what says that data are simulated."""
        named = self.file(asked) if callable(self.file) else self.file
        return named or self.name
