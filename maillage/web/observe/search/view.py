"""Search. Somebody typed a name, a code, a postcode or a subject; they leave on what they looked for, whatever it is.

A member searches from their own space, where what they may read answers too.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from maillage.web.finding.finder import Search, find, shown
from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.gate.access import member, writing
from maillage.web.observe.finding import near

MOST = 40
SUGGESTED = 4
PLACES = ("territoires", "adresses")
"""What most people look for: first while one types."""


def _search(request: HttpRequest, person: Any) -> Search:
    """What was typed; an address asked from a commune's page comes with its name (`lieu`)."""
    typed = f"{request.GET.get('q', '')} {request.GET.get('lieu', '')}"
    return Search(request, " ".join(typed.split())[:LONGEST_QUERY], person)


def _page(search: Search) -> HttpResponse:
    """The answers; a single one is opened at once, when it is what was typed."""
    groups = find(search, MOST) if search.text else []
    if len(groups) == 1 and len(groups[0].answers) == 1 and groups[0].answers[0].sure:
        address = groups[0].answers[0].address
        if address.startswith("/"):
            return redirect(address)
    within = f"{reverse('search.mine')}?{urlencode({'q': search.text})}" if search.text and not search.person else ""
    context = {
        "text": search.text,
        "groups": groups,
        "near": near(search.source, search.text) if search.text and not groups else [],
        "most": MOST,
        "within": within,
    }
    return render(search.request, "observe/search/search.html", context)


def _suggested(search: Search) -> JsonResponse:
    every = find(search, SUGGESTED) if search.text else []
    groups = [group for group in every if group.name in PLACES] + [group for group in every if group.name not in PLACES]
    told = [{"kind": group.title, "advice": group.advice, "answers": shown(group.answers)} for group in groups]
    return JsonResponse({"groups": told})


@writing
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What everybody may find."""
    return _page(_search(request, None))


@writing
@require_safe
def suggested(request: HttpRequest) -> JsonResponse:
    """The same while one types."""
    return _suggested(_search(request, None))


@member
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What a member may find."""
    return _page(_search(request, request.user))


@member
@require_safe
def mine_suggested(request: HttpRequest) -> JsonResponse:
    """The same while one types."""
    return _suggested(_search(request, request.user))
