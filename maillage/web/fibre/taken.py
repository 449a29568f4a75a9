"""The drawings of « La fibre » as files, and in the pages of others. Somebody writes an article or a note; they leave
with the picture of the page, its title, its source and its address, for the place, the operator and the quarter that
they chose; or with its data, or the lines that show it on their site.

A page gives in `urls.py` the addresses of each of its drawings (`taken`), and links them by `fibre/parts/taken.html`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, re_path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.web.drawing.drawer import KINDS, taken_away
from maillage.web.drawing.scale import Scale
from maillage.web.drawing.sheet import sheet
from maillage.web.drawing.states import NOTHING
from maillage.web.embedded.framed import framed
from maillage.web.embedded.frames import FRAME, Frame
from maillage.web.exports.answer import answer
from maillage.web.exports.picture import foot, mentions
from maillage.web.exports.table import Cell, Column, Table
from maillage.web.fibre.where import PLACE
from maillage.web.gate.access import public, writing
from maillage.web.gate.observatory import observatory
from maillage.web.lists.described import Listing
from maillage.web.lists.files import drawn as listed
from maillage.web.lists.reading import Reading

FIGURES = {
    "stacked.css": "states",
    "squares.css": "squares",
    "timelines.css": "timelines",
    "intervals.css": "intervals",
}
"""The figure around a drawing, by the file of its rules."""
NONE = "Il n’y a rien à dessiner ici."
CLOSED = "Ce dessin n’est pas pour tout le monde."


@dataclass(frozen=True, slots=True)
class Picture:
    """A map that a page shows as an image: its address, its height for 1 000 units across, its words, its legend."""

    address: str
    height: int
    words: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Taken:
    """A drawing to take: its title, and what is drawn, in words; as its page has it, wide and narrow, with the file of
    its rules, or the image that stands there.

    `alone` makes the sheet of files from the lines of its foot, when it is not the wide drawing on a sheet;
    `deliveries` says where it comes from, when it is not the quarter of the page."""

    title: str
    said: str
    wide: SafeString = NOTHING
    narrow: SafeString = NOTHING
    css: str = ""
    image: Picture | None = None
    alone: Callable[[Sequence[str]], str] | None = None
    deliveries: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a page: its word in addresses, what it is called where others choose it, its pixels there, where it
    is found in what the page shows; its data, columns and rows, when they are not the rows of the page."""

    what: str
    label: str
    height: int
    found: Callable[[dict[str, Any]], Taken | None]
    data: Callable[[dict[str, Any]], tuple[Sequence[Column], Iterable[Sequence[Cell]]]] | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A drawing that was asked for: what its page shows, what is found there, where it comes from."""

    asked: Reading
    context: dict[str, Any]
    taken: Taken
    deliveries: set[tuple[str, str]]


def _read(request: HttpRequest, listing: Listing, drawing: Drawing) -> _Read | None:
    asked = Reading(request, listing, {})
    context = listing.context(asked)
    found = drawing.found(context)
    if found is None:
        return None
    return _Read(asked, context, found, set(found.deliveries) or asked.deliveries or _last(context))


def _last(context: dict[str, Any]) -> set[tuple[str, str]]:
    """The delivery that a page draws: of its quarter, or the last one."""
    of, period = context["sheet"], context.get("period")
    return {(of.name, (period or of.last.period).code)}


def taken(listing: Listing, drawing: Drawing) -> list[URLPattern]:
    """The addresses of a drawing: its files (SVG, PNG, PDF, CSV), open to whom its list is, and its page in a frame,
    which shows what is for everybody only."""
    file, frame, name = _file(listing, drawing), _frame(listing, drawing), f"{listing.name}.{drawing.what}"
    at = f"{listing.files or listing.address}/{drawing.what}"
    return [
        re_path(rf"^{at}\.(?P<form>svg|png|pdf|csv)$", file, name=name),
        re_path(rf"^integrer/{listing.address}/{drawing.what}$", frame, name=f"{name}.frame"),
    ]


def _file(listing: Listing, drawing: Drawing) -> Callable[..., HttpResponseBase]:
    def file(request: HttpRequest, form: str) -> HttpResponseBase:
        read = _read(request, listing, drawing)
        if read is None:
            raise Http404
        return _rows(request, read, drawing) if form == "csv" else _image(request, read, drawing, form)

    file.__name__ = f"{listing.name}_{drawing.what}"
    return listing.access(require_safe(file))


def _image(request: HttpRequest, read: _Read, drawing: Drawing, form: str) -> HttpResponse:
    source, found = observatory(request), read.taken
    lines = foot(request, source, read.deliveries, read.asked.view)
    title, said = french.typographic(found.title), french.typographic(found.said)
    svg = found.alone(lines) if found.alone else sheet(found.wide, found.css, title, said, lines)
    response = HttpResponse(taken_away(svg, form), content_type=KINDS[form])
    simulated = "-donnees-simulees" if source.release.simulated else ""
    response["Content-Disposition"] = f'attachment; filename="maillage-{drawing.what}{simulated}.{form}"'
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _rows(request: HttpRequest, read: _Read, drawing: Drawing) -> HttpResponseBase:
    """What is drawn as rows."""
    name, asked = f"maillage-{drawing.what}", read.asked
    if drawing.data is None:
        return answer(request, replace(listed(asked)[0], name=name), "csv")
    columns, rows = drawing.data(read.context)
    table = Table(name, read.taken.title, asked.view, tuple(columns), rows, asked.criteria(), read.deliveries)
    return answer(request, table, "csv")


def _frame(listing: Listing, drawing: Drawing) -> Callable[..., HttpResponseBase]:
    """The drawing in the page of somebody else, where nobody is known: a list that is not public says by its `guard`
    that it is open; without one, it is closed."""
    everybody = listing.access is public

    def frame(request: HttpRequest) -> HttpResponse:
        if not everybody:
            _refuse(request, listing)
        read = _read(request, listing, drawing)
        if read is None:
            raise UsageError(NONE)
        context = {
            "title": french.typographic(read.taken.title),
            "taken": read.taken,
            "figure": FIGURES.get(read.taken.css, ""),
            "style": f"drawing/{read.taken.css}" if read.taken.css else "",
            "sources": mentions(request, read.deliveries),
            "back": read.asked.view,
        }
        return render(request, "fibre/parts/frame.html", context)

    frame.__name__ = f"{listing.name}_{drawing.what}_frame"
    view = framed(require_safe(frame), public if everybody else writing)
    asks = tuple(each.name for each in listing.filters if each.name != PLACE)
    route = f"{listing.name}.{drawing.what}.frame"
    guard = None if everybody else (lambda request: _refuse(request, listing))
    setattr(view, FRAME, Frame(drawing.what, drawing.label, route, drawing.height, asks, guard))
    return view


def _refuse(request: HttpRequest, listing: Listing) -> None:
    """Raises PermissionDenied, in words, for a list that is not for everybody."""
    if listing.guard is None:
        raise PermissionDenied(CLOSED)
    listing.guard(request)
