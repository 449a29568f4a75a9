"""Search. Somebody typed a name, a code, a postcode or a subject; they leave on a territory, an indicator or a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.finding import find, near

MOST = 40


@public
def page(request: HttpRequest) -> HttpResponse:
    """The answers; a single one is opened at once, when it is what was typed."""
    source = observatory(request)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    groups = find(source, text, MOST) if text else []
    if len(groups) == 1 and len(groups[0].answers) == 1 and groups[0].answers[0].sure:
        return redirect(groups[0].answers[0].address)
    context = {"text": text, "groups": groups, "near": near(source, text) if text and not groups else [], "most": MOST}
    return render(request, "observe/search/search.html", context)
