"""What an operator says of mails, and of the way visitors come: read once, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from maillage.kernel.errors import UsageError

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Mails:
    """The server mails leave by. Without host, they are written to the standard output."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    sender: str = ""

    @property
    def backend(self) -> str:
        """What sends them, as Django names it."""
        kind = "smtp" if self.host else "console"
        return f"django.core.mail.backends.{kind}.EmailBackend"


def _split(name: str, text: str, schemes: tuple[str, ...]) -> SplitResult:
    """The parts of an address given in a setting. Raises UsageError, which names no password."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        ways = ", ".join(f"{scheme}://…" for scheme in schemes)
        raise UsageError(f"{name} n’est pas une adresse complète. Elle commence par {ways}.")
    return parts


def chosen(environment: Mapping[str, str]) -> Mails:
    """The server given by MAILLAGE_SMTP: `smtp://` (STARTTLS), `smtps://` (TLS) or `smtp+plain://` (a local relay).

    The user and the password stand before the host, percent-encoded. Raises UsageError when it cannot be read.
    """
    text, sender = environment.get("MAILLAGE_SMTP", "").strip(), environment.get("MAILLAGE_FROM", "").strip()
    if not text:
        return Mails(sender=sender)
    server = _split("MAILLAGE_SMTP", text, tuple(PORTS))
    return Mails(
        host=server.hostname or "",
        port=server.port or PORTS[server.scheme],
        user=unquote(server.username or ""),
        password=unquote(server.password or ""),
        starttls=server.scheme == "smtp",
        tls=server.scheme == "smtps",
        sender=sender,
    )


def address(environment: Mapping[str, str], host: str) -> str:
    """The address of the site, without slash at the end: MAILLAGE_ADDRESS, or made of the first of its names."""
    text = environment.get("MAILLAGE_ADDRESS", "").strip().rstrip("/")
    if text:
        _split("MAILLAGE_ADDRESS", text, ("https", "http"))
        return text
    return f"http://{host}:8000" if host in LOCAL else f"https://{host}"


def demonstrates(environment: Mapping[str, str], hosts: list[str], mails: Mails) -> bool:
    """Whether a simulated territory served here opens itself: its accounts by one click, its mails on a page.

    So it does where the site answers to this machine alone, unless MAILLAGE_DEMO is 0; elsewhere when MAILLAGE_DEMO
    is 1. Never where mails leave for somebody. Raises UsageError for another value.
    """
    text = environment.get("MAILLAGE_DEMO", "").strip()
    if text not in ("", "0", "1"):
        raise UsageError("MAILLAGE_DEMO vaut 1 pour ouvrir la démonstration à qui vient, 0 pour la fermer.")
    alone = all(host in LOCAL for host in hosts) and proxies(environment) == 0
    return not mails.host and (text == "1" or (alone and not text))


def proxies(environment: Mapping[str, str]) -> int:
    """MAILLAGE_PROXIES. Raises UsageError when it is not a small whole number."""
    text = environment.get("MAILLAGE_PROXIES", "").strip() or "0"
    if not (text.isdecimal() and int(text) <= 9):
        raise UsageError("MAILLAGE_PROXIES est un nombre, de 0 à 9.")
    return int(text)
