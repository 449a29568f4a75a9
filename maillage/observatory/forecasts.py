"""When each commune would have its fibre, and how wrong such forecasts have been."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.store.duck import quoted

Rows = Callable[..., list[tuple[Any, ...]]]
Inside = Callable[[Level, Ref | None], list[Territory]]
YEAR, MARKED, FASTER = 4, 5.0, 3.0
"""Quarters of a year; the gain in a year (points) that is told apart, when it is so many times the one before."""
HORIZONS = (1, 2, 4, 8)
"""Quarters ahead of which a share is forecast."""
FORECAST = "prevue"
"""The state of a commune of which something is forecast; any other says why nothing is."""
STATES = (
    FORECAST,
    "achevee",
    "pas_commencee",
    "arretee",
    "sans_semblable",
    "locaux_changes",
    "historique_court",
    "pas_eprouvee",
    "inconnue",
)


@dataclass(frozen=True, slots=True)
class Expected:
    """The share of premises connectable so many quarters ahead, in percent: eight chances in ten from low to high."""

    quarters: int
    low: float
    middle: float
    high: float


class Interval(NamedTuple):
    """A share expected on some day, in percent: eight chances in ten from low to high."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is forecast of a commune from the quarter `period`, when its `share` (percent) was known.

    The threshold has eight chances in ten to be passed from `first` to `last`; None where the history does not say.
    `before` is the share a year before.
    """

    commune: Ref
    period: Period
    state: str
    source: str
    share: float | None
    first: Period | None
    middle: Period | None
    last: Period | None
    expected: tuple[Expected, ...]
    before: float | None = None

    @property
    def gained(self) -> float | None:
        """Points gained in the year before the forecast; None when it is not known."""
        return None if self.share is None or self.before is None else self.share - self.before

    @property
    def gaining(self) -> float | None:
        """Points expected in the year after, where they are far more than those of the year before; else None."""
        year = next((expected for expected in self.expected if expected.quarters == YEAR), None)
        if year is None or self.share is None or self.gained is None:
            return None
        gain = year.middle - self.share
        return gain if gain >= MARKED and gain >= FASTER * self.gained else None

    def on(self, day: date) -> Interval | None:
        """The share expected on a day, read on a straight line between the two quarters around it; None before the
        last figures, and after the last quarter of which a share is forecast."""
        if self.share is None or not self.expected:
            return None
        known = [(self.period.end, Interval(self.share, self.share, self.share))]
        for ahead in self.expected:
            bounds = Interval(ahead.low, ahead.middle, ahead.high)
            known.append((self.period.quarters_later(ahead.quarters).end, bounds))
        for (before, old), (after, new) in pairwise(known):
            if before <= day <= after:
                part = (day - before) / (after - before)
                return Interval(*(here + (there - here) * part for here, there in zip(old, new, strict=True)))
        return None

    def gone_by(self, today: date) -> bool:
        """Whether a quarter that is told, for the threshold, has ended without its figures being known."""
        return any(quarter is not None and quarter.end < today for quarter in (self.first, self.middle, self.last))


@dataclass(frozen=True, slots=True)
class Trials:
    """Past forecasts made again: for shares `quarters` ahead, or for completion when it is 0.

    `inside` of `tried` contained the truth; half were no further from it than `error` (points, or quarters), None when
    that is not known. `tested` says whether the interval of today rests on enough of them.
    """

    quarters: int
    tried: int
    origins: int
    inside: int
    error: float | None
    tested: bool


PLACES = 16
"""How many communes a page may ask of again: its sentence and its curve read the same forecast."""


class Forecasts:
    """What a release forecasts; nothing where its premises by quarter were never loaded."""

    def __init__(self, folder: Path, rows: Rows, inside: Inside) -> None:
        self._folder, self._rows, self._inside = folder / "derived", rows, inside
        self._of_commune = lru_cache(maxsize=PLACES)(self._commune)

    def _file(self, name: str) -> str | None:
        path = self._folder / f"{name}.parquet"
        return f"read_parquet({quoted(path)})" if path.exists() else None

    @cached_property
    def threshold(self) -> float | None:
        """The share of premises (percent) up to which something is forecast; None without forecast."""
        file = self._file("previsions_epreuve")
        rows = self._rows(f"SELECT seuil FROM {file} LIMIT 1") if file else []
        return round(100 * rows[0][0], 6) if rows else None

    def of(self, ref: Ref) -> Forecast | None:
        """What is forecast of a commune; None for another level, or when its premises are not loaded."""
        if ref.level is not Level.COMMUNE:
            return None
        return self._of_commune(ref.code)

    def _commune(self, code: str) -> Forecast | None:
        forecasts = self._read("WHERE commune = ?", [code])
        return forecasts[0] if forecasts else None

    def table(self, within: Ref | None = None) -> list[tuple[Territory, Forecast]]:
        """The communes of a territory, by name, with what is forecast of each."""
        forecasts = {forecast.commune: forecast for forecast in self._read("")}
        alone = within is not None and within.level is Level.COMMUNE
        every = self._inside(Level.COMMUNE, None if alone else within)
        if alone:
            every = [commune for commune in every if commune.ref == within]
        return [(commune, forecasts[commune.ref]) for commune in every if commune.ref in forecasts]

    def dated(self, communes: Collection[str]) -> int:
        """How many of these communes have a date."""
        file = self._file("previsions_ftth")
        if file is None:
            return 0
        [[count]] = self._rows(
            f"SELECT count(*) FROM {file} WHERE etat = ? AND median IS NOT NULL "
            "AND commune IN (SELECT unnest(?::VARCHAR[]))",
            [FORECAST, list(communes)],
        )
        return int(count)

    def errors(self) -> list[Trials]:
        """How wrong past forecasts were, shares by horizon then completion."""
        file = self._file("previsions_epreuve")
        if file is None:
            return []
        rows = self._rows(
            f"SELECT horizon, essais, departs, dans_intervalle, erreur_mediane, regle_sur > 0 FROM {file} "
            "ORDER BY horizon = 0, horizon"
        )
        return [Trials(*row) for row in rows]

    def _read(self, where: str, parameters: list[str] | None = None) -> list[Forecast]:
        file = self._file("previsions_ftth")
        if file is None:
            return []
        shares = ", ".join(f"part_{horizon}_bas, part_{horizon}_mediane, part_{horizon}_haut" for horizon in HORIZONS)
        return [
            _forecast(row)
            for row in self._rows(
                "SELECT commune, periode, etat, source, part, premier, median, dernier, avant_un_an, "
                f"{shares} FROM {file} {where}",
                parameters or [],
            )
        ]


def _quarter(code: str | None) -> Period | None:
    return Period.parse(code) if code else None


def _forecast(row: tuple[Any, ...]) -> Forecast:
    commune, period, state, source, share, first, middle, last, before, *bounds = row
    expected = [Expected(horizon, *bounds[3 * rank : 3 * rank + 3]) for rank, horizon in enumerate(HORIZONS)]
    return Forecast(
        Ref(Level.COMMUNE, commune),
        Period.parse(period),
        state,
        source,
        share,
        _quarter(first),
        _quarter(middle),
        _quarter(last),
        tuple(expected) if state == FORECAST else (),
        before,
    )
