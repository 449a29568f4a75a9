"""The list of sources. Somebody comes to know where figures come from and how fresh they are; they leave on one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.access import public
from maillage.web.observe import observatory


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every source, loaded ones first."""
    sources = observatory(request).sources()
    context = {
        "loaded": [sheet for sheet in sources if sheet.deliveries],
        "waiting": [sheet for sheet in sources if not sheet.deliveries],
    }
    return render(request, "sources/sources.html", context)
