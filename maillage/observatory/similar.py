"""Territories that resemble one.

Who comes: a portrait that wants to say « 3e sur 13 communes semblables »; leaves with the list and the words that say
how it was chosen. What is unknown never resembles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, nan
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from maillage.kernel import french
from maillage.kernel.density import BY_LABEL, RANKS
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref, Territory

LEAST = 5
"""Territories looked for: below, the criteria are widened."""
WIDENING = (1.5, 2.0, 3.0, 5.0, 10.0)
"""By how much factors are multiplied, one step after the other."""
THIRDS = (1 / 3, 2 / 3)
MOST_CHOSEN = 100


@dataclass(frozen=True, slots=True)
class Criteria:
    """How alike territories are to be. `population` and `density` are factors (2: from half to twice as many),
    `density` None to do without; `rural`: communes of the same class of INSEE's density grid, or rural like it where no
    grid is loaded (above the commune, the same third of rural communes).

    `among` is a list chosen by the reader, `siblings` the other members of the level above: the rest is then ignored.
    """

    population: float = 2.0
    density: float | None = 2.0
    rural: bool = True
    among: tuple[Ref, ...] = ()
    siblings: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError for a factor under 1, which nothing would meet."""
        if not self.population >= 1 or (self.density is not None and not self.density >= 1):
            raise UsageError("Un facteur de ressemblance est un nombre d’au moins 1 : de 1 (le même) à plus.")


USUAL = Criteria()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Territories to compare one with, itself left out: the nearest in population first.

    `words` says what they are (« 12 communes de 500 à 2 000 habitants, rurales »), `remarks` what had to be done to
    find them, each a sentence; `widened` whether the criteria were.
    """

    ref: Ref
    refs: tuple[Ref, ...]
    words: str
    remarks: tuple[str, ...] = ()
    widened: bool = False


class Measured:
    """The territories of a level with what makes them alike, as arrays: people, people per km², how rural they are;
    NaN where unknown."""

    def __init__(self, every: Iterable[Territory]) -> None:
        self.every = list(every)
        self.refs = [territory.ref for territory in self.every]
        self.place_of = {ref: place for place, ref in enumerate(self.refs)}
        self.population = _numbers(territory.population for territory in self.every)
        self.density = _numbers(territory.density for territory in self.every)
        self.rural = _numbers(_rurality(territory) for territory in self.every)
        # Ties of likeness are settled by the code.
        self.order = np.argsort(np.array([str(ref) for ref in self.refs]), kind="stable")

    def likeness(self, territory: Territory) -> "Likeness":
        """How far each is from one of them, which is left out."""
        other = np.ones(len(self.refs), dtype=bool)
        if territory.ref in self.place_of:
            other[self.place_of[territory.ref]] = False
        return Likeness(
            _apart(territory.population, self.population),
            _apart(territory.density, self.density),
            self.rural == _rurality(territory),
            other,
        )


class Likeness(NamedTuple):
    """By how much people and density differ (1: the same, infinite when unknown), whether they are as rural, which are
    other territories."""

    population: NDArray[Any]
    density: NDArray[Any]
    rural: NDArray[Any]
    other: NDArray[Any]

    def meets(self, criteria: Criteria) -> NDArray[Any]:
        """Which are near enough."""
        near = self.other & (self.population <= criteria.population)
        if criteria.density is not None:
            near &= self.density <= criteria.density
        return near & self.rural if criteria.rural else near


class Places(Protocol):
    """What gives territories: the observatory."""

    def territory(self, ref: Ref) -> Territory:
        """A territory of the region served."""
        ...

    def territories(self, level: Level, within: Ref | None = None) -> list[Territory]:
        """Those of a level, or of a part of the region."""
        ...

    def measured(self, level: Level) -> Measured:
        """The same with what makes them alike."""
        ...


def compare(places: Places, ref: Ref, criteria: Criteria) -> Comparison:
    """The territories to compare one with: chosen, of the same level above, or alike. Raises UsageError when one of
    them is unknown or of another level."""
    territory = places.territory(ref)
    if criteria.among:
        return chosen(ref, [places.territory(other).ref for other in criteria.among])
    if criteria.siblings:
        above = places.territory(territory.parents[0]) if territory.parents else None
        return siblings(territory, places.territories(ref.level, above.ref if above else None), above)
    return resembling(territory, places.measured(ref.level), criteria)


def chosen(ref: Ref, among: Sequence[Ref]) -> Comparison:
    """The territories the reader chose. Raises UsageError when they are of another level or too many."""
    refs = tuple(other for other in dict.fromkeys(among) if other != ref)
    _same_level(ref, refs)
    if len(refs) > MOST_CHOSEN:
        raise UsageError(f"{len(refs)} territoires choisis : n’en gardez pas plus de {MOST_CHOSEN}.")
    adjective = "choisi" + ("e" if _feminine(ref.level) else "") + ("s" if len(refs) > 1 else "")
    return Comparison(ref, refs, f"{_counted(ref.level, len(refs))} {adjective}")


def siblings(territory: Territory, others: Iterable[Territory], above: Territory | None) -> Comparison:
    """The other members of the level above."""
    ref = territory.ref
    refs = tuple(sibling.ref for sibling in others if sibling.ref != ref)
    where = f" ({french.typographic(above.name)})" if above else ""
    if not refs:
        return Comparison(ref, (), f"{_none(ref.level)}{where}")
    other = french.counted(len(refs), "autre")
    return Comparison(ref, refs, f"{other} {ref.level.plural if len(refs) > 1 else ref.level.label}{where}")


def resembling(territory: Territory, every: Measured, criteria: Criteria) -> Comparison:
    """The territories of the same level that meet the criteria, widened until there are LEAST of them."""
    ref = territory.ref
    others = every.likeness(territory)
    least = min(LEAST, int(others.other.sum()))
    if not least:
        return Comparison(ref, (), _none(ref.level))
    known, remarks = _usable(territory, criteria)
    steps = [known, *_wider(known)]
    for step in steps:
        near = others.meets(step)
        if near.sum() >= least:
            break
    if widened := step is not known:
        few = f"Moins de {least}{french.WIDE}{ref.level.plural if least > 1 else ref.level.label}"
        remarks.append(f"{few} répondaient aux critères demandés{french.THIN}: ils ont été élargis.")
    rank = every.order[np.argsort(others.population[every.order], kind="stable")]
    refs = tuple(every.refs[index] for index in rank[near[rank]])
    wording = ", ".join(_words(territory, step))
    words = f"{_counted(ref.level, len(refs))}{' ' if wording else ''}{wording}"
    return Comparison(ref, refs, words, tuple(remarks), widened)


def _numbers(values: Iterable[float | None]) -> NDArray[Any]:
    return np.array([nan if value is None else value for value in values], dtype=float)


def _apart(mine: float | None, others: NDArray[Any]) -> NDArray[Any]:
    """By how many times each number differs from one; infinite from what is unknown, and between zero and the rest."""
    if mine is None:
        return np.full(len(others), inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.maximum(others, mine) / np.minimum(others, mine)
    return np.where(others == mine, 1.0, np.where(np.isnan(times), inf, times))


def _usable(territory: Territory, criteria: Criteria) -> tuple[Criteria, list[str]]:
    """The criteria without those that need a value the territory has not, and what to say of it."""
    remarks, unused = [], f"{french.THIN}: ce critère n’est pas utilisé."
    if territory.population is None:
        criteria = replace(criteria, population=inf)
        remarks.append(f"Population inconnue ici{unused}")
    if criteria.density is not None and territory.density is None:
        criteria = replace(criteria, density=None)
        remarks.append(f"Densité inconnue ici{unused}")
    if criteria.rural and _rurality(territory) is None:
        criteria = replace(criteria, rural=False)
        remarks.append(f"Caractère rural inconnu ici{unused}")
    return criteria, remarks


def _wider(criteria: Criteria) -> Iterator[Criteria]:
    """Wider and wider: factors multiplied, then without them, then rural or not."""
    for by in WIDENING:
        density = criteria.density and criteria.density * by
        yield replace(criteria, population=criteria.population * by, density=density)
    yield replace(criteria, population=inf, density=None)
    yield replace(criteria, population=inf, density=None, rural=False)


def _words(territory: Territory, criteria: Criteria) -> Iterator[str]:
    """What the criteria ask for, in words that follow a number of territories."""
    people, density = territory.population, territory.density
    if people is not None and criteria.population < inf:
        low, high = ceil(people / criteria.population), floor(people * criteria.population)
        yield f"de {french.number(low)} à {french.counted(high, 'habitant')}"
    if density is not None and criteria.density is not None:
        low_end, high_end = _rough(density / criteria.density), _rough(density * criteria.density)
        yield f"de {low_end} à {high_end}{french.WIDE}habitants au km²"
    if criteria.rural and (words := _rural_words(territory)):
        yield words


def _third(share: float) -> int:
    """0, 1 or 2: in which third a share falls."""
    return (share > THIRDS[0]) + (share > THIRDS[1])


def _rurality(territory: Territory) -> int | None:
    """What two territories as rural as each other share: the class of communes, else the third of rural communes."""
    if territory.density_class:
        return len(THIRDS) + 1 + RANKS[territory.density_class]
    return None if territory.rural is None else _third(territory.rural)


def _rural_words(territory: Territory) -> str:
    """How rural those alike are; empty when that is unknown."""
    if territory.density_class:
        return BY_LABEL[territory.density_class].several
    if territory.rural is None:
        return ""
    third = _third(territory.rural)
    if territory.ref.level is Level.COMMUNE:
        return "rurales" if third else "non rurales"
    return (
        "au plus un tiers de communes rurales",
        "d’un à deux tiers de communes rurales",
        "plus de deux tiers de communes rurales",
    )[third]


def _rough(value: float) -> str:
    return french.number(round(value, 1), 1) if value < 10 else french.number(round(value))


def _feminine(level: Level) -> bool:
    return level in (Level.COMMUNE, Level.REGION)


def _none(level: Level) -> str:
    return f"{'Aucune' if _feminine(level) else 'Aucun'} autre {level.label}"


def _counted(level: Level, count: int) -> str:
    return french.counted(count, level.label, level.plural)


def _same_level(ref: Ref, refs: Iterable[Ref]) -> None:
    for other in refs:
        if other.level is not ref.level:
            raise UsageError(
                f"Un territoire ne se compare qu’à ceux de son niveau ({ref.level.label}) : retirez « {other} »."
            )
