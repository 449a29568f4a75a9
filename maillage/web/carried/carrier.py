"""The thing that a sheet is about, as its reader may read it: asked once for all that the sheet carries."""

from typing import Any

from django.http import HttpRequest

from maillage.directory import things
from maillage.directory.rights import once
from maillage.directory.things import About, Thing


def carrier(request: HttpRequest, about: About) -> Thing | None:
    """The thing, None for who may not read it."""
    person: Any = getattr(request, "user", None)
    key = ("carrier", getattr(person, "pk", None), about)
    return once(key, lambda: things.read(person, about))
