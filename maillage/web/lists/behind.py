"""The large workbooks of lists, made by the worker: read again there, as who asked may read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import get_resolver

from maillage import __version__
from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.directory.models import User
from maillage.kernel import french
from maillage.kernel.errors import DataError
from maillage.web.exports import workbook
from maillage.web.exports.about import about
from maillage.web.exports.again import asked_again, noted
from maillage.web.exports.behind import made_behind
from maillage.web.exports.comma import file_name
from maillage.web.exports.table import Cell
from maillage.web.gate.access import kept_by_caches, walk
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.lists.described import BATCH, Listing
from maillage.web.lists.files import drawn
from maillage.web.lists.reading import Reading

AT_ONCE = 5_000
"""Rows of a workbook made while one waits: a second of those that are a row of a table, more of heavy ones."""
LISTING = "listing"
"""What a view of files holds: the list it is of, which the API reads too."""
KEPT, KEPT_OF_MEMBER = timedelta(days=7), timedelta(days=2)


def workbook_behind(request: HttpRequest, asked: Reading, view: Any) -> HttpResponseBase:
    """The workbook of what is asked when it is made, else the way to the page of the job that makes it.

    `view` is that of the files: what caches keep is everybody's, until the next publication; else it is who asks'.
    """
    everybody = kept_by_caches(view)
    person: User | None = None if everybody else request.user  # type: ignore[assignment]
    release = release_key(observatory(request)) if everybody else ""
    return made_behind(
        request,
        public_workbook if everybody else workbook_of_member,
        {"list": asked.listing.name, "place": asked.place, **noted(request)},
        title=f"Classeur : {asked.listing.titled(asked)}",
        asked="|".join((release, __version__, request.path, asked.query())),
        back=asked.view,
        person=person,
    )


@work("lists.workbook", kept=KEPT)
def public_workbook(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """The workbook of a list that everybody reads, of the publication being read when it is made."""
    return _write(progress, arguments, out)


@work("lists.workbook_of_member", kept=KEPT_OF_MEMBER, lasting=False)
def workbook_of_member(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """The workbook of a list as a member may read it when it is made."""
    return _write(progress, arguments, out)


def _write(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    listing = _listings().get(arguments["list"])
    if listing is None:
        raise DataError("Cette liste n’est plus là : revenez à la page d’où elle vient.")
    request = asked_again(arguments)
    try:
        asked = Reading(request, listing, arguments["place"])
        table, total = drawn(asked, workbook.MOST_ROWS)
        table = replace(table, rows=_counted(table.rows, total, progress))
        workbook.write(table, about(request, table), out, workbook.MOST_ROWS)
    except PermissionDenied as error:
        raise DataError(str(error) or "Vous n’avez plus le droit de lire cette liste.") from None
    progress(1, "Le fichier se ferme")
    return file_name(table, observatory(request).release, "xlsx")


def _counted(rows: Iterable[Iterable[Cell]], total: int, progress: Progress) -> Iterator[Any]:
    """The rows, saying now and then how many are written."""
    for rank, row in enumerate(rows):
        if rank % BATCH == 0:
            progress(rank / max(total, 1), f"{french.number(rank)} lignes écrites sur {french.number(total)}")
        yield row


@cache
def _listings() -> Mapping[str, Listing]:
    """Every list whose files have an address, by name."""
    views = (view for _, view in walk(get_resolver().url_patterns))
    held = (getattr(view, LISTING, None) for view in views)
    return {listing.name: listing for listing in held if listing is not None}
