"""Where people write: the few addresses that have a cookie, and who may open them.

Sessions and forgery tokens run below these addresses only, each with cookies of its own that leave for no other: a
public page sets no cookie, varies with none, and pays a comparison. A form sets its cookie when it is opened.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from maillage.directory import second_factor
from maillage.directory.rights import read_once
from maillage.kernel.french import size
from maillage.web.declared import areas, doors
from maillage.web.gate.access import OFFICE, within
from maillage.web.gate.kept import kept_page, know, ours, typed
from maillage.web.gate.observatory import problem_page


def area(request: HttpRequest) -> str:
    """The address of the area this request is in, empty for the public pages."""
    tops = (OFFICE, *(zone.path for zone in areas()))
    return next((top for top in tops if within(request.path_info, top)), "")


def signs_in(top: str) -> bool:
    """Whether one is somebody in the area of this address."""
    return top == OFFICE or any(door.path == top for door in doors())


def _most(top: str) -> int:
    """The bytes that may be sent there; 0 in the back office, which has limits of its own."""
    return next((zone.most for zone in areas() if zone.path == top), 0)


def _confine(request: HttpRequest, response: HttpResponseBase) -> None:
    """Cookies of an area go nowhere else, and over https only when they came by it."""
    here = area(request)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        if name in response.cookies:
            cookie = response.cookies[name]
            cookie["path"] = f"{OFFICE}/" if here == OFFICE else here
            cookie["secure"] = request.is_secure()
    if signs_in(here) and settings.SESSION_COOKIE_NAME in response.cookies:
        office = here == OFFICE or second_factor.keeps_the_office(request.user)
        _carry(response, [*(door.path for door in doors()), *([f"{OFFICE}/"] if office else [])])


def _carry(response: HttpResponseBase, paths: list[str]) -> None:
    """Who signs in to an area of members, or out of it, does so in all: the same session, under each of their paths;
    and in the back office, for who keeps it: the second factor is given among members."""
    for path in paths:
        cookie = response.cookies[settings.SESSION_COOKIE_NAME].copy()
        cookie["path"] = path
        # A jar holds one cookie under each key; the name that is sent is the cookie's own, and its path tells it apart.
        dict.__setitem__(response.cookies, f"{cookie.key}{path}", cookie)


class Sessions(SessionMiddleware):
    """Who is signed in, where one may be."""

    def __call__(self, request: HttpRequest) -> Any:
        """Called by Django with every request."""
        return super().__call__(request) if signs_in(area(request)) else self.get_response(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Called by Django with every answer of these areas."""
        response = super().process_response(request, response)
        here, session = area(request), settings.SESSION_COOKIE_NAME
        if here != OFFICE and (session in request.COOKIES or session in response.cookies):
            know(request, response, here)
        _confine(request, response)
        return response


class Forgeries(CsrfViewMiddleware):
    """Refuses a form that another site sends, or one too heavy to be read."""

    def __call__(self, request: HttpRequest) -> Any:
        """Called by Django with every request."""
        here = area(request)
        if not here:
            return self.get_response(request)
        # Before anything reads the body.
        most = _most(here)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if most and (not length.isdecimal() or int(length) > most):
            message = f"Ce que vous envoyez est trop lourd : {size(most)} au plus."
            return problem_page(request, 413, "Envoi trop lourd", message, "Revenez en arrière, et allégez-le.")
        response: Any = super().__call__(request)
        _confine(request, response)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        """Called by Django before the view."""
        return super().process_view(request, *view) if area(request) else None


class People(AuthenticationMiddleware):
    """Gives the request its user, whose roles are read once."""

    def __call__(self, request: HttpRequest) -> Any:
        """Called by Django with every request."""
        here = area(request)
        if not here:
            return self.get_response(request)
        with read_once():
            return super().__call__(request) if signs_in(here) else self.get_response(request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that did not come from this site, or waited too long. Named in the settings.

    What was typed in a page of ours is kept, to be sent again: its token ended with a session.
    """
    if ours(request) and typed(request):
        said = "La page était ouverte depuis trop longtemps : rien n’a encore été enregistré."
        return kept_page(request, 403, "Confirmez votre envoi", said)
    message = "Ce formulaire ne vient pas de ce site, ou la page était ouverte depuis trop longtemps."
    advice = f"Rechargez la page, puis recommencez. Les cookies doivent être acceptés pour {area(request)}."
    return problem_page(request, 403, "Formulaire refusé", message, advice)
