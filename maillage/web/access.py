"""Who may come in. Every address says so itself; one that says nothing is closed to everybody."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver

View: TypeAlias = Callable[..., HttpResponseBase]


class Access(StrEnum):
    """The rules an address may declare."""

    PUBLIC = "tout le monde"
    BY_OPERATION = "chaque opération de l’API le dit"
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
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Called by Django between the routing and the view."""
        rule = declared(view)
        if rule is None:
            raise PermissionDenied("Cette adresse ne dit pas qui peut la lire.")
        if rule is Access.NOBODY:
            raise PermissionDenied("Cette adresse est fermée.")
