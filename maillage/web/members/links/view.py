"""Links of a sheet. Who edits it comes with something to tie in mind, types a few words of its name, and leaves with
both sheets leading to each other.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.directory.links import tying
from maillage.directory.things import kinds
from maillage.kernel.errors import UsageError
from maillage.web.gate.access import member

LONGEST = 100


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, kind: str, key: str, sort: str) -> HttpResponse:
    """What is tied, what could be, by its name; and tying it."""
    person: Any = request.user
    about = (kind, key)
    thing, declared = tying.one_end(person, about, sort)
    wrong = ""
    if request.method == "POST":
        other, _, other_key = request.POST.get("autre", "").partition(":")
        try:
            tying.tie(person, about, sort, (other, other_key))
        except UsageError as error:
            wrong = str(error)
        else:
            return HttpResponseRedirect(f"{reverse('links', args=[kind, key, sort])}?dit=oui")
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "thing": thing,
        "sort": declared,
        "links": tying.tied(person, about).get(declared.there, []),
        "text": text,
        "proposed": tying.proposed(person, thing, declared, text) if text else [],
        "names": [kinds()[name].label.lower() for name in declared.others if name in kinds()],
        "wrong": wrong,
        "most": tying.SHOWN,
    }
    return render(request, "members/links/links.html", context, status=422 if wrong else 200)


@member
@require_POST
def untie(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a link away."""
    person: Any = request.user
    thing = tying.untie(person, int(key))
    return HttpResponseRedirect(f"{thing.address}#liens")
