"""The back office, at /gestion/: who may enter, and what it alone needs.

Messages run below this address only, and so do its rules of content: the editor that Wagtail draws has styles and
scripts written in its pages, and shows a page before publication in a frame. Its sessions are those of `writing`.
"""

from typing import Any

from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponseBase

from maillage.web.gate.access import OFFICE, Access, declare

ADDRESS = f"{OFFICE}/"
# The way in: these pages ask for no account.
OPEN = tuple(f"gestion/{page}/" for page in ("login", "sprite", "jsi18n"))
# Parts of Wagtail that we do not use: accounts are opened by the command, no e-mail leaves, no file is received.
SHUT = tuple(
    f"gestion/{page}/"
    for page in (
        "users groups collections workflows password_reset snippets failwhale test404 images documents "
        "api/main/^images api/main/^documents reports/workflow reports/workflow_tasks"
    ).split()
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)


def within(request: HttpRequest) -> bool:
    """Whether this is an address of the back office."""
    return request.path_info.startswith(ADDRESS)


class Within:
    """Makes a middleware sleep outside of the back office."""

    def __call__(self, request: HttpRequest) -> Any:
        """Called by Django with every request."""
        return super().__call__(request) if within(request) else self.get_response(request)  # type: ignore[misc,attr-defined]


class Policy:
    """The rules of content of the back office, over those of the pages it shows in a frame."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        response: HttpResponseBase = self.get_response(request)
        if within(request):
            response["Content-Security-Policy"] = POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class Messages(Within, MessageMiddleware):
    """What was done, said on the next page."""


def rule(address: str) -> Access:
    """Who may open this address of the back office."""
    if address.startswith(SHUT) or address.endswith("/privacy/"):
        return Access.NOBODY
    return Access.SIGN_IN if address == "gestion" or address.startswith(OPEN) else Access.STAFF


def closed(patterns: list[Any], prefix: str = "") -> list[Any]:
    """The same addresses, each declaring its rule: an account that may enter, but for the few that lead to it."""
    for pattern in patterns:
        here = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            closed(pattern.url_patterns, here)
        else:
            declare(pattern.callback, rule(here))
    return patterns
