"""The journal. An administrator comes asking who changed this, and when; they leave with what it said before."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering import journal
from maillage.steering.rights import Act, allows_somewhere
from maillage.web.exports.answer import answer as export
from maillage.web.exports.table import Cell, Column, table
from maillage.web.forms import asked
from maillage.web.gate.access import member

PAGE = 50
MOST = 20_000
"""The most changes that one file holds, the last ones."""


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"« {text[:20]} » n’est pas une date. Écrivez AAAA-MM-JJ.") from None


def _asked(request: HttpRequest) -> journal.Asked:
    """What is looked for. Raises UsageError for nonsense, PermissionDenied for who may read no journal."""
    if not allows_somewhere(request.user, Act.PEOPLE):
        raise PermissionDenied("Seuls les administrateurs lisent le journal.")
    what = request.GET.get("quoi", "")
    if what and what not in journal.kept():
        raise UsageError(f"Le journal ne garde rien de « {what[:40]} ».")
    who = request.GET.get("qui", "").strip()[:254]
    return journal.Asked(what, who, _day(request, "du"), _day(request, "au"))


def _when(entry: journal.Entry) -> str:
    when = timezone.localtime(entry.at)
    return f"{french.day(when.date())}, {when:%H} h {when:%M}"


@member
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The changes, the last first, a page at a time."""
    wanted = _asked(request)
    changes = journal.changes(request.user, wanted)
    listed = asked.Page(asked.page(request, PAGE).number, PAGE, changes.count())
    entries = journal.entries(changes[listed.offset : listed.offset + PAGE])
    context = {
        "entries": [(entry, _when(entry)) for entry in entries],
        "listed": listed,
        "kinds": [("", "Tout"), *journal.kinds()],
        "wanted": wanted,
        "since": request.GET.get("du", ""),
        "until": request.GET.get("au", ""),
        "query": request.GET.urlencode(),
    }
    return render(request, "steer/journal/journal.html", context)


COLUMNS = (
    Column("quand", "Quand", "Jour et heure de Paris", width=18),
    Column("qui", "Qui", "Adresse électronique. Vide : une commande de l’exploitant", width=30),
    Column("quoi", "Quoi", "Nature de ce qui change", width=22),
    Column("lequel", "Lequel", "Son nom au moment du changement", width=40),
    Column("changement", "Changement", "Création, changement ou suppression", width=14),
    Column("champ", "Champ", "Ce qui change", width=24),
    Column("avant", "Avant", "Vide : rien", width=40),
    Column("apres", "Après", "Vide : rien", width=40),
)


@member
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX, a line for each field that changed."""
    wanted = _asked(request)

    def draw(made: Any) -> Iterator[tuple[Cell, ...]]:
        changes = journal.changes(request.user, wanted)[:MOST]
        rows = list(changes)
        for start in range(0, len(rows), 500):
            for entry in journal.entries(rows[start : start + 500]):
                when = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}"
                head = (when, entry.address, entry.kind, entry.name, entry.verb)
                for line in entry.lines or (journal.Line("", "", ""),):
                    yield (*head, line.label, line.was, line.now)

    return export(request, table("journal", "Journal", reverse("journal"), COLUMNS, draw), form)
