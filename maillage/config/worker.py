"""The process that serves: a thread is given to a request that came whole, never to one that is still coming.

Gunicorn's threads read requests as they come: a few dozen clients that send a byte now and then would hold them all.
Here what comes is gathered by the loop that waits for everybody, and a request too slow to come is let go.
"""

import re
import time
from functools import partial
from selectors import EVENT_READ
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

HEADERS_SECONDS, BODY_SECONDS = 10, 120
"""How long a request may take to come: its headers, then its body."""
MOST_HEADERS, MOST_BODY, MOST_IN_ALL = 64 * 1024, 8 * 1024 * 1024, 64 * 1024 * 1024
"""Bytes of one request, and of all those that are coming. Longer headers are refused by gunicorn, a longer body by the
page (`web/gate/writing.py`), unread."""
BLOCK = 64 * 1024
END = b"\r\n\r\n"
LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})[ \t]*\r?$")


class Coming:
    """What came of a request, and how long it is: unknown until its headers are all here."""

    def __init__(self) -> None:
        self.early = bytearray()
        self.length: int | None = None

    def add(self, block: bytes) -> None:
        """One more part."""
        searched = max(len(self.early) - len(END), 0)
        self.early += block
        if self.length is not None:
            return
        head = self.early.find(END, searched)
        if head >= 0:
            announced = LENGTH.search(bytes(self.early[:head]))
            self.length = head + len(END) + (min(int(announced[1]), MOST_BODY) if announced else 0)
        elif len(self.early) > MOST_HEADERS:
            self.length = 0

    @property
    def whole(self) -> bool:
        """Whether it can be answered without waiting for its client: all of it came, or too much to be taken."""
        return self.length is not None and len(self.early) >= self.length


class Patient(ThreadWorker):
    """Gunicorn's threaded worker, whose threads never wait for a client to send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathered = 0

    def accept(self, listener: socket) -> None:
        """Called by the loop when somebody connects."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._gather(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: socket) -> None:
        """Called by the loop when a connection that was kept alive sends again."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._gather(conn)

    def _gather(self, conn: Any) -> None:
        conn.coming = Coming()
        conn.timeout = time.monotonic() + HEADERS_SECONDS
        conn.sock.setblocking(False)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._read, conn))

    def _read(self, conn: Any, client: socket) -> None:
        """What came, added to what had; the request goes to a thread once it is whole."""
        try:
            block = client.recv(BLOCK)
        except BlockingIOError:
            return
        except OSError:
            block = b""
        if not block or self.gathered + len(block) > MOST_IN_ALL:
            self._let_go(conn)
            return
        in_body = conn.coming.length is not None
        conn.coming.add(block)
        self.gathered += len(block)
        if conn.coming.whole:
            self._stop_waiting(conn)
            conn.init()
            conn.sock.setblocking(True)
            conn.parser.unreader.unread(bytes(conn.coming.early))
            conn.data_ready = True
            self.enqueue_req(conn)
        elif conn.coming.length is not None and not in_body:
            conn.timeout = time.monotonic() + BODY_SECONDS

    def _stop_waiting(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.gathered -= len(conn.coming.early)

    def _let_go(self, conn: Any) -> None:
        self._stop_waiting(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Called by the loop each second: lets go of what is too slow to come, and of all of it when stopping."""
        now = time.monotonic()
        for conn in [conn for conn in self.pending_conns if conn.timeout <= now or not self.alive]:
            self._let_go(conn)
