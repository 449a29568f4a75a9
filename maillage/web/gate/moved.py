"""Addresses that name a commune of before lead to the same address of today's, for good, whatever the page.

One door for all of them: portraits, figures, exports, frames, the API, and what is asked after « ? ».
"""

import re
from functools import partial
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

from maillage.kernel.errors import DataError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.gate.observatory import Next, observatory

_PATH = re.compile(r"(?<=/commune/)[0-9][0-9ABab][0-9]{3}(?![0-9A-Za-z])|(?<=/adresse/)[0-9][0-9ABab][0-9]{3}$")
_REF = re.compile(r"(?<=\bcommune:)[0-9][0-9ABab][0-9]{3}(?![0-9A-Za-z])")
_CODE = re.compile(r"[0-9][0-9ABab][0-9]{3}")
CODES = ("commune",)
"""Parameters that hold the code of a commune alone."""


class FormerCommunes:
    """Answers 301 to a reading of an address whose commune is part of another today."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        today = _today(request) if request.method in ("GET", "HEAD") else None
        return HttpResponsePermanentRedirect(today) if today else self.get_response(request)


def _today(request: HttpRequest) -> str | None:
    """The address with the codes of today; None when it names no commune of before."""
    asked = [value for _, values in request.GET.lists() for value in values]
    bare = [value for name in CODES for value in request.GET.getlist(name) if _CODE.fullmatch(value)]
    if not (bare or _PATH.search(request.path) or any(map(_REF.search, asked))):
        return None
    try:
        source = observatory(request)
    except DataError:
        return None
    to = partial(_current, source)
    path = _PATH.sub(to, request.path)
    query = request.GET.copy()
    for name, values in request.GET.lists():
        replacements = [_REF.sub(to, value) for value in values]
        if name in CODES:
            replacements = [_CODE.sub(to, value) if _CODE.fullmatch(value) else value for value in replacements]
        query.setlist(name, replacements)
    if path == request.path and query == request.GET:
        return None
    return quote(path) + (f"?{query.urlencode(safe='/:')}" if query else "")


def _current(source: Observatory, match: re.Match[str]) -> str:
    today = source.successor(Ref(Level.COMMUNE, match[0].upper()))
    return today.code if today else match[0]
