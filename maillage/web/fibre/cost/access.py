"""Who may read what finishing fibre would cost, by the same rule at every door: page, CSV, workbook, JSON, API.

The level is the operator's of the site (`MAILLAGE_COST_VISIBILITY`). An estimate of what remains is made of open data,
so that who holds the level anywhere reads all of it; it is kept by no cache.
"""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from maillage.directory import second_factor
from maillage.directory.rights import memberships
from maillage.kernel.visibility import Visibility
from maillage.web.fibre import bar
from maillage.web.gate.access import View, to_the_second_factor, writing
from maillage.web.gate.reserved import held

WHO = {
    Visibility.COLLECTIVITES: "aux membres d’une collectivité ou de l’équipe projet",
    Visibility.EQUIPE_PROJET: "aux membres de l’équipe projet",
}


def refused() -> str:
    """Why it is closed, in words."""
    return f"L’estimation du coût est réservée {WHO.get(settings.MAILLAGE_COST_VISIBILITY, 'à ses lecteurs')}."


def allowed(request: HttpRequest) -> bool:
    """Whether who asks may read it: everybody when it is public; who holds its level, once signed in to the end."""
    level = settings.MAILLAGE_COST_VISIBILITY
    if level is Visibility.PUBLIC:
        return True
    return _holds(request, level) and not _owes(request)


def _holds(request: HttpRequest, level: Visibility) -> bool:
    return any(mine is level for mine, _ in held(request).grants)


def _owes(request: HttpRequest) -> bool:
    """Whether a second factor is still to be given."""
    return second_factor.asked(memberships(request.user)) and not second_factor.given(request)


def guard(request: HttpRequest) -> None:
    """Raises PermissionDenied, in words, for who may not read it."""
    if not allowed(request):
        raise PermissionDenied(refused())


def access(view: View) -> View:
    """Opens the page and its files to who may read them. For others the page says who may, and where one signs in."""

    @wraps(view)
    def opened(request: HttpRequest, **place: str) -> HttpResponseBase:
        if allowed(request):
            return view(request, **place)
        if _holds(request, settings.MAILLAGE_COST_VISIBILITY) and (led := to_the_second_factor(request)):
            return led
        if "form" in place:
            raise PermissionDenied(refused())
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        context = {"bar": bar.shown(request, "cost"), "reason": refused(), "signed_in": signed_in}
        return render(request, "fibre/cost/closed.html", context, status=403)

    return writing(opened)
