"""Pages that everybody reads, given again as they were answered until what they depend on changes.

They are files of the home, which all processes share, and bounded; without them, pages are made each time.
"""

import shutil
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.http import HttpRequest, HttpResponse, HttpResponseBase

FOLDER = "pages"
MOST, HEAVIEST, LONGEST = 3000, 300_000, 400
"""How many pages are kept, bytes of one of them, and signs of an address."""
A_DAY = 86_400
_PLAIN = frozenset(vars(HttpResponse()))


class Page(NamedTuple):
    """A page as it was answered: where it is asked for, what it holds."""

    name: str
    content: bytes
    headers: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8)
def _store(folder: Path) -> FileBasedCache:
    if not folder.exists():
        # What another day or another publication answered is not asked any more.
        forget()
    return FileBasedCache(str(folder), {"TIMEOUT": A_DAY, "OPTIONS": {"MAX_ENTRIES": MOST}})


def _folder(tag: str) -> Path:
    """Where the pages of a tag are: another day or another publication has a folder of its own."""
    plain = "".join(sign for sign in tag if sign.isalnum() or sign == "-")
    return Path(settings.MAILLAGE_HOME) / FOLDER / plain


def _name(request: HttpRequest) -> str:
    """What names the page of this request; empty for one that is not kept."""
    address = request.get_full_path()
    if request.method not in ("GET", "HEAD") or len(address) > LONGEST:
        return ""
    return f"{request.scheme}://{request.get_host()}{address}"


def held(request: HttpRequest, tag: str) -> HttpResponse | None:
    """The page that answers this request, under the tag of what it depends on."""
    name = _name(request)
    try:
        page = _store(_folder(tag)).get(name) if name else None
    except OSError:
        return None
    # Files are named by a digest of the name.
    if page is None or page.name != name:
        return None
    answer = HttpResponse(page.content)
    for header, value in page.headers:
        answer[header] = value
    return answer


def keep(request: HttpRequest, tag: str, response: HttpResponseBase) -> None:
    """Keep a page that was answered: a page whole, of which nothing is said but its headers."""
    name = _name(request)
    if not name or request.method != "GET" or type(response) is not HttpResponse or response.status_code != 200:
        return
    if not response.get("Content-Type", "").startswith("text/html") or "Cache-Control" in response or response.cookies:
        return
    # What else a view notes on its answer, such as who may frame it, is for those who answer it now.
    if len(response.content) > HEAVIEST or not vars(response).keys() <= _PLAIN:
        return
    try:
        _store(_folder(tag)).set(name, Page(name, response.content, tuple(response.items())))
    except OSError:
        # A disk that is full, or that is not ours to write on: the page is made again.
        return


def forget() -> None:
    """Keep none of them."""
    shutil.rmtree(Path(settings.MAILLAGE_HOME) / FOLDER, ignore_errors=True)
