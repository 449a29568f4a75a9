"""The pages of text: about, help, legal, accessibility, personal data.

Somebody comes to know who speaks here and how to read what is shown; they leave with it read, or with whom to ask.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.commons.editorial import published
from maillage.web.gate.access import public


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The text published at this address."""
    return render(request, "share/editorial/editorial.html", {"text": published.page(name)})
