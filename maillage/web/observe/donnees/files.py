"""Every public list that has files, found by its routes: a new list is on the page without being added to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.web.gate.access import public
from maillage.web.lists.behind import LISTING
from maillage.web.lists.described import Listing


@dataclass(frozen=True, slots=True)
class Taken:
    """A list to take away: its title, its page (empty when it has none), the words and addresses of its files."""

    title: str
    page: str
    files: tuple[tuple[str, str], ...]


@cache
def lists() -> tuple[Taken, ...]:
    """The public lists of the whole region, by title."""
    taken = [files for listing in _listings(get_resolver().url_patterns) if (files := _taken(listing))]
    return tuple(sorted({each.title: each for each in taken}.values(), key=lambda each: alphabetical(each.title)))


def _listings(patterns: list[URLPattern | URLResolver]) -> Iterator[Listing]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _listings(pattern.url_patterns)
        elif isinstance(listing := getattr(pattern.callback, LISTING, None), Listing):
            yield listing


def _taken(listing: Listing) -> Taken | None:
    """A list anybody may take whole; None for one that is closed, or of one place only."""
    if listing.access is not public or callable(listing.title):
        return None
    try:
        files = tuple((form.upper(), reverse(listing.file_route, args=[form])) for form in ("csv", "xlsx"))
        page = reverse(listing.name) if listing.paged else ""
    except NoReverseMatch:
        return None
    return Taken(french.typographic(listing.title), page, files)
