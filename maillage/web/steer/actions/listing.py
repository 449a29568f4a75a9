"""The list of actions. A member comes asking « qu’est-ce qui demande mon attention ? »; they leave with the actions
that do, filtered, sorted, kept under a name, or taken away.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from maillage.kernel import french
from maillage.steering.actions import views
from maillage.steering.actions.models import Action, SavedView
from maillage.steering.rights import Act, allows_somewhere, doable
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.reading import Reading
from maillage.web.lists.rows import Drawn, expressions
from maillage.web.lists.shown import ShownList
from maillage.web.steer import rows
from maillage.web.steer.actions.asked import FILTERS, followed, matches, may_exchange

NAMELESS = "sans-nom"
"""What the address of a list says when it was to be kept without a name."""
MOST_ASKED = 1_000
MATCHES = "actions.matches"


def _rows(asked: Asked) -> QuerySet[Action]:
    """The actions that one may read, and what asks for attention in each."""
    asked.memory[MATCHES] = actions = matches(asked)
    return actions.select_related("strategy", "lead", "pilot").prefetch_related("steps")


def _lines(asked: Asked, actions: Sequence[Any]) -> list[rows.Line]:
    return rows.lines(asked.person, actions)


def _context(asked: Asked) -> dict[str, Any]:
    person, number = asked.person, asked.request.GET.get("changees", "")
    updatable = Action.objects.filter(doable(person, Act.UPDATE)).values("pk")
    return {
        "changed": int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0,
        "nameless": asked.request.GET.get("garder") == NAMELESS,
        "views": list(SavedView.objects.filter(person=person)),
        "may_create": allows_somewhere(person, Act.SHAPE),
        "may_exchange": may_exchange(person),
        "updatable_total": asked.memory[MATCHES].filter(pk__in=updatable).count(),
    }


def _title(asked: Asked) -> Callable[[rows.Line], Shown]:
    several = len(followed(asked.person)) > 1

    def title(line: rows.Line) -> Shown:
        strategy = (Shown(str(line.action.strategy)),) if several else ()
        alerts = (Shown(", ".join(line.alerts), tone="missing"),) if line.alerts else ()
        return Shown(part="steer/actions/title_cell.html", under=(*strategy, *alerts))

    return title


def _lead(line: rows.Line) -> Shown:
    lead = line.action.lead
    return Shown(lead.name) if lead else Shown("sans porteur", tone="missing")


def _done(line: rows.Line) -> str:
    rate = rows.percent(line.action)
    return "" if rate is None else french.with_unit(rate, "%")


def _columns(asked: Asked) -> tuple[Column, ...]:
    seen: dict[str, dict[str, Any]] = {
        "titre": {"show": _title(asked), "head": "Action"},
        "porteur": {"show": _lead},
        "etat": {},
        "meteo": {"show": lambda line: Shown(part="steer/actions/weather_cell.html")},
        "etapes_faites": {"show": _done, "blank": "—"},
        "fin_prevue": {"blank": "non fixée"},
        "nouvelles": {"blank": "aucune", "head": "Nouvelles"},
    }
    # Orders are all of the query: the calendar, the map and the workbook cut the same one.
    return tuple(
        replace(column, sorts=column.order is not None, **seen.get(column.name, {"first": False}))
        for column in rows.COLUMNS
    )


ACTIONS = Listing(
    name="actions",
    address="piloter/actions",
    title="Les actions",
    what="action",
    access=member,
    template="steer/actions/list.html",
    context=_context,
    usual="code",
    empty=("Aucune action encore", "Créez la première, ou importez celles que vous suivez déjà dans un tableur."),
    filters=FILTERS,
    rows=_rows,
    line=_lines,
    columns=_columns,
)


def on(request: HttpRequest, route: str) -> ShownList:
    """The list as another page narrows it: its calendar, its map."""
    return ShownList(Reading(request, ACTIONS, {}), route)


def asked_list(request: HttpRequest) -> tuple[Reading, Any]:
    """What an address asks of the list, and the actions that answer, in order: a query."""
    asked = Reading(request, ACTIONS, {})
    return asked, Drawn(asked).rows


def in_order(actions: QuerySet[Action], order: str) -> QuerySet[Action]:
    """Actions in an order of the list, as an address says it."""
    column: Any = next(column for column in rows.COLUMNS if column.name == order.removeprefix("-"))
    return actions.order_by(*expressions(column.order, order.startswith("-")))


@member
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps a list under a name, or forgets one."""
    person: Any = request.user
    name = request.POST.get("nom", "").strip()[:80]
    if request.POST.get("oublier"):
        views.forget(person, name)
        return HttpResponseRedirect(reverse("actions"))
    address = Reading(request, ACTIONS, {}, QueryDict(request.POST.get("filtres", "")[:MOST_ASKED])).query()
    if not name:
        again = "&".join(filter(None, (address, urlencode({"garder": NAMELESS}))))
        return HttpResponseRedirect(f"{reverse('actions')}?{again}#f-nom")
    views.keep(person, name, address)
    return HttpResponseRedirect(f"{reverse('actions')}?{address}")
