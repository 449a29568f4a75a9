"""The addresses of cost. Its files are below its page, where a member is known; those of before lead to them. What
other sites may show of it is what everybody may read."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import re_path, reverse
from django.views.decorators.http import require_safe

from maillage.web.fibre.cost.listing import COST
from maillage.web.fibre.taken import Drawing, Taken, taken
from maillage.web.gate.access import writing
from maillage.web.lists.routes import FORM, routes


@writing
@require_safe
def moved(request: HttpRequest, form: str) -> HttpResponse:
    """Leads to a file by its address of before, with what it asked."""
    query, address = request.META.get("QUERY_STRING", ""), reverse("cost.file", args=[form])
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def _groups(context: dict[str, Any]) -> Taken | None:
    """The cost of each group; nothing where nothing is known to cost."""
    drawn = context.get("drawn")
    if not drawn:
        return None
    return Taken(
        drawn["title"], drawn["said"], drawn["wide"], drawn["narrow"], "intervals.css", deliveries=context["deliveries"]
    )


GROUPS = Drawing("cout-par-groupe", "La fibre : ce que coûterait la fin", 420, _groups)
urlpatterns = [*routes(COST), *taken(COST, GROUPS), re_path(rf"^cout\.{FORM}$", moved, name="cost.moved")]
