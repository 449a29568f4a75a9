"""The list of sources. Somebody comes to know where figures come from and how fresh they are; they leave on one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every source, loaded ones first."""
    sources = observatory(request).sources()
    context = {
        "loaded": [sheet for sheet in sources if sheet.deliveries],
        "waiting": [sheet for sheet in sources if not sheet.deliveries],
    }
    return render(request, "observe/sources/sources.html", context)
