"""The list of indicators. Somebody comes to know what is measured here; they leave on the definition of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.finding import by_theme


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every indicator, by theme."""
    return render(
        request, "observe/indicators/indicators.html", {"themes": by_theme(observatory(request).indicators())}
    )
