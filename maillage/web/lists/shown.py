"""A list as its page shows it: the form that narrows it, its heads, its rows, its pages, its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.web.exports.answer import EXCEL
from maillage.web.exports.table import Cell, Kind, Measure
from maillage.web.forms import asked as paging
from maillage.web.lists import cells
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import PAGE, SORT, Column, Listing, Shown
from maillage.web.lists.filters import Field, Filter, Option
from maillage.web.lists.reading import MOST_PRINTED, WHOLE, Reading
from maillage.web.lists.rows import Drawn

FEW_OPTIONS = 400
FEW_ROWS = 8
"""Rows that a phone shows at once: `.list-rest` in list.css says as many."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, whether figures stand under it, where it is sorted by and how it is now."""

    words: str
    name: str
    figures: bool
    address: str
    sort: str


class ShownRow(NamedTuple):
    """A row as the page holds it, and the group it opens, empty when it goes on."""

    cells: SafeString
    group: str


@dataclass(frozen=True, slots=True)
class Group:
    """Options that go together, under a label or none."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A field of the form."""

    filter: Filter
    value: str
    groups: tuple[Group, ...]

    @property
    def fillable(self) -> bool:
        """Whether there is anything to choose from, when it is a choice."""
        return bool(self.groups) or self.filter.field is not Field.CHOICE


def words(column: Column, cell: Cell) -> Shown:
    """A cell in words: numbers and days in French; `blank` for what is unknown."""
    if isinstance(cell, Measure):
        said = "" if cell.number is None else french.with_unit(cell.number, cell.unit, cell.decimals)
    elif isinstance(cell, date):
        said = french.day(cell).replace(" ", french.WIDE)
    elif isinstance(cell, bool) or cell is None:
        said = ""
    elif isinstance(cell, int | float | Decimal):
        said = french.number(float(cell), 0 if isinstance(cell, int) else 1)
    else:
        said = french.typographic(cell)
    return Shown(said) if said else Shown(column.blank, tone="soft")


def files(listing: Listing, place: Mapping[str, str], query: str = "") -> list[tuple[str, str]]:
    """Words and address of each file of a list: what `parts/listing/files.html` shows, on any page."""

    def at(form: str, more: str = "") -> str:
        asked = "&".join(filter(None, (query, more)))
        address = reverse(listing.file_route, kwargs={**place, "form": form})
        return f"{address}?{asked}" if asked else address

    return [
        ("XLSX", at("xlsx")),
        ("CSV", at("csv")),
        ("CSV pour Excel", at("csv", f"pour={EXCEL}")),
        ("JSON", at("json")),
    ]


def _natural(column: Column) -> str:
    """The order one expects of a column: the largest number first, else the first letter or day."""
    return f"-{column.name}" if column.kind is Kind.NUMBER else column.name


def _turned(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


class ShownList:
    """What `parts/listing.html` reads. On a page that is not its own, named by its `route`, nobody chooses columns."""

    def __init__(self, asked: Reading, route: str = "") -> None:
        self.asked, self.listing, self._route = asked, asked.listing, route
        self.drawn = Drawn(asked).arranged()
        self.total = self.drawn.total
        named = self.listing.parameter(PAGE)
        self.printed = asked.request.GET.get(named) == WHOLE
        size = MOST_PRINTED if self.printed else self.listing.size
        number = 1 if self.printed else paging.page(asked.request, size, named).number
        self.page = paging.Page(number, size, self.total)

    @property
    def title(self) -> str:
        """Its title."""
        return self.listing.titled(self.asked)

    @property
    def missing(self) -> str:
        """What is not loaded yet, in words."""
        return self.listing.missing(self.asked)

    @cached_property
    def lines(self) -> list[Any]:
        """What its columns read, of the rows of this page."""
        return self.drawn.page(self.page.offset, self.page.size)

    @cached_property
    def rows(self) -> list[ShownRow]:
        """The rows of this page."""
        return list(self._rows())

    def _rows(self) -> Iterator[ShownRow]:
        group, before = self.listing.group if self.asked.sort is None else None, ""
        answer = self._answer()
        tags = [cells.opening(head.words, head.figures, head.name == answer) for head in self.heads[1:]]
        for row in self.lines:
            first, *others = [cells.cell(self._cell(column, row), row) for column in self.columns]
            opened = group(row) if group else ""
            yield ShownRow(cells.row(first, zip(tags, others, strict=True)), opened if opened != before else "")
            before = opened

    def _answer(self) -> str:
        """The column that heads cards beside the first one: that one sorts by, that answers, else the first figures."""
        others, sort = self.columns[1:], self.asked.sort
        sorted_by = [column for column in others if sort is not None and column.name == sort.name]
        answers = [column for column in others if column.answers]
        figures = [column for column in others if column.kind is Kind.NUMBER]
        return next((column.name for column in (*sorted_by, *answers, *figures)), "")

    @property
    def folded(self) -> bool:
        """Whether a phone shows the first rows only, until one asks for the others."""
        return len(self.rows) > FEW_ROWS

    def _cell(self, column: Column, row: Any) -> Shown:
        if column.show is None:
            return words(column, column.of(row))
        shown = column.show(row)
        if isinstance(shown, Shown):
            return shown
        return Shown(french.typographic(shown)) if shown else Shown(column.blank, tone="soft")

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the page: the first one always, those chosen, else those one sees first."""
        chosen = self.asked.columns or tuple(column for column in self.asked.every if column.first)
        return chosen if chosen else self.asked.every[:1]

    @cached_property
    def heads(self) -> list[Head]:
        """The heads of the page."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        asked = self.asked
        now = asked.sort is not None and asked.sort.name == column.name
        said = ("descending" if asked.down else "ascending") if now else ""
        order = _turned(self.order) if now else _natural(column)
        address = (
            f"?{asked.here(**{self.listing.parameter(SORT): order})}" if self.listing.sorts and column.sorts else ""
        )
        return Head(column.head or column.label, column.name, column.kind is Kind.NUMBER, address, said)

    @cached_property
    def filters(self) -> list[ShownFilter]:
        """The fields in sight."""
        here = [each for each in self.listing.filters if not (each.behind or each.elsewhere)]
        return [field for each in here if (field := self._filter(each)).fillable]

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends again as it is: what is chosen elsewhere on the page, and what other pages read."""
        elsewhere = [each.name for each in self.listing.filters if each.elsewhere]
        mine = [(name, self.asked.texts[name]) for name in elsewhere if self.asked.sent.get(name)]
        sent = self.asked.request.GET
        return [*mine, *((name, text) for name in self.listing.keeps for text in sent.getlist(name) if text)]

    @cached_property
    def more(self) -> list[ShownFilter]:
        """The fields under « Plus de filtres »."""
        return [field for each in self.listing.filters if each.behind and (field := self._filter(each)).fillable]

    @property
    def more_open(self) -> bool:
        """Whether one of those says something."""
        return any(each.value for each in self.more)

    def _filter(self, each: Filter) -> ShownFilter:
        options = each.offered(self.asked)[:FEW_OPTIONS] if each.field is Field.CHOICE else ()
        groups = tuple(
            Group("", ((value, words),)) if isinstance(words, str) else Group(value, tuple(words))
            for value, words in options
        )
        return ShownFilter(each, self.asked.texts[each.name], groups)

    @cached_property
    def offered(self) -> list[tuple[Column, bool]]:
        """Every column that may be seen, and whether it is."""
        every = () if self._route else self.asked.every
        return [(column, column in self.columns) for column in every]

    @property
    def order(self) -> str:
        """The order asked, as an address says it."""
        return self.asked.order

    @cached_property
    def orders(self) -> list[tuple[str, str]]:
        """The orders one may ask: what is usual, each column of the page or that says its order, then the one asked."""
        offered = [column for column in self.asked.every if column.order is not None or column in self.columns]
        sorted_by = [column for column in offered if self.listing.sorts and column.sorts]
        orders = [(_natural(column), column.head or column.label) for column in sorted_by]
        if self.asked.sort and self.order not in dict(orders):
            backwards = self.order != _natural(self.asked.sort)
            orders.append((self.order, f"{self.asked.sort.label}{', à l’envers' if backwards else ''}"))
        return orders if self.listing.usual else [("", "Habituel"), *orders]

    @property
    def address(self) -> str:
        """The address of the page, without what is asked."""
        return reverse(self._route, kwargs=self.asked.place) if self._route else self.asked.view.partition("?")[0]

    def _at(self, page: object) -> str:
        return f"?{self.asked.here(**{self.listing.parameter(PAGE): str(page)})}" if page else ""

    @property
    def before(self) -> str:
        """The address of the page before; empty on the first one."""
        return self._at(self.page.before)

    @property
    def after(self) -> str:
        """The address of the page after; empty on the last one."""
        return self._at(self.page.after)

    @property
    def whole(self) -> str:
        """The address of the page that prints."""
        return self._at(WHOLE)

    @property
    def unprinted(self) -> int:
        """How many rows the page that prints leaves out."""
        return max(0, self.total - MOST_PRINTED) if self.printed else 0

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        """Words and address of each file."""
        return files(self.listing, self.asked.place, self.asked.query())


def beside(asked: Asked, listing: Listing) -> ShownList:
    """Another list of the page that is asked, which shows both."""
    return ShownList(Reading(asked.request, listing, asked.place))
