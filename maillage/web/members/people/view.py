"""People. An administrator comes asking who may do what in their organisation; they leave having invited somebody,
changed a role or taken it back, and everything they did is in the journal.
"""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import governing, second_factor
from maillage.directory.models import Invitation, Kind, Membership, Organisation, Role, User
from maillage.directory.ordering import alphabetic
from maillage.directory.people import by_name
from maillage.kernel.errors import UsageError
from maillage.kernel.french import day
from maillage.steering import handing
from maillage.steering.rights import ACTS, Act, allows_somewhere
from maillage.web.exports.answer import answer as export
from maillage.web.exports.table import Cell, Column, table
from maillage.web.exports.table import Kind as Sort
from maillage.web.forms import bind
from maillage.web.gate.access import member
from maillage.web.members.people.forms import InviteForm, LeaveForm, OrganisationForm, RoleForm, first_of, first_role
from maillage.web.members.people.invitation import send
from maillage.web.members.telling import tell_removal

WRITE = ["GET", "HEAD", "POST"]


def _let(request: HttpRequest) -> User:
    """Who comes, when they may let others in. Raises PermissionDenied."""
    person: Any = request.user
    if not allows_somewhere(person, Act.PEOPLE):
        raise PermissionDenied("Seuls les administrateurs donnent des rôles.")
    return person  # type: ignore[no-any-return]


def _roles(person: User) -> list[Membership]:
    """The roles in the organisations somebody governs, in the order they are shown."""
    roles = Membership.objects.filter(governing.roles_seen(person)).select_related("person", "organisation")
    return list(roles.order_by(alphabetic("organisation__name"), by_name("person__"), "person__email", "strategy"))


@member
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Organisations, who is in them with which role, who was invited."""
    person = _let(request)
    protected = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    by: dict[int, list[dict[str, Any]]] = {}
    for membership in _roles(person):
        line = {
            "held": membership,
            "role": Role(membership.role).label,
            "may": governing.governs(person, membership.organisation, membership.strategy),
            "protected": membership.person.pk in protected,
        }
        by.setdefault(membership.organisation.pk, []).append(line)
    waiting: dict[int, list[dict[str, Any]]] = {}
    coming = Invitation.objects.filter(ends_at__gt=timezone.now()).select_related("organisation")
    for invitation in coming:
        if not governing.governs(person, invitation.organisation, invitation.strategy):
            continue
        entry = {"invitation": invitation, "role": Role(invitation.role).label, "until": _day(invitation)}
        waiting.setdefault(invitation.organisation_id, []).append(entry)
    among = [
        {
            "organisation": organisation,
            "kind": Kind(organisation.kind).label,
            "roles": by.get(organisation.pk, []),
            "waiting": waiting.get(organisation.pk, []),
        }
        for organisation in governing.organisations(person)
    ]
    context = {
        "among": among,
        "everywhere": governing.everywhere(person),
        "roles": _meanings(),
        "done": DONE.get(request.GET.get("fait", ""), ""),
    }
    return render(request, "members/people/people.html", context)


DONE = {
    "invite": "L’invitation est partie.",
    "change": "Le rôle est changé.",
    "retire": "Le rôle est repris.",
    "annule": "L’invitation est annulée : son lien ne sert plus.",
    "organisation": "L’organisation est enregistrée.",
    "facteur": "Le second facteur est retiré ; la personne en est avertie par courriel.",
    "facteur-sans-courriel": "Le second facteur est retiré. Le courriel qui l’en avertit n’a pas pu partir : "
    "prévenez-la.",
    "facteur-absent": "Cette personne n’a pas de second facteur : il n’y avait rien à retirer.",
}


def _day(invitation: Invitation) -> str:
    return day(timezone.localtime(invitation.ends_at).date())


COLUMNS = (
    Column("organisation", "Organisation", "Son nom", width=34),
    Column("siren", "SIREN", "Neuf chiffres", width=12),
    Column("nature", "Nature", "Ce qu’elle est", width=16),
    Column("territoire", "Territoire", "Où ses membres agissent", width=20),
    Column("personne", "Personne", "Adresse électronique", width=34),
    Column("role", "Rôle", "Ce qu’elle y est", width=24),
    Column("strategie", "Stratégie", "Vide : toutes", width=20),
    Column("territoires", "Limité à", "Vide : partout", width=30),
    Column("derniere_connexion", "Dernière connexion", "Vide : jamais", Sort.DATE, 16),
    Column("nom", "Nom", "Prénom et nom. Vide : pas encore dits", width=28),
    Column("fonction", "Fonction", "Ce qu’elle fait dans l’organisation", width=34),
)


@member
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX."""
    person = _let(request)

    def draw(made: Any) -> Iterator[tuple[Cell, ...]]:
        for membership in _roles(person):
            seen: Any = membership.person.last_login
            yield (
                membership.organisation.name,
                membership.organisation.siren,
                str(Kind(membership.organisation.kind).label),
                str(membership.organisation.territory or ""),
                membership.person.email,
                str(Role(membership.role).label),
                membership.strategy,
                membership.territories,
                timezone.localtime(seen).date() if seen else None,
                membership.person.name,
                membership.function,
            )

    return export(request, table("personnes", "Personnes et rôles", reverse("people"), COLUMNS, draw), form)


def _answer(request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    """A form, with what is wrong in it."""
    return render(request, template, context | bind.shown(form), status=422 if form.errors else 200)


@member
@require_http_methods(WRITE)
def invite(request: HttpRequest) -> HttpResponse:
    """The form that sends an invitation."""
    person = _let(request)
    first = {"organisation": request.GET.get("organisation", ""), "role": Role.CONTRIBUTEUR.value}
    form = InviteForm(request.POST if request.method == "POST" else None, person=person, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = governing.invite(
                person, form.cleaned_data["email"], form.where(), form.given(), form.cleaned_data["name"]
            )
            send(invitation)
        except UsageError as error:
            form.add_error("email", str(error))
        else:
            return HttpResponseRedirect(f"{reverse('people')}?fait=invite")
    return _answer(request, "members/people/invite.html", form, {"roles": _meanings()})


def _meanings() -> list[tuple[str, list[str]]]:
    return [(str(role.label), sorted(act.value for act in ACTS[role])) for role in Role]


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


@member
@require_http_methods(WRITE)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Before a role is taken back: what the person answers for, and to whom it goes; then it is done."""
    person = _let(request)
    held = role_of(person, key)
    last = governing.leaves(held.person, held)
    holding = handing.held_by(held.person)
    among = {
        str(membership.person.pk): membership.person for membership in _roles(person) if membership.person.is_active
    }
    among.pop(str(held.person.pk), None)
    sent = request.POST if request.method == "POST" else None
    form = LeaveForm(sent, people=among, keeps=not last)
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
        "roles": _meanings(),
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
