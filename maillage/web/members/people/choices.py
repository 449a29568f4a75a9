"""Names proposed while an administrator types: where they may let somebody in, to whom they may hand something over."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maillage.directory import governing
from maillage.web.forms.pickers import directory, proposing
from maillage.web.gate.access import member
from maillage.web.members.people.forms import heirs
from maillage.web.members.people.listing import let
from maillage.web.members.people.view import others, role_of


@member
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations where somebody may let others in."""
    person = let(request.user)
    return proposing.proposed(request, lambda: directory.organisations(governing.organisations(person)))


@member
@require_safe
def successors(request: HttpRequest, key: str) -> HttpResponse:
    """To whom goes what the holder of a role answers for."""
    person = let(request.user)
    held = role_of(person, key)
    keeps = not governing.leaves(held.person, held)
    return proposing.proposed(request, lambda: heirs(others(person, held), keeps))
