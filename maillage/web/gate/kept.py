"""What somebody typed is never lost: when it cannot be taken now, a page shows it and sends it again."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

TOKEN = "csrfmiddlewaretoken"
LONGEST_SHOWN = 2000


def ours(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site: what another site sends is never offered to be sent again."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as they were sent, in order; nothing when they cannot be read."""
    try:
        lists = request.POST.lists()
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError, OSError):
        return []
    return [(name, str(value)) for name, values in lists for value in values if name != TOKEN]


def kept_page(request: HttpRequest, status: int, title: str, message: str, sign_in: str = "") -> HttpResponse:
    """The page that keeps what was typed; `sign_in` is where one signs in first, in another window."""
    fields = typed(request)
    context: dict[str, Any] = {
        "title": title,
        "message": message,
        "status": status,
        "fields": fields,
        "words": [text[:LONGEST_SHOWN] for _, text in fields if len(text) > 2 and not text.isdecimal()],
        "files": [file.name for _, files in request.FILES.lists() for file in files] if fields else [],
        "sign_in": sign_in,
        "target": request.get_full_path(),
    }
    return render(request, "errors/kept.html", context, status=status)


def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The page of a database that could not be written to, or asked, just now."""
    full = "full" in str(error) or "readonly" in str(error)
    message = (
        "Le disque de ce site est plein ou en lecture seule : rien n’a été enregistré. Prévenez qui le tient."
        if full
        else "Beaucoup de monde écrit en ce moment, ou la base de données ne répond pas : rien n’a été enregistré."
    )
    if request.method != "POST" or not ours(request):
        message = message.replace("rien n’a été enregistré", "la page ne peut pas être lue")
    return kept_page(request, 503, "Recommencez dans un instant", message)
