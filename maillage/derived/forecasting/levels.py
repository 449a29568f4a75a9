"""Between which of the simulated paths the truth is said to lie, so that it does eight times out of ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maillage.derived.forecasting.history import Flags, Floats, Ints

INSIDE = 0.8
"""How often the truth must lie in an interval."""
BENT = 0.01
"""What an interval of shares loses by not contradicting the dates (seeds 1 to 5): it is made as much wider."""
HORIZONS = (1, 2, 4, 8)
"""Quarters ahead of which the share is forecast."""
FARTHEST = 40
"""Quarters beyond which completion is not looked for."""
BEYOND = FARTHEST + 1
TRIALS = 100
"""Past forecasts without which levels are not set."""
RECENT = 8
"""Quarters back from which past forecasts set the levels: roll-outs change over the years."""
STEPS = tuple(np.arange(0.75, 1.0, 0.01).tolist())
"""Levels tried for completion, the narrowest first."""
SAME = 1e-9
UNDER = 0.001
"""How far under the threshold a share stays while its quarter has not come: a tenth of a point, the finest told."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The two ranks (0 to 1) among the paths; `trials` past forecasts set them, none when they are not tested."""

    low: float = (1 - INSIDE) / 2
    high: float = (1 + INSIDE) / 2
    trials: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """Shares forecast at a past quarter for one horizon: by commune, the part of the paths at or under the truth, and
    under it; how far the middle was from it; whether it lay in the interval."""

    at_most: Floats
    below: Floats
    error: Floats
    inside: Flags


@dataclass(frozen=True, slots=True)
class Arrival:
    """Completion forecast at a past quarter: the part of the paths that had arrived after 0 to FARTHEST quarters, and
    when the commune did (BEYOND while it has not); the interval told then."""

    origin: int
    reached: Floats
    came: Ints
    first: Ints
    middle: Ints
    last: Ints


def at_level(paths: Floats, level: float) -> Floats:
    """The value at a level, by commune, among its sorted paths."""
    top = paths.shape[1] - 1
    return np.asarray(paths[:, min(max(round(level * top), 0), top)])


def reached(shares: Floats, threshold: float) -> Floats:
    """The part of the paths of each commune that have been at the threshold within 0, 1… FARTHEST quarters."""
    there = np.maximum.accumulate(shares >= threshold, axis=2).mean(axis=1)
    return np.concatenate([np.zeros((len(there), 1)), there], axis=1)


def interval(arrived: Floats, levels: Levels) -> tuple[Ints, Ints, Ints]:
    """First, middle and last quarter of completion, counted from now; BEYOND where the paths do not say."""
    return (
        _first_at(arrived > levels.low + SAME),
        _first_at(arrived >= 0.5 - SAME),
        _first_at(arrived >= levels.high - SAME),
    )


def fan(
    paths: Floats, levels: Levels, quarter: int, dates: tuple[Ints, Ints, Ints], threshold: float
) -> tuple[Floats, Floats, Floats]:
    """Low, middle and high share of each commune after so many quarters, from its sorted paths.

    They are at the threshold from the quarter that its dates (first, middle, last) tell on, and under it before: the
    shares and the dates of one forecast never contradict each other.
    """
    bounds: list[Floats] = []
    for level, when in zip((levels.low, 0.5, levels.high), dates[::-1], strict=True):
        values = at_level(paths, level)
        under = np.where(values >= threshold, threshold - UNDER, values)
        bent = np.where(when <= quarter, np.maximum(values, threshold), under)
        bounds.append(np.maximum(bent, bounds[-1]) if bounds else bent)
    return bounds[0], bounds[1], bounds[2]


def share_levels(trials: Sequence[Share]) -> Levels:
    """The levels between which the truths of these trials lay eight times out of ten."""
    count = sum(len(trial.error) for trial in trials)
    if count < TRIALS:
        return Levels()
    low = np.quantile(np.concatenate([trial.at_most for trial in trials]), Levels().low - BENT / 2)
    high = np.quantile(np.concatenate([trial.below for trial in trials]), Levels().high + BENT / 2)
    return Levels(float(low), float(high), count)


def arrival_levels(trials: Sequence[Arrival], now: int) -> Levels:
    """The same for completion, from what was known at a quarter.

    A bound is judged on the forecasts for which its quarter is past: whether they are does not depend on what came.
    """
    trials = [trial for trial in trials if trial.origin >= now - RECENT]
    if not trials:
        return Levels()
    arrived = np.concatenate([trial.reached for trial in trials])
    followed = np.concatenate([np.full(len(trial.came), now - trial.origin) for trial in trials])
    came = np.concatenate([trial.came for trial in trials])
    came = np.where(came <= followed, came, BEYOND)
    usual, tried = Levels(), 0
    low, high = usual.low, usual.high
    for level in STEPS:
        last = _first_at(arrived >= level - SAME)
        judged = last <= followed
        if judged.sum() >= TRIALS and np.mean(came[judged] > last[judged]) <= 1 - usual.high:
            high, tried = level, int(judged.sum())
            break
    for level in STEPS:
        first = _first_at(arrived > 1 - level + SAME)
        judged = first - 1 <= followed
        if judged.sum() >= TRIALS and np.mean(came[judged] < first[judged]) <= usual.low:
            low = 1 - level
            break
    return Levels(low, high, tried)


def _first_at(hit: Flags) -> Ints:
    return np.where(hit.any(axis=1), hit.argmax(axis=1), BEYOND)


def lent(levels: Mapping[int, Levels]) -> dict[int, Levels]:
    """Levels by horizon, those that no trial set being those of the horizon before."""
    by_horizon, last = {}, Levels()
    for horizon in HORIZONS:
        own = levels[horizon]
        last = own if own.trials else Levels(last.low, last.high)
        by_horizon[horizon] = last
    return by_horizon
