"""What could have been asked instead of a value that is not offered, as links of the page that says so."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from maillage.kernel.errors import UnknownChoice

FEW = 24
"""Choices shown at once; more are folded."""


class Offered(NamedTuple):
    """A value offered: what it is called, and the address that asks it, empty when none does."""

    words: str
    address: str


def offered(request: HttpRequest, error: UnknownChoice) -> list[Offered]:
    """Every value offered, with the same address but for the value refused."""
    return [
        Offered(words.strip(), _instead(request, error.asked, value))
        for value, words in error.choices.items()
        if words.strip()
    ]


def _instead(request: HttpRequest, refused: str, value: str) -> str:
    """The address asked with another value; empty when nothing in it is the value refused."""
    if request.method not in ("GET", "HEAD"):
        return ""
    query, match = request.GET.copy(), request.resolver_match
    for name, texts in query.lists():
        if refused in texts:
            query.setlist(name, [value if text == refused else text for text in texts])
            return f"{request.path}?{query.urlencode(safe=':,')}"
    if match and refused in match.kwargs.values():
        named = {name: value if text == refused else text for name, text in match.kwargs.items()}
        asked = f"?{query.urlencode(safe=':,')}" if query else ""
        return reverse(match.view_name, kwargs=named) + asked
    return ""
