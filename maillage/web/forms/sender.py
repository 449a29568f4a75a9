"""Who sends a form, and how many times they may: counted without being kept.

Each purpose counts apart: what one does for one thing shuts nobody out of another. The person comes before the network
address they send from: a whole Région may be behind one, and nobody else's sends shut a member out.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from maillage.directory.limits import Limit, allowed
from maillage.web.gate.observatory import problem_page

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is sent, and how often: by one person from one network address, by one person from anywhere, and by one
    network address for everybody behind it."""

    here: Limit
    person: Limit
    address: Limit


def _purpose(name: str, here: tuple[int, timedelta], person: tuple[int, timedelta], address: int) -> Purpose:
    return Purpose(Limit(f"{name}, d’ici", *here), Limit(f"{name}, de partout", *person), Limit(name, address, _HOUR))


SIGN_IN = _purpose("connexion", (5, _HOUR), (40, _DAY), 400)
OFFICE = _purpose("connexion à la gestion", (5, timedelta(minutes=15)), (40, _DAY), 400)
INVITATION = _purpose("invitation", (10, _HOUR), (40, _DAY), 400)
LINK = _purpose("lien d’un courriel", (60, _HOUR), (240, _DAY), 2000)
FOLLOW = _purpose("suivi", (5, _DAY), (5, _DAY), 120)
FILES = _purpose("fichier préparé", (20, _HOUR), (60, _DAY), 120)
MESSAGE = _purpose("message", (30, _HOUR), (150, _DAY), 600)
REPORT = _purpose("signalement", (10, _HOUR), (20, _DAY), 120)


def visitor(request: HttpRequest) -> str:
    """Who a form comes from, as the last proxy of the operator saw it."""
    return _counted(_address(request))


def _address(request: HttpRequest) -> str:
    direct = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    behind: int = settings.MAILLAGE_PROXIES
    if not behind or not hops:
        return direct
    # Each proxy adds who it heard, at the end: what is before is only what a visitor claims.
    return hops[-min(behind, len(hops))]


def _counted(address: str) -> str:
    """What is counted of an address: in IPv6 one subscriber holds all those that begin with the same 64 bits."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:64]
    return str(known) if known.version == 4 else str(ip_network(f"{known}/64", strict=False))


def refused(request: HttpRequest, purpose: Purpose, person: str = "") -> HttpResponse | None:
    """The page that says to wait, when this was sent too often; None otherwise. Counts one more.

    `person` is who sends, or whom it is for: an e-mail address, a link; empty when nobody is named.
    """
    here, who = visitor(request), person.strip().lower()
    counts = [(purpose.here, f"{who}|{here}"), (purpose.person, who)] if who else []
    # What is refused to a person does not count against their network address.
    late = next((limit for limit, sender in (*counts, (purpose.address, here)) if not allowed(limit, sender)), None)
    return None if late is None else _wait(request, late)


def _wait(request: HttpRequest, limit: Limit) -> HttpResponse:
    message = "Nous avons reçu beaucoup d’envois de chez vous en peu de temps."
    advice = "Recommencez dans une heure." if limit.during <= _HOUR else "Recommencez demain."
    return problem_page(request, 429, "Trop d’envois", message, advice)
