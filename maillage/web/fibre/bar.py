"""The bar of « La fibre »: a place, an operator and a quarter, chosen once and kept from page to page; and the pages,
each with its own figure there.

A page of the section says its tab in its folder, `tab.py` (`TAB = Tab(...)`): there is no list to edit. It shows the
bar by giving `bar` to its template (`shown(request, "its_name")`), which includes `fibre/parts/bar.html`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.web.declared import packages
from maillage.web.fibre.where import OPERATOR, PLACE, QUARTER, operators
from maillage.web.forms import asked as address
from maillage.web.gate.observatory import observatory

FEW = 150
"""Communes of a place that are offered: beyond, one chooses an EPCI first."""
LEVELS = (("Départements", Level.DEPARTEMENT), ("Intercommunalités", Level.EPCI))
MOVES = ("page",)
"""Parameters that another place makes void."""


@dataclass(frozen=True, slots=True)
class Where:
    """What is chosen: a place and the codes of its communes, an operator (empty: all of them), a quarter (None when no
    list of buildings is loaded); the quarters one may choose, oldest first."""

    source: Observatory
    place: Territory
    communes: frozenset[str]
    operator: str
    period: Period | None
    periods: tuple[Period, ...]

    @property
    def latest(self) -> bool:
        """Whether the quarter is the last one, which an address does not say."""
        return not self.periods or self.period == self.periods[-1]

    @property
    def query(self) -> str:
        """What is chosen, as an address says it; nothing of what is usual."""
        asked = (
            (PLACE, "" if self.place.ref == self.source.release.region else str(self.place.ref)),
            (OPERATOR, self.operator),
            (QUARTER, "" if self.latest or self.period is None else self.period.code),
        )
        return urlencode([(name, text) for name, text in asked if text])


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the section: its place among the others, its name, what it finds there in a few words, which of the
    three choices it reads."""

    rank: int
    label: str
    figure: Callable[[Where], str]
    reads: frozenset[str] = frozenset((PLACE, OPERATOR, QUARTER))


class ShownTab(NamedTuple):
    """A tab as the bar shows it."""

    address: str
    label: str
    figure: str
    current: bool


class Choice(NamedTuple):
    """A choice of the bar: its name in addresses, its label, its options by group, what is chosen; `deaf` when the page
    does not read it, and says so."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    value: str
    words: str
    deaf: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What `fibre/parts/bar.html` reads. `kept` are the other parameters of the page, which its form sends again."""

    where: Where
    action: str
    choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    tabs: tuple[ShownTab, ...]

    @property
    def current(self) -> ShownTab | None:
        """The tab that is read."""
        return next((tab for tab in self.tabs if tab.current), None)


@cache
def tabs() -> dict[str, Tab]:
    """The tabs of the section by the name of their page, in their order."""
    modules = {name: f"{package}.tab" for name, package in packages().items() if find_spec(f"{package}.tab")}
    every = {name: import_module(module).TAB for name, module in modules.items()}
    return dict(sorted(every.items(), key=lambda pair: pair[1].rank))


def where(request: HttpRequest) -> Where:
    """What is chosen in this address. Raises UsageError for a place that does not exist; a page that reads the operator
    and the quarter refuses by its own filters those that do not."""
    source = observatory(request)
    place = source.territory(address.within(request) or source.release.region)
    inside = frozenset(commune.ref.code for commune in source.communes(place.ref))
    periods = source.rollout.periods()
    named = {period.code: period for period in periods}
    last = periods[-1] if periods else None
    return Where(
        source,
        place,
        inside,
        request.GET.get(OPERATOR, "")[:40],
        named.get(request.GET.get(QUARTER, ""), last),
        tuple(periods),
    )


def shown(request: HttpRequest, page: str, reads: frozenset[str] | None = None) -> Bar:
    """The bar on a page of the section, or on one under its tab, which reads other choices."""
    chosen = where(request)
    reads = reads or tabs()[page].reads
    named = {PLACE, OPERATOR, QUARTER, *MOVES}
    others = [(name, text) for name, texts in request.GET.lists() if name not in named for text in texts if text]
    return Bar(chosen, request.path, tuple(_choices(chosen, reads)), tuple(others), tuple(_tabs(chosen, page)))


def _tabs(chosen: Where, page: str) -> list[ShownTab]:
    query = chosen.query
    return [
        ShownTab(f"{reverse(name)}?{query}" if query else reverse(name), tab.label, tab.figure(chosen), name == page)
        for name, tab in tabs().items()
    ]


def _choices(chosen: Where, reads: frozenset[str]) -> list[Choice]:
    there = operators(chosen.source, chosen.communes)
    known = dict(operators(chosen.source))
    if chosen.operator in known and chosen.operator not in dict(there):
        there = [(chosen.operator, known[chosen.operator]), *there]
    quarters = tuple((period.code, period.label) for period in reversed(chosen.periods))
    # The last quarter is what an address that says none asks.
    quarters = (("", quarters[0][1]), *quarters[1:]) if quarters else ()
    options = (
        (PLACE, "Où", tuple(_places(chosen)), str(chosen.place.ref), chosen.place.name),
        (OPERATOR, "Opérateur", (("", (("", "Tous"), *there)),), chosen.operator, known.get(chosen.operator, "Tous")),
        (
            QUARTER,
            "Jusqu’au",
            (("", quarters),),
            chosen.period.code if chosen.period and not chosen.latest else "",
            chosen.period.label if chosen.period else "",
        ),
    )
    offered = [Choice(*option, deaf=option[0] not in reads) for option in options]
    return [choice for choice in offered if choice.words and any(len(held) for _, held in choice.groups)]


def _places(chosen: Where) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The region, its départements, its EPCI, the communes of the place, or those around a commune."""
    source, place = chosen.source, chosen.place
    groups: list[tuple[str, tuple[tuple[str, str], ...]]] = [("", (("", source.release.region_name),))]
    groups += [(label, _named(source.territories(level))) for label, level in LEVELS]
    around = place.parents[0] if place.ref.level is Level.COMMUNE and place.parents else place.ref
    if around != source.release.region:
        near = source.territories(Level.COMMUNE, around)
        if len(near) <= FEW:
            groups.append((f"Communes : {source.territory(around).name}", _named(near)))
    if str(place.ref) not in {value for _, held in groups for value, _ in held} and around != source.release.region:
        groups.insert(1, ("", _named([place])))
    return groups


def _named(territories: list[Territory]) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.ref), each.name) for each in territories)
