"""What a page answers while somebody types the beginning of a name, as `ui/static/pickers.js` reads it."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse

from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.forms.pickers.catalogue import Catalogue

LEAST = 2
"""The least signs typed for something to be proposed."""


def proposed(request: HttpRequest, known: Callable[[], Catalogue]) -> JsonResponse:
    """Those of a catalogue that `?q=` begins; the caller has asked whether this reader may pick among them."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    choices = known().begun(text) if len(text) >= LEAST else []
    return JsonResponse({"choices": [{"label": choice.label, "hint": choice.hint} for choice in choices]})
