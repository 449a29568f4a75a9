"""The list of indicators. Somebody comes to know what is measured here; they leave on the definition of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel import french
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.access import public
from maillage.web.observe import observatory


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every indicator, by theme."""
    themes: dict[str, list[IndicatorSheet]] = {}
    for sheet in observatory(request).indicators():
        themes.setdefault(french.typographic(sheet.indicator.theme), []).append(sheet)
    return render(request, "indicators/indicators.html", {"themes": themes})
