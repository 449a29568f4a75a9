"""The list of actions. A member comes asking « qu’est-ce qui demande mon attention ? »; they leave with the actions
that do, filtered, sorted, kept under a name, or taken away.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from maillage.steering.actions import views
from maillage.steering.actions.filters import Filters
from maillage.steering.actions.models import Action, SavedView
from maillage.steering.rights import Act, allows_somewhere, doable
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Table, table
from maillage.web.forms import asked as paging
from maillage.web.gate.access import member
from maillage.web.steer import rows
from maillage.web.steer.actions.asked import asked_list, filter_context, followed, may_exchange

PAGE = 50
NAMELESS = "sans-nom"
"""What the address of a list says when it was to be kept without a name."""
HEADS = (
    ("code", "Action"),
    ("etat", "État"),
    ("", "Météo"),
    ("", "Porteur"),
    ("fin", "Fin prévue"),
    ("", "Étapes faites"),
    ("nouvelles", "Nouvelles"),
)


def _simulated(actions: Sequence[Any]) -> bool:
    return any(action.simulated for action in actions)


@member
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The actions that one may read, and what asks for attention in each."""
    asked, actions = asked_list(request)
    today = timezone.localdate()
    page = paging.Page(paging.page(request, PAGE).number, PAGE, actions.count())
    shown = actions.select_related("strategy", "lead").prefetch_related("steps")
    mine: Any = request.user
    here = list(shown[page.offset : page.offset + PAGE])
    updatable = Action.objects.filter(doable(mine, Act.UPDATE))
    number = request.GET.get("changees", "")
    context = {
        **filter_context(request, asked, reverse("actions")),
        "changed": int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0,
        "nameless": request.GET.get("garder") == NAMELESS,
        "rows": [rows.shown(action, today) for action in here],
        "simulated": _simulated(here),
        "listed": page,
        "views": list(SavedView.objects.filter(person=mine)),
        "heads": HEADS,
        "query": urlencode(asked.query()),
        "several": len(followed(mine)) > 1,
        "may_create": allows_somewhere(mine, Act.SHAPE),
        "may_exchange": may_exchange(mine),
        "updatable": set(updatable.filter(pk__in=[action.pk for action in here]).values_list("pk", flat=True)),
        "updatable_total": actions.filter(pk__in=updatable.values("pk")).count(),
    }
    return render(request, "steer/actions/list.html", context)


@member
@require_safe
def taken(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same list as CSV or XLSX, all its pages."""
    asked, actions = asked_list(request)
    today = timezone.localdate()
    every = actions.select_related("strategy", "lead", "pilot").prefetch_related("steps", "nodes")
    near = Action.objects.filter(doable(request.user, Act.READ_PARTNERS)).values_list("pk", flat=True)

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        within = set(near)
        return (rows.cells(action, today, named=action.pk in within) for action in every)

    query = asked.query()
    view = f"{reverse('actions')}?{urlencode(query)}" if query else reverse("actions")
    file = table("actions", "Les actions", view, rows.COLUMNS, draw, tuple(query.items()))
    return answer(request, file, form)


@member
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps a list under a name, or forgets one."""
    person: Any = request.user
    name = request.POST.get("nom", "").strip()[:80]
    if request.POST.get("oublier"):
        views.forget(person, name)
        return HttpResponseRedirect(reverse("actions"))
    asked = Filters.asked(QueryDict(request.POST.get("filtres", "")[:1000]).dict())
    address = urlencode(asked.query())
    if not name:
        again = urlencode({**asked.query(), "garder": NAMELESS})
        return HttpResponseRedirect(f"{reverse('actions')}?{again}#f-nom")
    views.keep(person, name, address)
    return HttpResponseRedirect(f"{reverse('actions')}?{address}")
