"""The addresses of cost. Its files are below its page, where a member is known; those of before lead to them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import re_path, reverse
from django.views.decorators.http import require_safe

from maillage.web.fibre.cost.listing import COST
from maillage.web.gate.access import writing
from maillage.web.lists.routes import FORM, routes


@writing
@require_safe
def moved(request: HttpRequest, form: str) -> HttpResponse:
    """Leads to a file by its address of before, with what it asked."""
    query, address = request.META.get("QUERY_STRING", ""), reverse("cost.file", args=[form])
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


urlpatterns = [*routes(COST), re_path(rf"^cout\.{FORM}$", moved, name="cost.moved")]
