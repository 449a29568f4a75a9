"""What is furthest behind in a territory: how far each figure is from its similar ones, so that they can be compared.

Who comes: a portrait that wants to say what is to be treated first; leaves with the gaps, the most pressing first.
"""

from dataclasses import dataclass

import numpy as np

from maillage.kernel import french
from maillage.kernel.indicator import Good, Indicator
from maillage.kernel.territory import Ref
from maillage.kernel.themes import ENJEUX, enjeu_of
from maillage.observatory.door import Observatory
from maillage.observatory.similar import LEAST
from maillage.observatory.standings import LastValues

FIBRE = "taux_locaux_raccordables_ftth"
HALF = 50.0
"""Share of premises under which fibre comes before everything else, in percent."""
LEAST_POINTS = 5.0
"""The least spread of a share, in points."""
LEAST_PART = 0.05
"""The least spread of what is not a share, as a part of the median: what five points are to a hundred."""
DATA = ENJEUX[-1]


@dataclass(frozen=True, slots=True)
class Lag:
    """A figure that is worse than the median of the similar territories.

    `value` and `median` in the indicator's unit; `distance` between them, above 0; `spreads`, the same in units of
    their spread; `others`, how many similar territories have a value.
    """

    indicator: Indicator
    value: float
    median: float
    distance: float
    spreads: float
    others: int

    @property
    def pressing(self) -> float:
        """The distance in spreads times the weight of the indicator."""
        return self.spreads * self.indicator.weight


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a territory is behind its similar ones, the most pressing first; `fibre` is its share of premises that
    fibre reaches and `fibre_median` theirs, in percent, None when unknown."""

    gaps: tuple[Lag, ...]
    fibre: float | None
    fibre_median: float | None

    @property
    def little_fibre(self) -> bool:
        """Whether fibre reaches less than half of the premises."""
        return self.fibre is not None and self.fibre < HALF

    def may_lead(self, indicator: Indicator) -> bool:
        """Whether a figure may be told before fibre: not that of open data where there is little fibre."""
        return not (self.little_fibre and enjeu_of(indicator.theme) is DATA)


def behind(source: Observatory, ref: Ref) -> Behind:
    """Where a territory is behind those that resemble it, itself left out. Raises UsageError when it is unknown.

    Each figure is read at the last period of its indicator: one that is unknown then is not judged, nor is a count,
    which depends on how large a place is. Being level with the median is not being behind it, be it at zero.
    """
    last, others = source.last(ref.level), source.similar(ref).refs
    mine = last.values[last.index[ref]]
    theirs = last.values[[last.index[other] for other in others]]
    least = min(LEAST, len(others))
    gaps = [
        gap
        for rank, name in enumerate(last.names)
        if (gap := lag(source.indicator(name).indicator, float(mine[rank]), theirs[:, rank], least))
    ]
    fibre, median = _fibre(last, mine, theirs)
    situation = Behind((), fibre, median)
    kept = [gap for gap in gaps if situation.may_lead(gap.indicator)]
    kept.sort(key=_pressing, reverse=True)
    if situation.little_fibre:
        kept.sort(key=_is_fibre, reverse=True)
    return Behind(tuple(kept), fibre, median)


def _pressing(gap: Lag) -> float:
    return gap.pressing


def _is_fibre(gap: Lag) -> bool:
    return gap.indicator.name == FIBRE


def lag(indicator: Indicator, value: float, theirs: np.ndarray, least: int) -> Lag | None:
    """The gap of a figure; None when it is unknown, not worse, a count, or when too few others are known."""
    known = theirs[~np.isnan(theirs)]
    if indicator.is_count or np.isnan(value) or not len(known) or len(known) < least:
        return None
    low, median, high = (float(percentile) for percentile in np.percentile(known, (25, 50, 75)))
    distance = median - value if indicator.good is Good.UP else value - median
    if french.rounded(distance, indicator.decimals) <= 0:
        return None
    floor = LEAST_POINTS if indicator.factor == 100 else LEAST_PART * median
    spread = max((high - low) / 2, floor)
    return Lag(indicator, value, median, distance, distance / spread, len(known))


def _fibre(last: LastValues, mine: np.ndarray, theirs: np.ndarray) -> tuple[float | None, float | None]:
    """The share of fibre here, and the median of the others."""
    if FIBRE not in last.names:
        return None, None
    rank = last.names.index(FIBRE)
    known = theirs[~np.isnan(theirs[:, rank]), rank]
    here = None if np.isnan(mine[rank]) else float(mine[rank])
    return here, float(np.median(known)) if len(known) else None
