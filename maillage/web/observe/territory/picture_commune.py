"""The picture of a commune: its buildings by state of fibre, among its neighbours."""

from urllib.parse import urlencode

import shapely
from django.urls import reverse
from django.utils.safestring import mark_safe

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.drawing import sides
from maillage.web.drawing.buildings import SQUARE, Scene, drawn, marks, squares
from maillage.web.drawing.choropleth import legend_lines
from maillage.web.drawing.ground import Ground, ground
from maillage.web.drawing.hamlets import hamlets
from maillage.web.drawing.scale import Scale, scale
from maillage.web.drawing.states import GROUP_OF, counted_words, dated, entries, finding
from maillage.web.observe.territory.picture_parts import Link, Picture, columns, short
from maillage.web.words import held

INDICATOR = "taux_locaux_raccordables_ftth"
PREFIX = "picture-"
MOST_DOTS = 5000
"""Above, squares."""


def _scene(source: Observatory, ref: Ref) -> Scene:
    def name(code: str) -> str:
        return french.typographic(source.territory(Ref(Level.COMMUNE, code)).name)

    return Scene(ref.code, source.outlines(Level.COMMUNE), name)


def _squares(source: Observatory, ref: Ref, on: Ground) -> tuple[str, Scale]:
    """The squares of a commune, and their classes."""
    counted = source.nearby.within.squares(ref, SQUARE, on.latitude)
    shares = [100 * square.ready / square.buildings for square in counted]
    classes = scale(source.indicator(INDICATOR).indicator, shares, len(shares))
    return squares(on, counted, classes), classes


def _more(ref: Ref) -> tuple[Link, ...]:
    query = urlencode({"dans": str(ref)})
    return (
        Link("Le tableau", f"{reverse('rollout')}?{urlencode({'par': 'operateur', 'dans': str(ref)})}"),
        Link("La carte à explorer", f"{reverse('buildings')}?{query}"),
    )


def _bare(source: Observatory, ref: Ref, on: Ground) -> Picture:
    """The outline alone."""
    loaded = "buildings" in source.nearby.loaded
    title = "Aucun immeuble connu ici" if loaded else "La commune et ses voisines"
    note = "" if loaded else "L’état de la fibre n’est pas chargé immeuble par immeuble."
    name = french.typographic(source.territory(ref).name)
    message = f"{name} et les communes voisines. {note or title + '.'}"
    # Drawn by us: names are escaped where they are written.
    return Picture(title, "", message, mark_safe(drawn(on, _scene(source, ref), "", message)), note=note)


def commune(source: Observatory, ref: Ref) -> Picture | None:
    """The picture of a commune; None without its outline, the outline alone without buildings."""
    shape = source.outlines(Level.COMMUNE).get(ref.code)
    if shape is None:
        return None
    on = ground(shape)
    counts = source.nearby.within.counts(ref)
    total = sum(counts.values())
    if not total:
        return _bare(source, ref, on)
    states, origin = entries(counts), source.nearby.origin("buildings")
    period = Period.parse(origin.period).label if origin else ""
    dots = source.nearby.within.dots(ref) if total <= MOST_DOTS else []
    ready = sum(entry.count for entry in states if entry.kind == "ready")
    words = sides.finding(dots) or finding(ready, total)
    title = held.finding(words, f"Les immeubles par état de la fibre{f', {period}' if period else ''}")
    message = counted_words(title, states)
    if total > MOST_DOTS:
        inside, classes = _squares(source, ref, on)
        svg = drawn(on, _scene(source, ref), inside, message, SQUARE * on.metre)
        legend = columns((kind, short(words), count) for kind, words, count in legend_lines(classes))
        shown = f"Part des immeubles raccordables par carré de {french.with_unit(SQUARE, 'm')}."
    else:
        named = hamlets(on, source.hamlets.inside(*shapely.bounds(shape)), dots, shape, source.territory(ref).name)
        inside = f"{marks(on, dots, GROUP_OF, PREFIX)}{named}"
        svg, legend = drawn(on, _scene(source, ref), inside, message), states
        shown = "Chaque signe est un immeuble ou une maison."
    squared = legend is not states
    return Picture(
        title=title,
        shown=dated(shown, period),
        message=message,
        # Drawn by us: names are escaped where they are written.
        svg=mark_safe(svg),
        legend=legend,
        legend_title="Carrés par classe, en % des immeubles" if squared else "",
        columns=squared,
        states=states if squared else (),
        origin=origin,
        more=_more(ref),
    )
