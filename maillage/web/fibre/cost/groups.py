"""What remains, group by group, with its cost."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.costs import DENSITIES, Assumptions, Estimate, Remaining, estimate
from maillage.observatory.door import Observatory
from maillage.web.fibre.words import ZONES

GROUPS = {"densite": "densité", "zone": "zone", "departement": "département", "epci": "EPCI", "commune": "commune"}
UNKNOWN_DENSITY = "Densité inconnue"
NO_LEVEL = ("densite", "zone")


class Group(NamedTuple):
    """A group: its level and code (nothing when it is no territory), its name, its cost."""

    level: str
    code: str
    name: str
    costing: Estimate


def money(amount: Decimal) -> str:
    """An amount in euros, as it can be told: « 1,2 Md€ », « 14 M€ », « 850 000 € »."""
    for unit, size in (("Md€", Decimal(10**9)), ("M€", Decimal(10**6))):
        if amount >= size:
            return f"{french.number(float(amount / size), 1)}{french.WIDE}{unit}"
    return f"{french.number(float(amount))}{french.WIDE}€"


def _namer(source: Observatory, group: str) -> Callable[[Remaining], tuple[str, str]]:
    """The code and the name of the group of a commune."""
    if group == "densite":
        return lambda rest: ("", rest.density.words if rest.density else UNKNOWN_DENSITY)
    if group == "zone":
        return lambda rest: ("", ZONES[rest.zone][0] if rest.zone in ZONES else "Zone inconnue")
    if group == "commune":
        return lambda rest: (rest.commune.ref.code, rest.commune.name)
    level = Level(group)
    names = {territory.ref: territory.named for territory in source.territories(level)}

    def above(rest: Remaining) -> tuple[str, str]:
        ref = next((ref for ref in rest.commune.parents if ref in names), None)
        return (ref.code, names[ref]) if ref else ("", f"Sans {level.label}")

    return above


def grouped(source: Observatory, group: str, remains: Sequence[Remaining], supposed: Assumptions) -> list[Group]:
    """The lines of the table: classes in their order, others by cost, the highest first."""
    name, members = _namer(source, group), defaultdict(list)
    for rest in remains:
        members[name(rest)].append(rest)
    level = "" if group in NO_LEVEL else group
    groups = [Group(level, code, words, estimate(each, supposed)) for (code, words), each in members.items()]
    if group == "densite":
        ranked = {group.name: group for group in groups}
        known = [density.words for density in DENSITIES]
        return [ranked.pop(name) for name in known if name in ranked] + list(ranked.values())
    return sorted(groups, key=lambda line: (-line.costing.total.central, alphabetical(line.name), line.code))
