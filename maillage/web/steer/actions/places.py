"""Actions on the map. A member comes asking « que fait-on chez moi, et où ne fait-on rien ? »; they leave with the
number of actions that concern each EPCI or commune, on a map and in a list.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from maillage.directory import typed
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.web.drawing.choropleth import Painting, inline, sheet
from maillage.web.drawing.scale import Scale, Step
from maillage.web.forms import asked as paging
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.steer.actions.listing import on

LEVELS = (Level.EPCI, Level.COMMUNE)
BOUNDS = ((0, 0, "aucune"), (1, 1, "1"), (2, 2, "2"), (3, 3, "3 à 4"), (5, 4, "5 à 9"), (10, 5, "10 et plus"))


class Spread:
    """Which territories of a level are concerned by what an action names, each looked up once.

    `unknown` gathers those that the release does not know, such as an EPCI that is no more.
    """

    def __init__(self, source: Observatory, level: Level) -> None:
        self.source, self.level = source, level
        self._known: dict[Ref, frozenset[str]] = {}
        self.unknown: set[Ref] = set()

    def codes(self, ref: Ref) -> frozenset[str]:
        """The codes concerned; a whole département or region concerns none in particular."""
        if ref not in self._known:
            self._known[ref] = frozenset(self._codes(ref))
        return self._known[ref]

    def _codes(self, ref: Ref) -> Iterable[str]:
        try:
            place = self.source.territory(ref)
        except UsageError:
            self.unknown.add(ref)
            return []
        if ref.level is self.level:
            return [ref.code]
        if ref.level is Level.COMMUNE:
            return [parent.code for parent in place.parents if parent.level is self.level]
        if ref.level in (Level.EPCI, Level.GROUPEMENT):
            return [territory.ref.code for territory in self.source.territories(self.level, ref)]
        return []


def counted(territories: Sequence[str], spread: Spread) -> tuple[Counter[str], int]:
    """How many actions concern each territory, and how many concern none in particular, from what each names."""
    numbers: Counter[str] = Counter()
    wide = 0
    for text in territories:
        refs = typed.refs(text)
        codes = {code for ref in refs for code in spread.codes(ref)}
        numbers.update(codes)
        wide += not codes and spread.unknown.isdisjoint(refs)
    return numbers, wide


def _scale(values: Iterable[int]) -> Scale:
    steps = tuple(Step(float(low), colour, words, 0) for low, colour, words in BOUNDS)
    return Scale(steps, 0).counted(map(float, values), 0, 0)


def _drawn(source: Observatory, level: Level, names: dict[str, str], numbers: Counter[str], query: str) -> Any:
    shapes = sheet(source, level, None)
    if shapes is None:
        return None
    scale = _scale(numbers[code] for code in names)
    kinds = {code: f"ramp-{scale.step(numbers[code]).colour}" for code in names}
    words = {
        code: f"{name} : {french.counted(numbers[code], 'action')}" if numbers[code] else f"{name} : aucune action"
        for code, name in names.items()
    }

    def address(code: str) -> str:
        kept = f"{query}&amp;" if query else ""
        return f"{reverse('actions')}?{kept}territoire={level}:{code}"

    drawing = inline(shapes, Painting(scale, kinds, words, address), "a-", "Actions par territoire")
    # Made of our own shapes; names are escaped where it is drawn.
    return {"svg": mark_safe(drawing), "scale": scale}


@member
@require_safe
def drawn(request: HttpRequest) -> HttpResponse:
    """The map and its list."""
    source = observatory(request)
    level = paging.level(request, LEVELS, Level.EPCI)
    shown = on(request, "actions.map")
    asked = shown.asked
    actions = list(shown.drawn.rows.order_by().values_list("territories", flat=True))
    spread = Spread(source, level)
    numbers, wide = counted(actions, spread)
    names = {territory.ref.code: french.typographic(territory.name) for territory in source.territories(level)}
    kept = asked.query(territoire="")
    listed = sorted(
        ((numbers[code], name, code) for code, name in names.items()), key=lambda row: (-row[0], alphabetical(row[1]))
    )
    query = kept.replace("&", "&amp;")
    context = {
        "list": shown,
        "level": level,
        "levels": LEVELS,
        "map": _drawn(source, level, names, numbers, query),
        "rows": [
            {
                "name": name,
                "count": count,
                "address": f"{reverse('actions')}?{asked.query(territoire=f'{level}:{code}')}",
            }
            for count, name, code in listed
            if count
        ],
        "none": sum(not numbers[code] for code in names),
        "wide": wide,
        "unknown": sorted(map(str, spread.unknown)),
        "total": len(actions),
        "query": asked.query(),
    }
    return render(request, "steer/actions/map.html", context)
