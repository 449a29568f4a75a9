"""The thing that a sheet is about, as its reader may read it: asked once for all that the sheet carries."""

from typing import Any

from django.http import HttpRequest

from maillage.directory import things
from maillage.directory.rights import once
from maillage.directory.things import About, Thing


def carrier(request: HttpRequest, about: About, row: Any = None) -> Thing | None:
    """The thing, None for who may not read it. `row` is the one that the page read, its reader allowed to."""
    person: Any = getattr(request, "user", None)
    key = ("carrier", getattr(person, "pk", None), about)
    return once(key, lambda: things.read(person, about) if row is None else things.held(person, about[0], row))
