"""What public strategies do, and where: the published actions of each territory they name."""

from collections import Counter

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.steering.actions import published
from maillage.web.layers import TRIANGLE, Content, Layer, Sign, Spot
from maillage.web.layers._places import centres
from maillage.web.ui.links import address

SIZES = ((1, "1 action"), (5, "2 à 5 actions"), (0, "plus de 5 actions"))
MARKS = ("M10 6l5 9H5Z", "M10 3.5l7.5 13.5h-15Z", TRIANGLE)


def _named() -> Counter[Ref]:
    """How many actions name each territory."""
    return Counter(ref for action in published.every() if not action.everywhere for ref in action.territories)


def _count(source: Observatory) -> int:
    return len(published.every()) if source.tiles().exists() else 0


def _sign(count: int) -> int:
    return next(rank for rank, (most, _) in enumerate(SIZES) if count <= most or not most)


def _spots(source: Observatory) -> list[Spot]:
    spots = []
    known = {place.ref: place for level in source.levels for place in source.territories(level)}
    for ref, count in sorted(_named().items()):
        place, at = known.get(ref), centres(source, ref.level).get(ref.code)
        if place is not None and at is not None:
            detail = f"{french.counted(count, 'action publique', 'actions publiques')} ({ref.level.label})"
            page = address("territory", ref.level, ref.code)
            spots.append(Spot(*at, french.typographic(place.name), _sign(count), detail, page))
    return spots


def _read(source: Observatory) -> Content:
    every = published.every()
    wide = sum(action.everywhere or source.release.region in action.territories for action in every)
    changed = max((action.changed_on for action in every), default=None)
    titles = ", ".join(sorted({action.strategy_title for action in every}, key=alphabetical))
    note = f"{french.counted(wide, 'action vaut', 'actions valent')} pour toute la région. " if wide else ""
    return Content(
        dated=f"mises à jour le {french.day(changed)}" if changed else "",
        signs=tuple(Sign(words, "overlay-1", mark) for (_, words), mark in zip(SIZES, MARKS, strict=True)),
        spots=tuple(_spots(source)),
        note=f"{note}Source : {titles}.",
    )


LAYER = Layer(
    "actions", "Actions publiques", 30, Sign("Actions", "overlay-1", TRIANGLE), _count, _read, state=published.stamp
)
