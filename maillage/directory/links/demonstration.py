"""What actions of the demonstration region are tied to. Nothing is drawn: the first that answer these words are."""

from datetime import date

from maillage.directory import playground, things
from maillage.directory.links import tying
from maillage.directory.models import User
from maillage.observatory.door import Observatory

AFTER = ("desk", "conventions")
TEAM = "claire.delmas"
TIED = (
    # What the name of the action says, the sort of link, the kind of the other, its rank among them.
    ("opérateurs engagements zone", "repond", "convention", 0),
    ("opérateurs engagements zone", "repond", "convention", 1),
    ("foyers sans fibre", "repond", "convention", 0),
)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many: those whose two ends are there."""
    author = User.objects.filter(email=f"{TEAM}@{playground.DOMAIN}").first()
    kinds = things.kinds()
    if author is None:
        return 0
    count = 0
    for text, sort, kind, rank in TIED:
        actions = things.search(author, text, ("action",), 1)
        others = kinds[kind].readable(author).order_by("pk")[rank : rank + 1] if kind in kinds else ()
        for other in others:
            for action in actions:
                tying.tie(author, action.about, sort, (kind, str(other.pk)))
                count += 1
    return count
