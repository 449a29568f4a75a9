"""What the address of a list asks: its filters, its order, its columns, its page. Nonsense is refused in words."""

from collections.abc import Iterator

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel.errors import UnknownChoice
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import COLUMN, PAGE, SORT, Column, Listing

WHOLE = "tout"
"""The page of an address that prints: all rows, at most MOST_PRINTED."""
MOST_PRINTED = 1_000


class Reading(Asked):
    """One request for a list, read: its filters, its columns, its order; or those of another `query` than its own."""

    def __init__(
        self, request: HttpRequest, listing: Listing, place: dict[str, str], query: QueryDict | None = None
    ) -> None:
        super().__init__(request, place)
        self.listing = listing
        self.sent = request.GET if query is None else query
        self._starts: dict[str, str] = {}
        for each in listing.filters:
            self._starts[each.name] = each.start(self)
            text = self.sent.get(each.name, "").strip()[: each.longest] or self._starts[each.name]
            self.values[each.name] = value = each.read(text, self)
            self.texts[each.name] = each.written(value) if each.written else text
        self.every = listing.described(self)
        self.columns = self._columns()
        self.sort, self.down = self._sort()

    def _columns(self) -> tuple[Column, ...]:
        """The columns chosen, in their own order; none when nothing is chosen. Raises UsageError for an unknown one."""
        texts = self.sent.getlist(self.listing.parameter(COLUMN))
        names = [name for text in texts for name in text.split(",") if name]
        known = {column.name: column.label for column in self.every}
        for name in names:
            if name not in known:
                raise UnknownChoice(f"Colonne « {name[:40]} » inconnue.", name, known)
        return tuple(column for column in self.every if column.name in names)

    def _sort(self) -> tuple[Column | None, bool]:
        text = self.sent.get(self.listing.parameter(SORT), "") or self.listing.usual
        down, name = text.startswith("-"), text.removeprefix("-")
        if not name:
            return None, False
        among = [column for column in self.every if self.listing.sorts and column.sorts]
        for column in among:
            if name in (column.name, column.once):
                return column, down
        raise UnknownChoice(f"Tri « {name[:40]} » inconnu.", text, {column.name: column.label for column in among})

    @property
    def order(self) -> str:
        """The order asked, as an address says it."""
        return f"{'-' if self.down else ''}{self.sort.name}" if self.sort else ""

    @property
    def narrow(self) -> bool:
        """Whether a filter leaves something out."""
        kept = dict(self._kept())
        return any(each.narrows and each.name in kept for each in self.listing.filters)

    def _kept(self) -> Iterator[tuple[str, str]]:
        """The filters that ask something else than what is usual."""
        for each in self.listing.filters:
            text = self.texts[each.name]
            if text and text != self._starts[each.name]:
                yield each.name, text

    def query(self, **changes: str) -> str:
        """What is asked, as an address says it, with some of it changed; an empty text takes a parameter out."""
        sort, column_name = self.listing.parameter(SORT), self.listing.parameter(COLUMN)
        asked = [*self._kept(), (sort, "" if self.order == self.listing.usual else self.order)]
        pairs = [(name, changes.pop(name, text)) for name, text in asked]
        pairs += [(column_name, column.name) for column in self.columns]
        return urlencode([(name, text) for name, text in [*pairs, *changes.items()] if text])

    def here(self, **changes: str) -> str:
        """The same on the page that is read: what is not of this list stays."""
        named = {self.listing.parameter(name) for name in (SORT, COLUMN, PAGE)}
        mine = {*named, *(each.name for each in self.listing.filters)}
        others = [(name, text) for name, texts in self.request.GET.lists() if name not in mine for text in texts]
        return "&".join(filter(None, (self.query(**changes), urlencode(others))))

    @property
    def view(self) -> str:
        """The address of the page that shows this."""
        listing = self.listing
        if callable(listing.view):
            return listing.view(self)
        query = self.query()
        address = reverse(listing.view or listing.name, kwargs=self.place)
        return f"{address}?{query}" if query else address

    def criteria(self) -> tuple[tuple[str, str], ...]:
        """What is asked, in words."""
        if self.listing.criteria is not None:
            return self.listing.criteria(self)
        asked = [each for each in self.listing.filters if self.texts[each.name] or each.said]
        said = ((each.label, each.words(self.texts[each.name], self)) for each in asked)
        return tuple((label, words) for label, words in said if words)
