"""What is planned, summed: by quarter of cabling, in a commune or in all those one may know of."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from maillage.kernel import french
from maillage.observatory.reserved import Line
from maillage.web.fibre.words import STATES

DONE, GIVEN_UP = "deploye", "abandonne"
UNDATED = (DONE, GIVEN_UP, "raccordable demande")


class Sum(NamedTuple):
    """Some lines summed, under a name: buildings; premises (None when a building has no number); those pushed back and
    brought forward since the delivery before; their mean slip in months since the first date told."""

    code: str
    name: str
    buildings: int
    premises: int | None
    later: int
    sooner: int
    slip: float | None
    delivered_on: date
    operators: frozenset[str]


def months(slip: float) -> str:
    """« +15 mois », « −3 mois », « sans glissement »."""
    if not round(slip, 1):
        return "sans glissement"
    return f"{'+' if slip > 0 else ''}{french.with_unit(slip, 'mois', 1)}"


def _group(line: Line) -> str:
    """Where a line goes: the quarter planned, or what needs no date."""
    if line.state in UNDATED:
        return STATES[line.state][0]
    return line.when.label if line.when else "Sans date annoncée"


def by_quarter(code: str, lines: Sequence[Line]) -> list[Sum]:
    """The lines of a commune by quarter, those that need no date last."""
    dated = [line for line in lines if line.state not in UNDATED]
    order = sorted(dated, key=lambda line: (line.when is None, line.when and (line.when.end, line.when.start)))
    groups: dict[str, list[Line]] = {}
    for line in (*order, *(line for line in lines if line not in dated)):
        groups.setdefault(_group(line), []).append(line)
    return [summed(code, name, members) for name, members in groups.items()]


def summed(code: str, name: str, lines: Sequence[Line]) -> Sum:
    """Lines of a commune as one, under a name."""
    followed = sum(line.followed for line in lines)
    unknown = any(line.uncounted for line in lines)
    return Sum(
        code,
        name,
        sum(line.buildings for line in lines),
        None if unknown else sum(line.premises for line in lines),
        sum(line.later for line in lines),
        sum(line.sooner for line in lines),
        sum(line.months for line in lines) / followed if followed else None,
        max(line.delivered_on for line in lines),
        frozenset(line.operator for line in lines),
    )
