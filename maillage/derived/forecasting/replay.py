"""The forecast made again from each past quarter, with what was known then, and held against what came."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from maillage.derived.forecasting.analogues import CHUNK, Ahead
from maillage.derived.forecasting.history import Flags, Floats, History, going
from maillage.derived.forecasting.levels import (
    BEYOND,
    FARTHEST,
    HORIZONS,
    RECENT,
    SAME,
    Arrival,
    Levels,
    Share,
    arrival_levels,
    fan,
    interval,
    lent,
    reached,
    share_levels,
)

ORIGINS, TRIED = 12, 1_500
"""Quarters replayed at most, the last ones; communes tried at each of them at most, evenly."""


@dataclass(slots=True)
class PastForecasts:
    """Past forecasts, oldest first: shares by horizon, with the quarter they were made at; completions."""

    shares: dict[int, list[tuple[int, Share]]] = field(default_factory=lambda: {horizon: [] for horizon in HORIZONS})
    arrivals: list[Arrival] = field(default_factory=list)

    def levels(self, now: int) -> dict[int, Levels]:
        """The levels of shares that were known at a quarter, by horizon."""
        return lent(
            {
                horizon: share_levels([trial for made, trial in trials if now - RECENT <= made <= now - horizon])
                for horizon, trials in self.shares.items()
            }
        )


@dataclass(frozen=True, slots=True)
class Paths:
    """What the paths of some communes say: their shares at each horizon, sorted, and how many have arrived when."""

    shares: dict[int, Floats]
    reached: Floats


def walked(ahead: Ahead, threshold: float) -> Iterator[tuple[slice, Paths]]:
    """The paths of the communes of a forecast, some at a time: a country's would not fit in memory together."""
    for first in range(0, len(ahead.similar), CHUNK):
        rows = slice(first, first + CHUNK)
        shares = ahead.shares(rows, FARTHEST)
        at = {horizon: np.sort(shares[:, :, horizon - 1], axis=1) for horizon in HORIZONS}
        yield rows, Paths(at, reached(shares, threshold))


def replayed(history: History, threshold: float) -> PastForecasts:
    """Every past forecast, each with the levels known when it was made."""
    forecasts = PastForecasts()
    for origin in range(max(0, history.last - ORIGINS), history.last):
        past = history.until(origin)
        wanted = _some(going(past, threshold))
        ahead = Ahead(past, wanted)
        if ahead.similar.any():
            came = history.share[wanted, origin:]
            _hold(forecasts, origin, list(walked(ahead, threshold)), ahead.similar, came, threshold)
    return forecasts


def _some(wanted: Flags) -> Flags:
    """At most TRIED of those flagged."""
    kept = np.zeros_like(wanted)
    places = np.flatnonzero(wanted)
    kept[places[:: max(1, -(-len(places) // TRIED))]] = True
    return kept


def _hold(
    forecasts: PastForecasts,
    origin: int,
    parts: list[tuple[slice, Paths]],
    similar: Flags,
    came: Floats,
    threshold: float,
) -> None:
    """Hold the forecasts of a quarter against the shares that came, from that quarter on."""
    known = came[similar]
    then, arrival = forecasts.levels(origin), arrival_levels(forecasts.arrivals, origin)
    arrived = np.concatenate([part.reached for _, part in parts])[similar]
    dates = interval(arrived, arrival)
    for horizon in HORIZONS:
        if horizon < came.shape[1]:
            paths = np.concatenate([part.shares[horizon] for _, part in parts])[similar]
            bounds = fan(paths, then[horizon], horizon, dates, threshold)
            trial = _share(paths, np.clip(known[:, horizon], 0, 1), bounds)
            forecasts.shares[horizon].append((origin, trial))
    there = known >= threshold
    when = np.where(there.any(axis=1), there.argmax(axis=1), BEYOND)
    forecasts.arrivals.append(Arrival(origin, arrived, when, *dates))


def _share(paths: Floats, truth: Floats, bounds: tuple[Floats, Floats, Floats]) -> Share:
    """The forecast of a share held against the truth, where it is known."""
    kept = ~np.isnan(truth)
    paths, truth = paths[kept], truth[kept]
    low, middle, high = (bound[kept] for bound in bounds)
    return Share(
        (paths <= truth[:, None] + SAME).mean(axis=1),
        (paths < truth[:, None] - SAME).mean(axis=1),
        middle - truth,
        (low - SAME <= truth) & (truth <= high + SAME),
    )
