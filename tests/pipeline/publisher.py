"""A real HTTP server that plays an official publisher, with its redirects, versions, cuts and bad days."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. `cut` closes the connection after so many bytes of the body.

    With `ranges`, Range and If-Range are honoured; without, every answer is whole.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    ranges: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A request received."""

    path: str
    headers: Message


class Publisher:
    """Routes by path; each is a list of replies, given in turn, the last one for ever."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._routes: dict[str, list[Reply]] = {}
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def give(self, path: str, *replies: Reply | bytes) -> str:
        """Serve these replies at this path; gives the whole address."""
        self._routes[path] = [Reply(body=one) if isinstance(one, bytes) else one for one in replies]
        return self.address + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Redirect this path; gives the whole address."""
        return self.give(path, Reply(status, headers={"Location": to}))

    def reply_to(self, asked: Asked) -> Reply:
        """The next reply for this path, conditions and ranges applied; 404 when there is none."""
        self.asked.append(asked)
        replies = self._routes.get(asked.path)
        if not replies:
            return Reply(404, b"<html>rien ici</html>")
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        return _conditional(reply, asked.headers) if reply.status == 200 else reply

    def run(self) -> None:
        """Serve until stopped."""
        self._server.serve_forever(poll_interval=0.005)

    def stop(self) -> None:
        """Stop and free the port."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up in the middle of a file is within its rights."""


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher open on a free port of this machine."""
    publisher = Publisher()
    thread = threading.Thread(target=publisher.run, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.stop()
        thread.join()


def closed_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _conditional(reply: Reply, headers: Message) -> Reply:
    etag, modified = reply.headers.get("ETag"), reply.headers.get("Last-Modified")
    if etag and headers["If-None-Match"] == etag:
        return replace(reply, status=304, body=b"")
    if modified and not headers["If-None-Match"] and headers["If-Modified-Since"] == modified:
        return replace(reply, status=304, body=b"")
    if not reply.ranges or not headers["Range"]:
        return reply
    if headers["If-Range"] and headers["If-Range"] not in (etag, modified):
        return reply
    start = int(headers["Range"].removeprefix("bytes=").rstrip("-"))
    if start >= len(reply.body):
        return replace(reply, status=416, body=b"", headers={"Content-Range": f"bytes */{len(reply.body)}"})
    span = f"bytes {start}-{len(reply.body) - 1}/{len(reply.body)}"
    return replace(reply, status=206, body=reply.body[start:], headers={**reply.headers, "Content-Range": span})


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = publisher.reply_to(Asked(self.path, self.headers))
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])
            if reply.cut is not None:
                self.wfile.flush()
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was asked is in `publisher.asked`."""

    return Handler
