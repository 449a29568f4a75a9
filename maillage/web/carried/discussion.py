"""The discussion that a sheet carries: `{% include "carried/discussion.html" %}` shows what `carried` gives it.

context = {…, **discussion.carried(request, ("action", str(action.pk)))}
"""

from typing import Any

from django.http import HttpRequest

from maillage.directory.discussion.models import LONGEST
from maillage.directory.discussion.talking import CORRECTED_MINUTES
from maillage.directory.discussion.thread import thread
from maillage.directory.things import About
from maillage.web.carried.carrier import carrier

SHOWN = 20
"""The last messages that a sheet shows; the page of the discussion shows all."""


def carried(request: HttpRequest, about: About, most: int | None = SHOWN, row: Any = None) -> dict[str, Any]:
    """What the template shows: `thread` is None for who takes no part in it."""
    thing = carrier(request, about, row)
    return {
        "thread": thread(request.user, thing, most) if thing else None,
        "about": about,
        "longest": LONGEST,
        "minutes": CORRECTED_MINUTES,
    }
