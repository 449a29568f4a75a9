"""People. An administrator comes asking who may do what in their organisation; they leave having invited somebody,
changed a role or taken it back, and everything they did is in the journal.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.directory import governing, second_factor
from maillage.directory.models import Invitation, Kind, Membership, Organisation, Role, User
from maillage.directory.people import by_name
from maillage.kernel.errors import UsageError
from maillage.steering import handing
from maillage.web.forms import bind
from maillage.web.gate.access import member
from maillage.web.members.people.forms import InviteForm, LeaveForm, OrganisationForm, RoleForm, first_of, first_role
from maillage.web.members.people.invitation import send
from maillage.web.members.people.listing import let, meanings
from maillage.web.members.telling import tell_removal

WRITE = ["GET", "HEAD", "POST"]


def _let(request: HttpRequest) -> User:
    """Who comes, when they may let others in. Raises PermissionDenied."""
    return let(request.user)


def _answer(request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    """A form, with what is wrong in it."""
    return render(request, template, context | bind.shown(form), status=422 if form.errors else 200)


@member
@require_http_methods(WRITE)
def invite(request: HttpRequest) -> HttpResponse:
    """The form that sends an invitation."""
    person = _let(request)
    own = governing.own_organisation(person)
    first = {
        "organisation": request.GET.get("organisation") or (str(own.pk) if own else ""),
        "role": Role.CONTRIBUTEUR.value,
    }
    form = InviteForm(request.POST if request.method == "POST" else None, person=person, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = governing.invite(
                person,
                form.cleaned_data["email"],
                form.cleaned_data["organisation"],
                form.given(),
                form.cleaned_data["name"],
            )
            send(invitation)
        except UsageError as error:
            form.add_error("email", str(error))
        else:
            return HttpResponseRedirect(f"{reverse('people')}?fait=invite")
    return _answer(request, "members/people/invite.html", form, {"roles": meanings()})


@member
@require_POST
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    """Ends an invitation."""
    person = _let(request)
    invitation = Invitation.objects.filter(pk=int(key)).select_related("organisation").first()
    if invitation is None:
        raise UsageError("Cette invitation a déjà servi, ou elle est annulée.")
    governing.call_off(person, invitation)
    return HttpResponseRedirect(f"{reverse('people')}?fait=annule")


def role_of(person: User, key: str) -> Membership:
    """A role that somebody may change. Raises UsageError, PermissionDenied."""
    held = Membership.objects.filter(pk=int(key)).select_related("organisation", "person").first()
    if held is None:
        raise UsageError("Ce rôle n’existe plus.")
    if not governing.governs(person, held.organisation, held.strategy):
        raise PermissionDenied("Ce rôle n’est pas de votre organisation.")
    return held


def others(person: User, held: Membership) -> QuerySet[User]:
    """To whom somebody may hand over what the holder of a role answers for: those whose roles they read."""
    seen = Membership.objects.filter(governing.roles_seen(person)).exclude(person=held.person).values("person")
    return User.objects.filter(pk__in=seen, is_active=True).order_by(by_name())


@member
@require_http_methods(WRITE)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Before a role is taken back: what the person answers for, and to whom it goes; then it is done."""
    person = _let(request)
    held = role_of(person, key)
    last = governing.leaves(held.person, held)
    holding = handing.held_by(held.person)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, held=held, people=others(person, held), keeps=not last)
    if not holding:
        del form.fields["to"]
    if form.is_valid():
        try:
            with transaction.atomic():
                if form.gives:
                    handing.hand_over(held.person, form.to_whom(), person)
                governing.remove(person, held.pk)
        except UsageError as error:
            bind.refuse(form, error)
        else:
            return HttpResponseRedirect(f"{reverse('people')}?fait=retire")
    context = {"held": held, "role": Role(held.role).label, "last": last, "holding": holding.lines()}
    return _answer(request, "members/people/leave.html", form, context)


@member
@require_http_methods(WRITE)
def role(request: HttpRequest, key: str) -> HttpResponse:
    """A role: to change, or to take back."""
    person = _let(request)
    held = role_of(person, key)
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        person=person,
        organisation=held.organisation,
        initial=first_role(held),
    )
    if form.is_valid():
        try:
            governing.change(person, held.pk, form.given())
        except UsageError as error:
            bind.refuse(form, error)
        else:
            return HttpResponseRedirect(f"{reverse('people')}?fait=change")
    context = {
        "held": held,
        "roles": meanings(),
        "may_forget": governing.everywhere(person) and second_factor.has(held.person),
    }
    return _answer(request, "members/people/role.html", form, context)


@member
@require_POST
def forget_factor(request: HttpRequest, key: str) -> HttpResponse:
    """Takes the second factor of somebody who lost it away: for those who administrate the whole site."""
    person = _let(request)
    if not governing.everywhere(person):
        raise PermissionDenied("Seuls les administrateurs de l’équipe projet retirent un second facteur.")
    user = User.objects.filter(pk=int(key)).first()
    if user is None:
        raise UsageError("Cette personne n’a plus de compte.")
    done = "facteur-absent"
    if second_factor.forget(user, person):
        try:
            tell_removal(user, person)
            done = "facteur"
        except UsageError:
            done = "facteur-sans-courriel"
    return HttpResponseRedirect(f"{reverse('people')}?fait={done}")


@member
@require_http_methods(WRITE)
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """An organisation, known or new. Its own administrators say how to write to it; the project team says the rest."""
    person = _let(request)
    new = key == "nouvelle"
    whole = governing.everywhere(person)
    organisation = Organisation() if new else Organisation.objects.filter(pk=int(key)).first()
    if organisation is None:
        raise UsageError("Cette organisation n’existe plus.")
    if not whole and (new or not governing.governs(person, organisation)):
        raise PermissionDenied("Seuls les administrateurs de l’équipe projet ouvrent une organisation.")
    first = {"kind": Kind.COLLECTIVITE.value} if new else first_of(organisation)
    form = OrganisationForm(request.POST if request.method == "POST" else None, everything=whole, initial=first)
    if request.method == "POST" and form.is_valid():
        form.fill(organisation)
        try:
            governing.save_organisation(organisation, person)
        except ValidationError as error:
            bind.refuse(form, error)
        else:
            return HttpResponseRedirect(f"{reverse('people')}?fait=organisation")
    return _answer(
        request, "members/people/organisation.html", form, {"organisation": organisation, "new": new, "whole": whole}
    )
