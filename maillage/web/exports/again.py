"""A request asked again by the worker, as far as what makes a file reads it: who, where, what."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict

from maillage.directory.models import User
from maillage.directory.rights import memberships
from maillage.kernel.errors import DataError

GONE = "Votre compte est fermé, ou n’est plus membre d’une organisation."


def noted(request: HttpRequest) -> dict[str, Any]:
    """What the arguments of a job keep of a request."""
    return {
        "host": request.get_host(),
        "secure": request.is_secure(),
        "path": request.path,
        "query": request.GET.urlencode(),
    }


def asked_again(arguments: Mapping[str, Any]) -> HttpRequest:
    """The request that these arguments keep, of the same person as they are now. Raises DataError when they left."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", arguments["path"], arguments["path"]
    request.GET = QueryDict(arguments["query"])
    request.META = {
        "HTTP_HOST": arguments["host"],
        "SERVER_NAME": arguments["host"],
        "SERVER_PORT": "443" if arguments["secure"] else "80",
        "wsgi.url_scheme": "https" if arguments["secure"] else "http",
    }
    request.user = _person(arguments["by"])
    return request


def _person(key: int | None) -> User | AnonymousUser:
    """The member of this key, or a visitor when there is none."""
    if key is None:
        return AnonymousUser()
    person = User.objects.filter(pk=key, is_active=True).first()
    if person is None or not memberships(person):
        raise DataError(GONE)
    return person
