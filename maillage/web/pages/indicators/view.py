"""The list of indicators. Somebody comes to know what is measured here; they leave on the definition of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.access import public
from maillage.web.finding import by_theme
from maillage.web.observe import observatory


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every indicator, by theme."""
    return render(
        request, "indicators/indicators.html", {"themes": by_theme(observatory(request).indicators())}
    )
