"""What the list of buildings says of its picture: the outlines around it, a circle a commune, their names, its
words."""

from collections.abc import Mapping

import shapely
from django.utils.safestring import mark_safe

from maillage.kernel import french
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.web.drawing import circles
from maillage.web.drawing.circles import Spot


def frames(source: Observatory, place: Territory) -> list[shapely.Geometry]:
    """The outline of a place; of the region, those of its départements. Nothing when none is loaded."""
    whole = place.ref == source.release.region
    shapes = source.outlines(Level.DEPARTEMENT if whole else place.ref.level, drawn=whole)
    return list(shapes.values()) if whole else [shapes[place.ref.code]] if place.ref.code in shapes else []


def circled(shapes: Mapping[str, shapely.Geometry], counts: Mapping[str, int], names: Mapping[str, str]) -> list[Spot]:
    """A circle for each commune that has an outline and something to count."""
    centres = {code: shapely.point_on_surface(shape) for code, shape in shapes.items() if counts.get(code)}
    return [Spot(centre.x, centre.y, counts[code], names[code]) for code, centre in centres.items()]


def named(source: Observatory, place: Territory, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The names of the communes that count most, which a page lays over the picture; empty of a commune alone, whose
    buildings are drawn one by one, or without outlines."""
    edges = frames(source, place)
    if not edges or place.ref.level is Level.COMMUNE:
        return ""
    shapes = source.outlines(Level.COMMUNE, drawn=place.ref == source.release.region)
    most = sorted(counts, key=lambda code: (-counts[code], code))[: circles.NAMED]
    written = circles.names(edges, circled({code: shapes[code] for code in most if code in shapes}, counts, names))
    # Drawn by us: names are escaped where they are written.
    return mark_safe(written)


def said(headline: str, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The picture in words: « 7 931 immeubles en retard, dont Chamet : 1 794, Seigneux : 1 327. »"""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    if len(counts) < 2:
        return french.typographic(f"Carte : {headline}.")
    most = ", ".join(f"{names.get(code, code)} : {french.number(count)}" for code, count in ranked)
    return french.typographic(f"Carte : {headline}, dont {most}.")
