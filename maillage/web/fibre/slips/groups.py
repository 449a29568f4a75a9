"""Announced dates group by group, and what narrows to the buildings of a group."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.slips import Slipped
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes as communes_of
from maillage.web.fibre.postponed import of_convention
from maillage.web.fibre.where import OPERATOR, PLACE, QUARTER
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked

GROUPS = {
    "operateur": "opérateur",
    "convention": "convention",
    "epci": "EPCI",
    "commune": "commune",
    "trimestre": "trimestre",
}
UNKNOWN = "—"
FEW = 100
"""Buildings below which an average says little: it is shown, and ranked last."""


class Line(NamedTuple):
    """A group: what names it in addresses, its name, its address when it has a page, its counts."""

    reference: str
    name: str
    address: str
    slip: Slipped


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The reference of the group of a commune, an operator and a quarter."""
    if group == "operateur":
        return lambda commune, operator, quarter: operator
    if group == "trimestre":
        return lambda commune, operator, quarter: quarter
    if group == "commune":
        return lambda commune, operator, quarter: f"commune:{commune}"
    above = {
        commune.ref.code: next((str(ref) for ref in commune.parents if ref.level is Level.EPCI), UNKNOWN)
        for commune in source.territories(Level.COMMUNE)
    }
    return lambda commune, operator, quarter: above[commune]


def _named(source: Observatory, group: str, reference: str) -> tuple[str, str]:
    """The name of a group, and its address when it has a page."""
    if group == "operateur":
        return source.nearby.operator(reference), ""
    if group == "trimestre":
        return Period.parse(reference).label, ""
    if reference == UNKNOWN:
        return "Sans EPCI", ""
    ref = Ref.parse(reference)
    return source.territory(ref).named, reverse("territory", args=[ref.level, ref.code])


def inside(asked: Asked) -> set[str]:
    """The communes of the place asked."""
    return {commune.ref.code for commune in observatory(asked.request).communes(asked[PLACE].ref)}


def lines(asked: Asked) -> list[Line]:
    """The groups asked: those whose dates slipped most first; quarters, oldest first."""
    source, group, period, operator = observatory(asked.request), asked["par"], asked[QUARTER], asked[OPERATOR]
    within = inside(asked)
    if group == "convention":
        groups = [
            Line(str(each.number), each.title, each.page, of_convention(source, each, period, within, operator))
            for each in published.every()
            if within & communes_of(source, each.territories) and operator in ("", *(each.operators or (operator,)))
        ]
    else:
        at = None if group == "trimestre" else period
        counted = source.rollout.slips.counted(_namer(source, group), within, at, operator)
        groups = [Line(name, *_named(source, group, name), counted[name]) for name in sorted(counted)]
        if group == "trimestre":
            return groups
    return sorted(groups, key=lambda line: (line.slip.dates < FEW, -(line.slip.mean or 0), alphabetical(line.name)))


def narrowed(asked: Asked) -> Callable[[Line], dict[str, str] | None]:
    """What narrows to the buildings of a line."""
    place, group = asked[PLACE], asked["par"]
    whole = str(observatory(asked.request).release.region)
    chosen = {PLACE: str(place.ref), OPERATOR: asked[OPERATOR], QUARTER: asked[QUARTER].code if asked[QUARTER] else ""}

    def of(line: Line) -> dict[str, str] | None:
        if line.reference == UNKNOWN:
            return None
        if group == "epci":
            among = str(place.ref) if str(place.ref) not in (line.reference, whole) else ""
            return {**chosen, PLACE: line.reference, "parmi": among}
        names = {"operateur": OPERATOR, "commune": PLACE, "trimestre": QUARTER, "convention": "convention"}
        return {**chosen, names[group]: line.reference}

    return of
