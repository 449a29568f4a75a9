"""A source. A data producer or a doubtful reader comes to check; they leave with every row set aside, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.lists.reading import Reading
from maillage.web.lists.shown import ShownList
from maillage.web.observe.source.listing import LINES


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The source, its deliveries and the rows refused, flagged or corrected."""
    source = observatory(request)
    sheet = source.source(name)
    context = {
        "sheet": sheet,
        "indicators": [source.indicator(indicator_name).indicator for indicator_name in sheet.indicators],
        "list": ShownList(Reading(request, LINES, {"name": name}), "source"),
        "refused": sum(delivery.refused for delivery in sheet.deliveries),
        "flagged": sum(delivery.flagged for delivery in sheet.deliveries),
        "corrected": sum(delivery.corrected for delivery in sheet.deliveries),
    }
    return render(request, "observe/source/source.html", context)
