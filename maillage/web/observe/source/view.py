"""A source. A data producer or a doubtful reader comes to check; they leave with every row set aside, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel.errors import UsageError
from maillage.kernel.problem import Effect
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

ROWS = 50
EFFECTS = {"refusees": Effect.REFUSED, "signalees": Effect.FLAGGED, "corrigees": Effect.CORRECTED}


def effect(text: str) -> Effect | None:
    """The rows asked by `effet`: refused, flagged, corrected, or all of them when empty."""
    if text and text not in EFFECTS:
        raise UsageError(f"Effet « {text} » inconnu. Choisissez parmi : {', '.join(EFFECTS)}.")
    return EFFECTS.get(text)


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The source, its deliveries and the rows refused, flagged or corrected."""
    source = observatory(request)
    sheet = source.source(name)
    wanted = asked.page(request, ROWS)
    text = request.GET.get("effet", "")
    rows, total = source.problems(name, effect(text), wanted.offset, wanted.size)
    context = {
        "sheet": sheet,
        "indicators": [source.indicator(indicator_name).indicator for indicator_name in sheet.indicators],
        "problems": rows,
        "listed": asked.Page(wanted.number, ROWS, total),
        "effect": text,
        "effects": {key: value.value for key, value in EFFECTS.items()},
        "refused": sum(delivery.refused for delivery in sheet.deliveries),
        "flagged": sum(delivery.flagged for delivery in sheet.deliveries),
        "corrected": sum(delivery.corrected for delivery in sheet.deliveries),
    }
    return render(request, "observe/source/source.html", context)
