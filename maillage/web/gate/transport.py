"""How bytes leave: compressed text, and parts of a file for those who ask for a part."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Scheme:
    """Takes every request for what the operator says the site is, https or http: no proxy's word, nor its silence.

    Cookies, forgery checks, the addresses we make and the order to come back by https all follow.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.scheme = str(settings.MAILLAGE_ADDRESS).partition("://")[0]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        request.META["wsgi.url_scheme"] = self.scheme
        return self.get_response(request)


class HeadWithoutBody:
    """Answers HEAD with the headers alone, as the server expects."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Length", str(len(response.content)))
                length = response.headers["Content-Length"]
                response.content = b""
                response.headers["Content-Length"] = length
            elif isinstance(response, StreamingHttpResponse):
                response.streaming_content = iter(())
        return response


class TextCompression(GZipMiddleware):
    """Compresses text only: a part of a binary file must leave as it is."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Called by Django with every answer."""
        kind = response.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json", "image/svg")):
            return response
        return super().process_response(request, response)


def _part(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0:
            block = file.read(min(CHUNK, length))
            if not block:
                return
            length -= len(block)
            yield block


def _bounds(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None when the header is not a single range, which is then ignored.

    Raises ValueError when nothing of the file is in the range.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        first, last = max(size - int(match[2]), 0), size - 1
    else:
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    if first >= size or (match[2] and match[1] and int(match[2]) < first) or last < first:
        raise ValueError
    return first, last


def file_or_part(request: HttpRequest, path: Path, etag: str, kind: str) -> HttpResponseBase:
    """The file, or the part asked for (RFC 9110 §14). What `etag` names never changes, so it may be kept for ever."""
    size = path.stat().st_size
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "public, max-age=31536000, immutable"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    asked = request.headers.get("Range", "")
    if asked and request.headers.get("If-Range", etag) == etag:
        try:
            bounds = _bounds(asked, size)
        except ValueError:
            headers["Content-Range"] = f"bytes */{size}"
            return HttpResponse(status=416, headers=headers)
        if bounds:
            first, last = bounds
            length = last - first + 1
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
            headers["Content-Length"] = str(length)
            return StreamingHttpResponse(_part(path, first, length), status=206, content_type=kind, headers=headers)
    return FileResponse(path.open("rb"), content_type=kind, headers=headers)
