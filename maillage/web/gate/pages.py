"""Pages that everybody reads, given again as they were answered until what they depend on changes. In memory only, and
bounded: those asked longest ago go first.
"""

import threading
from collections import OrderedDict
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

MOST, HEAVIEST, LONGEST = 16_000_000, 300_000, 400
"""Bytes of all the pages that a process keeps, of one of them, and signs of an address."""
Key = tuple[str, ...]
_PLAIN = frozenset(vars(HttpResponse()))


class Page(NamedTuple):
    """A page as it was answered."""

    content: bytes
    headers: tuple[tuple[str, str], ...]


_pages: OrderedDict[Key, Page] = OrderedDict()
_turn = threading.Lock()


def _key(request: HttpRequest, tag: str) -> Key | None:
    """What names the page of this request; None for one that is not kept."""
    address = request.get_full_path()
    if request.method not in ("GET", "HEAD") or len(address) > LONGEST:
        return None
    return str(settings.MAILLAGE_HOME), tag, request.scheme or "", request.get_host(), address


def held(request: HttpRequest, tag: str) -> HttpResponse | None:
    """The page that answers this request, under the tag of what it depends on."""
    key = _key(request, tag)
    with _turn:
        page = _pages.get(key) if key else None
        if key is None or page is None:
            return None
        _pages.move_to_end(key)
    answer = HttpResponse(page.content)
    for name, value in page.headers:
        answer[name] = value
    return answer


def keep(request: HttpRequest, tag: str, response: HttpResponseBase) -> None:
    """Keep a page that was answered: a page whole, of which nothing is said but its headers."""
    key = _key(request, tag)
    if key is None or request.method != "GET" or type(response) is not HttpResponse or response.status_code != 200:
        return
    if not response.get("Content-Type", "").startswith("text/html") or "Cache-Control" in response or response.cookies:
        return
    # What else a view notes on its answer, such as who may frame it, is for those who answer it now.
    if len(response.content) > HEAVIEST or not vars(response).keys() <= _PLAIN:
        return
    with _turn:
        # What another day or another publication answered is not asked any more.
        for past in [other for other in _pages if other[:2] != key[:2]]:
            del _pages[past]
        _pages[key] = Page(response.content, tuple(response.items()))
        _pages.move_to_end(key)
        while sum(len(page.content) for page in _pages.values()) > MOST:
            _pages.popitem(last=False)


def forget() -> None:
    """Keep none of them."""
    with _turn:
        _pages.clear()
