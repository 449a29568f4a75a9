"""Actions on the map. A member comes asking « que fait-on chez moi, et où ne fait-on rien ? »; they leave with the
number of actions that concern each EPCI or commune, on a map and in a list.
"""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.web.drawing.choropleth import Painting, inline, sheet
from maillage.web.forms import asked as paging
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.steer.actions.listing import on
from maillage.web.steer.spread import LEVELS, Spread, counted, scale_of


def _drawn(source: Observatory, level: Level, names: dict[str, str], numbers: Counter[str], query: str) -> Any:
    shapes = sheet(source, level, None)
    if shapes is None:
        return None
    scale = scale_of(numbers[code] for code in names)
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
