"""The operator's antivirus: clamd of ClamAV, asked by its protocol INSTREAM, on a socket of the machine or a port.

A file that it cannot be asked about is refused: the door stays shut rather than open unseen.
"""

import socket
import struct
from dataclasses import dataclass

from maillage.kernel.errors import UsageError

CONNECTING, ANSWERING = 5.0, 60.0
"""Seconds to reach it, and to wait for each of its answers."""
_BLOCK, _LONGEST_ANSWER = 1 << 16, 4096
SILENT = (
    "L’antivirus de ce site ne répond pas : le fichier n’a pas été pris. Recommencez dans quelques minutes ; si cela "
    "dure, prévenez qui tient ce site."
)


@dataclass(frozen=True, slots=True)
class Antivirus:
    """Where clamd answers: a socket of the machine (`path`), or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> "Antivirus | None":
        """Read MAILLAGE_CLAMAV: `/run/clamav/clamd.ctl` or `host:3310`; None when it is empty. Raises UsageError."""
        text = text.strip().removeprefix("unix:")
        if not text:
            return None
        if text.startswith("/"):
            return cls(path=text)
        host, _, port = text.rpartition(":")
        if not host or not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
            raise UsageError(
                f"MAILLAGE_CLAMAV « {text[:80]} » : écrivez le chemin d’une socket, comme /run/clamav/clamd.ctl, ou "
                "machine:port, comme localhost:3310."
            )
        return cls(host=host.strip("[]"), port=int(port))

    def check(self, content: bytes) -> None:
        """Raises UsageError for what it recognises, and when it does not answer, or cannot tell."""
        try:
            answer = self._asked(content)
        except OSError:
            raise UsageError(SILENT) from None
        if answer.endswith(" FOUND"):
            name = answer.removesuffix(" FOUND").removeprefix("stream: ")[:80]
            raise UsageError(
                f"L’antivirus de ce site reconnaît dans ce fichier « {name} » : il n’a pas été pris. "
                "Faites vérifier le poste d’où il vient."
            )
        if answer != "stream: OK":
            raise UsageError(SILENT)

    def _asked(self, content: bytes) -> str:
        with self._connected() as line:
            line.settimeout(ANSWERING)
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _BLOCK):
                block = content[start : start + _BLOCK]
                line.sendall(struct.pack(">I", len(block)) + block)
            line.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
                block = line.recv(_LONGEST_ANSWER)
                if not block:
                    break
                answer += block
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), CONNECTING)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECTING)
        try:
            line.connect(self.path)
        except OSError:
            line.close()
            raise
        return line
