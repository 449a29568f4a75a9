"""What other sites may show in a frame: these pages only. Every other page of the site refuses to be framed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from maillage.kernel.errors import DataError, UnknownChoice, UsageError
from maillage.web.gate.access import View, kept_by_caches, public

# Short, and with it no tag: an answer « nothing changed » would bring the headers of the pages that refuse frames,
# and a browser would keep them.
KEPT = "public, max-age=300"


def framed(view: Callable[..., HttpResponse], rule: Callable[[View], View] = public) -> View:
    """A page that any site may frame. Its errors are framed too: a blank frame would tell nothing.

    `rule` says whether caches keep it: not when what it shows is not for everybody everywhere."""

    @wraps(view)
    def shown(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            response = view(request, **named)
        except UnknownChoice as error:
            response = _problem(request, error.refused, 404)
        except (UsageError, DataError) as error:
            response = _problem(request, str(error), 404)
        except PermissionDenied as error:
            response = _problem(request, str(error), 403)
        kept = kept_by_caches(opened) and response.status_code == 200
        response["Cache-Control"] = KEPT if kept else "no-store"
        return response

    opened = rule(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(shown)))
    return opened


def _problem(request: HttpRequest, message: str, status: int) -> HttpResponse:
    context = {"message": message, "sources": [], "back": "/"}
    return render(request, "embedded/problem.html", context, status=status)
