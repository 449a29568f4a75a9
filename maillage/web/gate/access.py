"""Who may come in. Every address says so itself; one that says nothing is closed to everybody."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from maillage.directory import second_factor
from maillage.directory.rights import memberships
from maillage.web.declared import Area, doors
from maillage.web.gate.kept import ours, over, settled, thrown, typed

View: TypeAlias = Callable[..., HttpResponseBase]
OFFICE = "/gestion"
"""The back office, whose own page signs in with a password; the second factor is given where members give theirs."""


class Access(StrEnum):
    """The rules an address may declare."""

    PUBLIC = "tout le monde"
    BY_OPERATION = "chaque opération de l’API le dit"
    WRITING = "tout le monde, sans cache : on y écrit, ou on y lit ce qui vient d’être écrit"
    MEMBER = "un membre d’une organisation"
    ARRIVING = "un membre d’une organisation, avant d’avoir donné son second facteur"
    SIGN_IN = "qui veut se connecter"
    STAFF = "un compte de l’espace de gestion"
    NOBODY = "personne"


def declare(view: Any, rule: Access) -> Any:
    """Writes the rule on a view, where the middleware and the tests read it."""
    view.access = rule
    return view


def public(view: View) -> View:
    """Declares that everybody may read this page, which changes with the release only."""
    declared_view: View = declare(view, Access.PUBLIC)
    return declared_view


def writing(view: View) -> View:
    """Declares that everybody may open this form, or this page of what people wrote; no cache keeps it."""
    declared_view: View = declare(never_cache(view), Access.WRITING)
    return declared_view


def member(view: View) -> View:
    """Declares that the members of an organisation may open this page, once signed in; the page says which ones."""
    declared_view: View = declare(never_cache(view), Access.MEMBER)
    return declared_view


def arriving(view: View) -> View:
    """The same for the few pages where a member who must give a second factor comes to give it."""
    declared_view: View = declare(never_cache(view), Access.ARRIVING)
    return declared_view


def kept_by_caches(view: Any) -> bool:
    """Whether the answers of this view are the same for everybody, and change with what is published only."""
    return declared(view) in (Access.PUBLIC, Access.BY_OPERATION)


def nobody(request: HttpRequest) -> None:
    """The rule of an API operation that declares none: nobody."""


def declared(view: Any) -> Access | None:
    """The rule a view declares, None when it declares none."""
    rule = getattr(view, "access", None)
    return rule if isinstance(rule, Access) else None


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address below these patterns, with its view."""
    for pattern in patterns:
        here = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


class DeniedByDefault:
    """Refuses an address that declares no rule, or that it is closed, before its view runs."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        response = self.get_response(request)
        return settled(request, response) if getattr(request, "member", False) else response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Called by Django between the routing and the view."""
        rule = declared(view)
        if rule is None:
            raise PermissionDenied("Cette adresse ne dit pas qui peut la lire.")
        if rule is Access.NOBODY:
            raise PermissionDenied("Cette adresse est fermée.")
        if rule is Access.STAFF:
            person: Any = getattr(request, "user", None)
            must = person is not None and second_factor.asked_of(person)
            return to_the_second_factor(request) if must else None
        if rule not in (Access.MEMBER, Access.ARRIVING):
            return None
        led = _to_the_door(request, rule)
        if led is None and rule is Access.MEMBER:
            holder: Any = request
            holder.member = True
            led = thrown(request)
        return led


def door(request: HttpRequest) -> Area:
    """The area of members this address is in; the first when it is in none."""
    known = doors()
    return next((area for area in known if within(request.path_info, area.path)), known[0])


def within(path: str, top: str) -> bool:
    """Whether an address is this one, or below it."""
    return path == top or path.startswith(f"{top}/")


def inside(address: str, *, office: bool = False) -> bool:
    """Whether an address is one of ours, in an area of members: where one may be led after signing in; with `office`,
    in the back office too, which the second factor leads back to."""
    path = address.partition("?")[0].partition("#")[0]
    ours = any(within(path, area.path) for area in doors()) or (office and within(path, OFFICE))
    return ours and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _to_the_door(request: HttpRequest, rule: Access) -> HttpResponseBase | None:
    """Sends whoever is not signed in to the page that signs in, and to the second factor who must still give it.

    Raises PermissionDenied for who is nobody's member.
    """
    person: Any = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        sign_in = reverse(f"sign_in.{door(request).name}")
        if request.method == "POST" and ours(request) and typed(request):
            return over(request, sign_in, waits=rule is Access.MEMBER)
        return HttpResponseRedirect(f"{sign_in}?{urlencode({'suite': request.get_full_path()})}")
    held = memberships(person)
    if not held and not (rule is Access.ARRIVING and second_factor.keeps_the_office(person)):
        raise PermissionDenied("Votre compte n’est membre d’aucune organisation.")
    must = rule is Access.MEMBER and second_factor.asked(held)
    return to_the_second_factor(request) if must else None


def to_the_second_factor(request: HttpRequest) -> HttpResponseBase | None:
    """Sends whoever must still give a second factor to the page where it is given."""
    if second_factor.given(request):
        return None
    return HttpResponseRedirect(f"{reverse('mfa_activate_totp')}?{urlencode({'next': request.get_full_path()})}")
