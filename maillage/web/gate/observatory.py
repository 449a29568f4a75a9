"""The observatory as a request sees it: one release for the whole answer, one tag for caches, errors in French."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from maillage import __version__
from maillage.commons.editorial import published
from maillage.commons.offers import published as offers
from maillage.kernel.errors import BusyError, DataError, UnknownChoice, UsageError
from maillage.kernel.french import counted, day, moment
from maillage.observatory import door
from maillage.steering.actions import published as actions
from maillage.steering.conventions import published as conventions
from maillage.steering.explanations import published as explanations
from maillage.web.gate import pages
from maillage.web.gate.access import kept_by_caches
from maillage.web.gate.choices import FEW, offered
from maillage.web.gate.kept import busy
from maillage.web.ui.look import Look
from maillage.web.words.held import held

Next: TypeAlias = Callable[[HttpRequest], HttpResponseBase]


def observatory(request: HttpRequest) -> door.Observatory:
    """The observatory this request reads, the same one from its first question to its last."""
    holder: Any = request
    opened: door.Observatory | None = getattr(holder, "maillage_observatory", None)
    if opened is None:
        opened = holder.maillage_observatory = door.current(settings.MAILLAGE_HOME)
    return opened


def release_key(source: door.Observatory) -> str:
    """Names the release read in addresses and caches."""
    return source.release.key


@cache
def gathered(stamp: Path) -> str:
    """Names the static files pages call for, which changes with the look; nothing before they are gathered."""
    return stamp.read_text("utf-8") if stamp.is_file() else ""


def tag(request: HttpRequest) -> str | None:
    """What the answer depends on besides its address; None when there is no release.

    The day is part of it: pages tell the age of the data. So are the texts, offers, conventions, public actions and
    signed sentences that are entered.
    """
    try:
        source = observatory(request)
    except DataError:
        return None
    key = release_key(source)
    dress = gathered(settings.GATHERED)
    entered = tuple(each.stamp() for each in (published, offers, conventions, actions, explanations))
    parts = (key, str(source.damaged), __version__, *_chosen(), *entered, dress, str(timezone.localdate()))
    return f'W/"{key}-{sha256("|".join(parts).encode()).hexdigest()[:12]}"'


def _chosen() -> tuple[str, ...]:
    """What the operator chose that pages show."""
    texts = (settings.MAILLAGE_OPERATOR, settings.MAILLAGE_CONTACT, settings.MAILLAGE_IPE_VISIBILITY)
    cost = str(settings.MAILLAGE_COST_VISIBILITY)
    return (*texts, cost, settings.MAILLAGE_ADDRESS, repr(settings.MAILLAGE_BACKGROUND))


def notice(request: HttpRequest) -> str:
    """What every answer about a simulated territory carries; nothing for a real one, or without release."""
    try:
        return observatory(request).release.notice
    except DataError:
        return ""


class ReleaseCache:
    """Answers without running the view: 304 when the reader already has this release's page, else as it was answered
    to another."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        response = self.get_response(request)
        if notice(request):
            response["Maillage-Notice"] = "donnees simulees"
            response["X-Robots-Tag"] = "noindex, nofollow"
        current = getattr(request, "maillage_tag", None)
        if current and not getattr(request, "maillage_held", False):
            pages.keep(request, current, response)
        if current and response.status_code in (200, 304) and "Cache-Control" not in response:
            response["ETag"] = current
            patch_cache_control(response, public=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Called by Django before the view."""
        if settings.DEBUG or not kept_by_caches(view) or request.method not in ("GET", "HEAD"):
            return None
        current = tag(request)
        holder: Any = request
        holder.maillage_tag = current
        read = parse_etags(request.headers.get("If-None-Match", ""))
        if current and current in read:
            return HttpResponseNotModified()
        page = pages.held(request, current) if current else None
        holder.maillage_held = page is not None
        return page


def problem_page(request: HttpRequest, status: int, title: str, message: str, advice: str) -> HttpResponse:
    """A page that says what is wrong and what to do."""
    context = {"title": title, "message": message, "advice": advice, "status": status}
    return render(request, "errors/error.html", context, status=status)


def _other_choices(request: HttpRequest, error: UnknownChoice) -> HttpResponse:
    choices = offered(request, error)
    folded = choices[FEW:] and counted(len(choices), "choix", "choix")
    context = {"title": "Nous n’avons pas cette page", "message": error.refused, "choices": choices, "folded": folded}
    return render(request, "errors/error.html", context | {"status": 404}, status=404)


class FrenchErrors:
    """Turns the foreseen errors of a page into a page: 404 for an unknown name, 503 without release."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Called by Django with every request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        if isinstance(error, UnknownChoice):
            return _other_choices(request, error)
        if isinstance(error, UsageError):
            advice = "Cherchez un territoire par son nom, son code ou son code postal."
            return problem_page(request, 404, "Nous n’avons pas cette page", str(error), advice)
        if isinstance(error, DataError):
            advice = "Si vous tenez ce site : lancez « maillage up », puis rechargez cette page."
            return problem_page(request, 503, "Aucune publication", str(error), advice)
        if isinstance(error, BusyError):
            advice = "Recommencez dans une minute, ou prenez le CSV."
            page = problem_page(request, 503, "Recommencez dans un instant", str(error), advice)
            page["Retry-After"] = "60"
            return page
        if isinstance(error, OperationalError):
            return busy(request, error)
        if isinstance(error, PermissionDenied):
            return problem_page(request, 403, "Accès fermé", str(error), "Revenez à l’accueil.")
        return None


def shared_context(request: HttpRequest) -> dict[str, object]:
    """What every page shows: who operates the site, and which release it reads."""
    look: Look = settings.MAILLAGE_LOOK
    try:
        release = observatory(request).release
    except DataError:
        release = None
    return {
        "operator": settings.MAILLAGE_OPERATOR,
        "look_logo": look.logo.name if look.logo else "",
        "look_theme": look.theme,
        "release": release,
        "damaged": observatory(request).damaged if release else 0,
        "released_on": day(timezone.localtime(moment(release.published_at)).date()) if release else "",
        "path": request.path,
        "electoral": held(),
        "brought_back": getattr(request, "brought_back", None),
    }
