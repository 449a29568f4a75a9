"""The maps of the page as the server draws them: shapes, names, and the layers that are switched on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.web.drawing import choropleth, laid
from maillage.web.drawing.choropleth import FONT, Above, Sheet
from maillage.web.drawing.scale import Scale
from maillage.web.gate.observatory import release_key
from maillage.web.layers import Content, chosen, content
from maillage.web.layers._places import centres
from maillage.web.observe.map_asked import Asked, View
from maillage.web.observe.map_layers import Atlas, painting

FOREVER = "public, max-age=31536000, immutable"
# Above this many shapes, links and words on each would weigh more than the rest of the page.
MOST_SHAPES = 1200


@dataclass(frozen=True, slots=True)
class Plate:
    """A map of the page: its title, its drawing or the address of its picture, its classes, the files to take away."""

    key: str
    title: str
    scale: Scale
    svg: SafeString
    picture: str
    height: int
    files: tuple[tuple[str, str], ...]


def contents(source: Observatory, ask: Asked) -> Mapping[str, Content]:
    """What the layers switched on show, by name. Raises UsageError for a layer that is not offered."""
    return {layer.name: content(source, layer) for layer in chosen(source, ask.laid)} if ask.laid else {}


def _drawn(source: Observatory, ask: Asked, sheet: Sheet, prefix: str) -> str:
    """The names of communes, over the layers switched on."""
    places = centres(source, Level.COMMUNE)
    communes = [place for place in source.territories(Level.COMMUNE, ask.within) if place.ref.code in places]
    points = np.array([places[commune.ref.code] for commune in communes])
    at = sheet.place(points).tolist() if communes else []
    named = laid.names(sheet, list(zip(communes, at, strict=True)))
    shown = contents(source, ask)
    outlines = source.outlines(Level.COMMUNE, ask.within) if any(each.areas for each in shown.values()) else {}
    return laid.signs(sheet, shown, outlines, prefix) + named


def above(source: Observatory, ask: Asked, sheet: Sheet, paper: bool = False) -> Above:
    """What a file draws over the shapes, with its style: on `paper`, always by day."""
    return Above(_drawn(source, ask, sheet, ""), laid.rules(FONT, paper))


def _plate(source: Observatory, ask: Asked, maps: Atlas, rank: int, sheet: Sheet | None) -> Plate:
    layer = maps.layers[rank]
    own: dict[str, str | None] = {}
    if ask.view is not View.GAP:
        own = {"periode": layer.period.code, "vue": "carte", "avec": None}
        own |= {"echelle": ask.model.code} if ask.model else {}
    svg, picture = "", ""
    if sheet and len(sheet.paths) <= MOST_SHAPES:
        over = _drawn(source, ask, sheet, f"{layer.key}-")
        svg = choropleth.inline(sheet, painting(ask, maps, rank), f"{layer.key}-", layer.title, over)
    elif sheet:
        picture = ask.address(reverse("map.picture", args=[release_key(source)]), **own)
    forms = ("png", "svg", "pdf") if sheet else ()
    files = tuple((form.upper(), ask.address(reverse("map.file", args=[form]), **own)) for form in forms)
    height = sheet.height if sheet else 0
    # Drawn by us: codes and names are escaped where they are written.
    return Plate(layer.key, layer.title, maps.scales[rank], mark_safe(svg), picture, height, files)


def plates(source: Observatory, ask: Asked, maps: Atlas) -> list[Plate]:
    """The maps of a view, the older date first; none for a difference that has no sense."""
    sheet = choropleth.sheet(source, ask.level, ask.within)
    return [_plate(source, ask, maps, rank, sheet) for rank in range(len(maps.layers))]
