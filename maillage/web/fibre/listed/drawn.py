"""What the list of buildings says of its picture: the outlines around it, its words."""

from collections.abc import Mapping

import shapely

from maillage.kernel import french
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory


def frames(source: Observatory, place: Territory) -> list[shapely.Geometry]:
    """The outline of a place; of the region, those of its départements. Nothing when none is loaded."""
    whole = place.ref == source.release.region
    shapes = source.outlines(Level.DEPARTEMENT if whole else place.ref.level, drawn=whole)
    return list(shapes.values()) if whole else [shapes[place.ref.code]] if place.ref.code in shapes else []


def said(headline: str, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """The picture in words: « 7 931 immeubles en retard, dont Chamet : 1 794, Seigneux : 1 327. »"""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    if len(counts) < 2:
        return french.typographic(f"Carte : {headline}.")
    most = ", ".join(f"{names.get(code, code)} : {french.number(count)}" for code, count in ranked)
    return french.typographic(f"Carte : {headline}, dont {most}.")
