"""Asking a publisher politely: redirects, new tries, pauses, ceilings, and safe names for what it sends.

Nothing here knows what a Source is. Whatever goes wrong on the way is a Failure: a place and a French clause.
"""

import functools
import json
import re
import ssl
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Self, TypeVar
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout, exceptions, make_headers
from urllib3.util import parse_url

from maillage import __version__

USER_AGENT = f"Maillage/{__version__} (observatoire territorial)"
_CHUNK = 1 << 18
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")
_OVERLOADED = {408, 425, 429}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a publisher is asked. Durations are in seconds, sizes in bytes.

    `base_delay` doubles at each new try; a publisher that asks for more than `longest_delay` is left alone.
    `pause` separates two requests to the same host.
    """

    tries: int = 4
    base_delay: float = 1.0
    longest_delay: float = 60.0
    pause: float = 0.2
    connect_timeout: float = 15.0
    read_timeout: float = 60.0
    redirects: int = 10
    largest_file: int = 4 << 30
    largest_answer: int = 10_000_000


POLITE = Manners()


class Failure(Exception):
    """A publisher that could not be asked, or did not answer as it should.

    `where` is the address (asked → reached when they differ), `what` a French clause without full stop.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where} : {what}")
        self.where = where
        self.what = what


class Passing(Failure):
    """A failure that may pass. `wait` is how long to wait before a new try, None to let the client choose."""

    def __init__(self, where: str, what: str, wait: float | None = None) -> None:
        super().__init__(where, what)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What came after the redirects: `where` names both addresses, `resolved` is the last one."""

    response: BaseHTTPResponse
    resolved: str
    where: str

    def header(self, name: str) -> str:
        """A header as sent, empty when absent."""
        return self.response.headers.get(name, "")

    @property
    def length(self) -> int | None:
        """How many bytes are announced, None when it is not said."""
        text = self.header("Content-Length")
        return int(text) if text.isdecimal() else None

    @property
    def starts_at(self) -> int | None:
        """Where a partial answer starts in the file, None when it is not said."""
        span = _RANGE.fullmatch(self.header("Content-Range"))
        return int(span[1]) if span else None

    def accept(self, *statuses: int) -> None:
        """Raise Failure, or Passing where a new try makes sense, unless the status is one of these."""
        status = self.response.status
        if status in statuses:
            return
        if status in _OVERLOADED or status >= 500:
            what = "est en panne" if status >= 500 else "demande de ralentir"
            wait = _retry_after(self.header("Retry-After"))
            raise Passing(self.where, f"le serveur {what} ({status})", wait)
        if status in (404, 410):
            raise Failure(self.where, f"il n’y a rien à cette adresse ({status})")
        if status in (401, 403):
            raise Failure(self.where, f"le serveur refuse l’accès ({status})")
        raise Failure(self.where, f"le serveur répond par un code inattendu ({status})")

    def chunks(self) -> Iterator[bytes]:
        """The body as sent, piece by piece; every byte before a cut is given. Raises Passing on a cut."""
        while True:
            try:
                # read1 and not read, which throws away what it was gathering when the server falls silent.
                chunk = self.response.read1(_CHUNK, decode_content=False)
            except exceptions.HTTPError as error:
                raise _trouble(self.where, error) from error
            if not chunk:
                return
            yield chunk


@functools.cache
def _trust() -> ssl.SSLContext:
    """Who is believed: the authorities of this machine and those of certifi, read once, in a tenth of a second."""
    trust = ssl.create_default_context()
    trust.load_verify_locations(certifi.where())
    return trust


class Client:
    """One polite reader, one request at a time. Use it as a context manager: it keeps connections open."""

    def __init__(self, manners: Manners = POLITE) -> None:
        self.manners = manners
        self._managers: dict[str, PoolManager] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for manager in self._managers.values():
            manager.clear()

    def persist(self, attempt: Callable[[], T]) -> T:
        """Try again what fails by a Passing, waiting longer each time. Raises Failure in the end."""
        rank = 1
        while True:
            try:
                return attempt()
            except Passing as trouble:
                wait = trouble.wait
                if wait is None:
                    wait = min(self.manners.base_delay * 2 ** (rank - 1), self.manners.longest_delay)
                if wait > self.manners.longest_delay:
                    what = f"{trouble.what} et demande d’attendre {wait:.0f} secondes"
                    raise Failure(trouble.where, what) from trouble
                if rank >= self.manners.tries:
                    raise Failure(trouble.where, f"{trouble.what}, {rank} essais") from trouble
            time.sleep(wait)
            rank += 1

    def ask(self, url: str, headers: dict[str, str]) -> Answer:
        """The first answer that is not a redirect, its body not yet read. Raises Failure."""
        seen = [url]
        while True:
            where = url if len(seen) == 1 else f"{url} → {seen[-1]}"
            response = self._ask_once(seen[-1], where, headers)
            location = response.get_redirect_location()
            if location is False:
                return Answer(response, seen[-1], where)
            response.close()
            target = _target(seen[-1], location or "", where)
            if target in seen:
                raise Failure(where, "le serveur redirige en boucle")
            if len(seen) > self.manners.redirects:
                raise Failure(where, f"le serveur redirige plus de {self.manners.redirects} fois")
            seen.append(target)

    def json(self, url: str) -> tuple[object, str]:
        """The JSON an API answers, and the address that gave it. Raises Failure."""
        body, answer = self.persist(lambda: self._page(url))
        try:
            return json.loads(body), answer.resolved
        except (ValueError, RecursionError):
            raise Failure(answer.where, "la réponse n’est pas du JSON") from None

    def links(self, url: str) -> list[tuple[str, str]]:
        """The links of an HTML page in order: as written, and as absolute addresses. Raises Failure."""
        body, answer = self.persist(lambda: self._page(url))
        reader = _Links(answer.resolved)
        # html.parser raises AssertionError on a declaration it does not know: the links before it are good.
        with suppress(AssertionError):
            reader.feed(body.decode("utf-8", errors="replace"))
        return reader.found

    def _page(self, url: str) -> tuple[bytes, Answer]:
        answer = self.ask(url, {"Accept-Encoding": "gzip"})
        limit = self.manners.largest_answer
        with closing(answer.response):
            answer.accept(200)
            try:
                body = answer.response.read(limit + 1, decode_content=True)
            except exceptions.HTTPError as error:
                raise _trouble(answer.where, error) from error
        if len(body) > limit:
            raise Failure(answer.where, f"la réponse dépasse {megabytes(limit)}")
        return body, answer

    def _ask_once(self, url: str, where: str, headers: dict[str, str]) -> BaseHTTPResponse:
        parts = _web_address(url, where)
        host = parts.hostname or ""
        time.sleep(max(0.0, self._last.get(host, float("-inf")) + self.manners.pause - time.monotonic()))
        try:
            return self._manager(parts.scheme, host).request(
                "GET",
                url,
                headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **headers},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=Timeout(connect=self.manners.connect_timeout, read=self.manners.read_timeout),
            )
        except (exceptions.HTTPError, ValueError) as error:
            raise _trouble(where, error) from error
        finally:
            self._last[host] = time.monotonic()

    def _manager(self, scheme: str, host: str) -> PoolManager:
        """The pool to use: through the proxy that the environment names, unless it excepts this host."""
        proxy = getproxies().get(scheme, "")
        if not proxy or proxy_bypass(host):
            proxy = ""
        elif "://" not in proxy:
            proxy = f"http://{proxy}"
        if proxy not in self._managers:
            self._managers[proxy] = self._through(proxy) if proxy else PoolManager(ssl_context=_trust())
        return self._managers[proxy]

    def _through(self, proxy: str) -> ProxyManager:
        who = parse_url(proxy).auth
        headers = make_headers(proxy_basic_auth=unquote(who)) if who else None
        return ProxyManager(proxy, proxy_headers=headers, ssl_context=_trust())


class _Links(HTMLParser):
    """Gathers the links of a page; a malformed one is left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href:
            with suppress(ValueError):
                self.found.append((href.strip(), urljoin(self.page, href.strip())))


def safe_name(text: str) -> str:
    """A plain ASCII file name from the last part of a path: never a path, never hidden, ≤ 120 characters."""
    last = re.split(r"[/\\]", text)[-1]
    ascii_only = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    bare = re.sub(r"[^A-Za-z0-9._-]+", "_", ascii_only).lstrip(".")
    stem, dot, suffix = bare.rpartition(".")
    name = f"{stem[:100]}.{suffix[:15]}" if dot else bare[:100]
    name = name.rstrip(".") or "fichier"
    return f"{name}_" if name.endswith((".part", ".fetch.json")) else name


def last_part(url: str) -> str:
    """The last part of an address, decoded, as it comes: `https://a.fr/x/b%20c.csv?d=1` → `b c.csv`."""
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:
        return ""


def proposed_name(disposition: str) -> str:
    """The safe name that a Content-Disposition header proposes, `fichier` when it proposes none."""
    header = Message()
    header["Content-Disposition"] = re.sub(r"[\r\n]", " ", disposition)
    return safe_name(header.get_filename() or "")


def megabytes(size: int) -> str:
    """`10000000` → « 10 Mo », with narrow no-break spaces."""
    return f"{size / 1e6:,.0f},Mo".replace(",", "\u202f")


def _web_address(url: str, where: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Failure(where, "l’adresse est mal formée") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Failure(where, "seules les adresses http et https sont permises")
    return parts


def _target(here: str, location: str, where: str) -> str:
    if not location:
        raise Failure(where, "le serveur redirige sans dire où")
    # http.client reads headers as latin-1; some publishers write raw UTF-8 in them.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(here, location)
    except ValueError:
        raise Failure(where, "le serveur donne une adresse mal formée") from None


def http_day(header: str) -> date | None:
    """The day of an HTTP date, None when it is not one."""
    try:
        return parsedate_to_datetime(header).date()
    except (ValueError, TypeError):
        return None


def _retry_after(header: str) -> float | None:
    """Seconds to wait, from a number or a date; None when absent or unreadable."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


_TROUBLES: tuple[tuple[type[Exception], bool, str], ...] = (
    (exceptions.NameResolutionError, True, "le nom du serveur est introuvable (Internet coupé ou nom faux)"),
    (exceptions.NewConnectionError, True, "la connexion est impossible (serveur arrêté ou accès bloqué)"),
    (exceptions.ProxyError, True, "le proxy ne laisse pas passer la demande"),
    (exceptions.TimeoutError, True, "le serveur tarde trop à répondre"),
    (exceptions.ProtocolError, True, "la connexion a été coupée"),
    (exceptions.DecodeError, False, "la réponse est mal compressée"),
)


def _trouble(where: str, error: Exception) -> Failure:
    """The failure that an error of urllib3 means to a reader."""
    if isinstance(error, exceptions.SSLError):
        cause = next(iter(error.args), error)
        detail = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "TLS"
        return Failure(where, f"la connexion chiffrée n’a pas pu être établie ({detail})")
    for kind, passing, what in _TROUBLES:
        if isinstance(error, kind):
            return Passing(where, what) if passing else Failure(where, what)
    return Failure(where, "l’adresse est mal formée")
