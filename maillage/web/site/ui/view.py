"""The living page of the design system. Who makes a page comes, asking what exists; they leave with a part and its
parameters, seen by day and by night, narrow and wide. Shown in development only (MAILLAGE_DEBUG=1).
"""

import re
from pathlib import Path
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.site.ui.samples import COMPONENTS

LIGHT, DARK = "light", "dark"
# A variable: the decorator is typed for views without arguments.
_in_a_frame: Any = csp_replace({"frame-ancestors": ["'self'"]})
_PART = re.compile(r'include "(parts/[a-z]+\.html)"')
_DOCUMENTED = re.compile(r"\{# (.+?) #\}")


def _parts(template: str) -> list[tuple[str, str]]:
    """The parts a component is made of, and what each says of its parameters."""
    text = _text(template)
    names = [template] if template.startswith("parts/") else sorted(set(_PART.findall(text)))
    return [(name, said[1]) for name in names if (said := _DOCUMENTED.match(_text(name)))]


def _text(template: str) -> str:
    shown: Any = get_template(template)
    return Path(shown.origin.name).read_text("utf-8")


def _only_in_development() -> None:
    if not settings.DEBUG:
        raise Http404


@public
@csp_replace({"frame-src": ["'self'"]})
def page(request: HttpRequest) -> HttpResponse:
    """Every component, four times: by day and by night, at 320 pixels and wide."""
    _only_in_development()
    shown = [{"component": sample, "parts": _parts(sample.template)} for sample in COMPONENTS]
    schemes = ((LIGHT, "jour"), (DARK, "nuit"))
    return render(request, "site/ui/ui.html", {"shown": shown, "schemes": schemes})


@public
@_in_a_frame
def component(request: HttpRequest, name: str) -> HttpResponse:
    """One component alone, in the scheme that `theme` asks."""
    _only_in_development()
    asked = request.GET.get("theme", LIGHT)
    sample = next((candidate for candidate in COMPONENTS if candidate.name == name), None)
    if sample is None or asked not in (LIGHT, DARK):
        raise Http404
    context = sample.context(observatory(request))
    answer = render(request, "site/ui/component.html", {"component": sample, "scheme": asked, **context})
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer
