"""The addresses of a list: its page, and its files under the same one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, re_path, reverse
from django.views.decorators.http import require_safe

from maillage.web.declared import Page, pages
from maillage.web.exports.answer import answer
from maillage.web.exports.workbook import MOST_ROWS
from maillage.web.lists.behind import AT_ONCE, LISTING, workbook_behind
from maillage.web.lists.described import Listing, View
from maillage.web.lists.files import drawn
from maillage.web.lists.reading import Reading
from maillage.web.lists.shown import ShownList

FORM = r"(?P<form>csv|xlsx|json)"


def routes(listing: Listing) -> list[URLPattern]:
    """What `urls.py` lists of a list: the page, when it has one of its own, and its files."""
    address = listing.address
    files = re_path(rf"^{listing.files or address}\.{FORM}$", _file(listing), name=listing.file_route)
    if not listing.paged:
        return [files]
    return [re_path(rf"^{address}$", _page(listing), name=listing.name), files]


def context(asked: Reading) -> dict[str, Any]:
    """What the template of a list reads: `list`, and what the list says besides."""
    steps = [(reverse(route), words) for route, words in asked.listing.crumbs]
    indexed = pages().get(asked.listing.name, Page()).indexed
    return {"list": ShownList(asked), "steps": steps, "indexed": indexed, **asked.listing.context(asked)}


def _page(listing: Listing) -> View:
    def page(request: HttpRequest, **place: str) -> HttpResponse:
        return render(request, listing.template, context(Reading(request, listing, place)))

    return _opened(listing, page)


def _file(listing: Listing) -> View:
    def taken(request: HttpRequest, form: str, **place: str) -> HttpResponseBase:
        asked = Reading(request, listing, place)
        table, total = drawn(asked, MOST_ROWS if form == "xlsx" else None)
        if form == "xlsx" and total > AT_ONCE:
            return workbook_behind(request, asked, view)
        return answer(request, table, form)

    view = _opened(listing, taken)
    setattr(view, LISTING, listing)
    return view


def _opened(listing: Listing, view: Callable[..., HttpResponseBase]) -> View:
    """The view, open to whom the list says."""
    view.__name__ = f"{listing.name.replace('.', '_')}_{view.__name__}"
    opened: View = listing.access(require_safe(view))
    return opened
