"""Who sends a form, and how many times they may: counted without being kept."""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from maillage.directory.limits import Limit, allowed
from maillage.web.observe import problem_page

FORMS = Limit("formulaires", 20, timedelta(hours=1))
MAILS = Limit("courriels", 5, timedelta(days=1))


def visitor(request: HttpRequest) -> str:
    """Who a form comes from, as the last proxy of the operator saw it."""
    return _counted(_address(request))


def _address(request: HttpRequest) -> str:
    direct = str(request.META.get("REMOTE_ADDR", ""))
    hops = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
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


def refused(request: HttpRequest, limit: Limit, sender: str) -> HttpResponse | None:
    """The page that says to wait, when this sender wrote too often; None otherwise. Counts one more."""
    if allowed(limit, sender):
        return None
    message = "Nous avons reçu beaucoup d’envois de chez vous en peu de temps."
    advice = "Recommencez dans une heure." if limit.during <= timedelta(hours=1) else "Recommencez demain."
    return problem_page(request, 429, "Trop d’envois", message, advice)
