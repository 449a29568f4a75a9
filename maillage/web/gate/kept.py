"""What somebody typed is never lost: when it cannot be taken now, a page shows it and sends it again; when their
session was over, the form comes back with it once they signed in again.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from maillage.directory import drafts
from maillage.directory.drafts import Draft

TOKEN = "csrfmiddlewaretoken"
LONGEST_SHOWN = 2000
WHO, WHO_LASTS = "maillage_brouillon", 30 * 24 * 3600
"""The cookie that says whose form is sent once the session is over; it lets nobody in."""
THROWN = "jeter-brouillon"


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


def _words(draft: Draft) -> list[str]:
    """What a person wrote, as they can read it: neither what the form says of itself nor keys."""
    said = [text for name, text in draft.fields if name not in ("version", "base")]
    return [text[:LONGEST_SHOWN] for text in said if len(text) > 2 and not text.isdecimal()]


def _sent(request: HttpRequest) -> Draft:
    fields = typed(request)
    files = [str(file.name) for _, files in request.FILES.lists() for file in files] if fields else []
    return Draft(tuple(fields), tuple(files))


def _page(request: HttpRequest, draft: Draft, status: int, title: str, message: str, **more: Any) -> HttpResponse:
    context = {
        "title": title,
        "message": message,
        "status": status,
        "fields": draft.fields,
        "words": _words(draft),
        "files": draft.files,
        "target": request.get_full_path(),
        "sign_in": "",
        "days": 0,
        "back": False,
    }
    return render(request, "errors/kept.html", context | more, status=status)


def kept_page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    """The page that keeps what was typed, and sends it again."""
    return _page(request, _sent(request), status, title, message)


def over(request: HttpRequest, sign_in: str, *, waits: bool) -> HttpResponse:
    """The page of a form sent once the session was over; `sign_in` is where one signs in again.

    When we know whose browser it is and it `waits`, what was typed is kept for them; otherwise in the page alone.
    """
    draft, person = _sent(request), _who(request)
    here = request.get_full_path()
    kept = waits and person is not None and bool(_words(draft)) and drafts.keep(person, here, draft.fields, draft.files)
    if kept:
        sign_in = f"{sign_in}?{urlencode({'suite': here})}"
    said = "Vous n’êtes plus connecté : rien n’a encore été enregistré."
    more = {"sign_in": sign_in, "days": drafts.DAYS if kept else 0}
    return _page(request, draft, 403, "Votre session est finie", said, **more)


def _who(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.COOKIES.get(WHO, ""), salt=WHO, max_age=WHO_LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def know(request: HttpRequest, response: HttpResponseBase, path: str) -> None:
    """Say in a cookie of this path whose browser it is, while they are signed in; nothing when it says so already."""
    person: Any = request.user
    if person.is_authenticated and _who(request) != person.pk:
        said = signing.dumps(person.pk, salt=WHO)
        response.set_cookie(WHO, said, WHO_LASTS, path=path, secure=request.is_secure(), httponly=True, samesite="Lax")


def leave(person: int | None, response: HttpResponse, path: str) -> None:
    """Forget all that waits for who signs out (a key), and whose browser it was."""
    if person:
        drafts.forget(person)
    response.delete_cookie(WHO, path=path, samesite="Lax")


def _waiting(request: HttpRequest) -> Draft | None:
    session: Any = getattr(request, "session", None)
    if session is None or not session.get(drafts.WAITING):
        return None
    person: Any = request.user
    return drafts.waiting(person.pk, request.get_full_path()) if person.is_authenticated else None


def brought_back(request: HttpRequest) -> QueryDict | None:
    """What was typed in the form of this page before its session was over; None when nothing waits here."""
    draft = _waiting(request) if request.method == "GET" else None
    if draft is None:
        return None
    holder: Any = request
    holder.brought_back = draft
    posted = QueryDict(mutable=True)
    for name, text in draft.fields:
        posted.appendlist(name, text)
    return posted


def thrown(request: HttpRequest) -> HttpResponse | None:
    """Forget what waits here when that is what is asked; None otherwise."""
    if request.method != "POST" or not getattr(request, "session", {}).get(drafts.WAITING):
        return None
    if THROWN not in request.POST or not ours(request):
        return None
    _forget(request)
    return HttpResponseRedirect(request.get_full_path())


def _forget(request: HttpRequest) -> None:
    person: Any = request.user
    if not drafts.forget(person.pk, request.get_full_path()):
        drafts.settled(request.session)


def settled(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer of a page, once what waits there is settled: sent, it is forgotten; where the page has no place for
    it, another shows it and sends it again."""
    session: Any = getattr(request, "session", None)
    if session is None or not session.get(drafts.WAITING) or not request.user.is_authenticated:
        return response
    if request.method == "POST" and response.status_code < 500 and _waiting(request):
        _forget(request)
    elif request.method == "GET" and not hasattr(request, "brought_back"):
        draft = _waiting(request)
        if draft:
            said = "Vous l’aviez envoyé alors que votre session était finie : rien n’a encore été enregistré."
            return _page(request, draft, 200, "Ce que vous aviez écrit", said, back=True)
    return response


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
