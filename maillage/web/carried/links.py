"""What a sheet is tied to: `{% include "carried/links.html" %}` shows what `carried` gives it.

context = {…, **links.carried(request, ("action", str(action.pk)))}
"""

from typing import Any

from django.http import HttpRequest

from maillage.directory.links import tying
from maillage.directory.things import About
from maillage.web.carried.carrier import carrier


def carried(request: HttpRequest, about: About, row: Any = None) -> dict[str, Any]:
    """What the template shows: `tied`, heads with their links, and the sorts that this reader may tie."""
    person = getattr(request, "user", None)
    thing = carrier(request, about, row)
    return {
        "tied": list(tying.tied(person, about).items()) if thing else [],
        "ties": [(sort, *about) for sort in tying.tieable(person, thing)] if thing else [],
    }
