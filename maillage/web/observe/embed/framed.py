"""What other sites may show in a frame: these pages only. Every other page of the site refuses to be framed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from maillage.kernel.errors import DataError, UsageError
from maillage.web.gate.access import View, public

# Short, and with it no tag: an answer « nothing changed » would bring the headers of the pages that refuse frames,
# and a browser would keep them.
KEPT = "public, max-age=300"


def framed(view: Callable[..., HttpResponse]) -> View:
    """A public page that any site may frame. Its errors are framed too: a blank frame would tell nothing."""

    @wraps(view)
    def shown(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            response = view(request, **named)
        except (UsageError, DataError) as error:
            response = render(
                request, "observe/embed/problem.html", {"message": str(error), "sources": [], "back": "/"}, status=404
            )
        response["Cache-Control"] = KEPT if response.status_code == 200 else "no-store"
        return response

    return public(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(shown)))
