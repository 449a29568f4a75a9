"""What is known of each commune, quarter after quarter, counted the same way throughout."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from maillage.kernel.derived import Query
from maillage.kernel.period import Period

Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

STARTED = 0.01
"""Share from which roll-out has begun."""
YEAR = 4
STILL = 0.005
"""Progress over a year under which a commune has stopped."""
MOVED = 0.2
"""Change of the number of premises over a year above which shares are not compared."""
SHORTEST = YEAR + 1
"""Quarters without which nothing is said of a commune: those a year goes through."""
THRESHOLDS = (0.95, 0.9, 0.85, 0.8)
"""What « finished » may mean, the highest first."""
FINISHED, PASSED = 20, 0.9
"""Communes that have finished without which the history does not tell where roll-outs end; share of them that must
have passed the threshold."""

# The sheets of 2018 leave `locaux` empty: they count against another number of premises, and are left out.
SQL = """
SELECT commune, periode, sum(raccordables), sum(locaux),
       max(CASE WHEN operateur_amel IS NULL THEN zone ELSE 'amel' END), max(source)
FROM deploiement_ftth
WHERE source = (SELECT max_by(source, periode) FROM deploiement_ftth WHERE locaux IS NOT NULL)
GROUP BY commune, periode
HAVING bool_and(locaux IS NOT NULL)
ORDER BY commune, periode
"""


@dataclass(frozen=True, slots=True)
class History:
    """Consecutive quarters up to the last: by commune and quarter, premises and share (0 to 1), NaN where unknown.

    `zone` is a number by commune, the same for those of one zone at the last quarter.
    """

    communes: list[str]
    quarters: list[str]
    share: Floats
    premises: Floats
    zone: Ints
    source: str

    @property
    def last(self) -> int:
        """The rank of the last quarter, -1 when there is none."""
        return len(self.quarters) - 1

    def until(self, quarter: int) -> "History":
        """What was known at the end of a quarter."""
        end = quarter + 1
        return replace(self, quarters=self.quarters[:end], share=self.share[:, :end], premises=self.premises[:, :end])


def later(quarter: str, count: int) -> str:
    """The quarter so many after another: 2026-T2 and 3 give 2027-T1."""
    rank = int(quarter[:4]) * 4 + int(quarter[-1]) - 1 + count
    return f"{rank // 4}-T{rank % 4 + 1}"


def read(query: Query) -> History:
    """The homogeneous quarters of `deploiement_ftth`: one source, its own premises, no gap up to the last."""
    rows = query(SQL)
    known = {str(row[1]) for row in rows if "-T" in str(row[1])}
    quarters = [max(known, key=lambda code: Period.parse(code).end)] if known else []
    while quarters and later(quarters[0], -1) in known:
        quarters.insert(0, later(quarters[0], -1))
    at = {code: rank for rank, code in enumerate(quarters)}
    communes = sorted({str(row[0]) for row in rows if row[1] in at})
    rank_of = {code: rank for rank, code in enumerate(communes)}
    share = np.full((len(communes), len(quarters)), np.nan)
    premises = share.copy()
    zones = [""] * len(communes)
    for commune, period, served, count, zone, _ in rows:
        if period in at:
            place = rank_of[str(commune)], at[str(period)]
            total = float(str(count))
            premises[place] = total
            share[place] = float(str(served)) / total if total > 0 else np.nan
            zones[place[0]] = str(zone)
    named = sorted(set(zones))
    ranks = np.array([named.index(zone) for zone in zones], dtype=np.int64)
    return History(communes, quarters, share, premises, ranks, str(rows[0][-1]) if rows else "")


def state(share: Floats, quarter: int) -> Floats:
    """Where each commune is at the end of a quarter: its share, its pace over a year and over the last quarter.

    Paces are shares a quarter; the year is cut short at the first quarter known. Two must come before.
    """
    now, back = share[:, quarter], min(YEAR, quarter)
    year = (now - share[:, quarter - back]) / back
    return np.stack([now, year, now - share[:, quarter - 1]], axis=1)


def moved(history: History) -> Flags:
    """The communes whose number of premises has changed too much in a year for their shares to be compared."""
    known = history.premises[:, -1 - min(YEAR, history.last) :]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.abs(known / known[:, -1:] - 1).max(axis=1) > MOVED)


def going(history: History, threshold: float) -> Flags:
    """The communes of which something can be forecast at the last quarter: begun, not finished, not stopped."""
    share = history.share[:, -1 - min(YEAR, history.last) :]
    with np.errstate(invalid="ignore"):
        advancing = (share[:, -1] >= STARTED) & (share[:, -1] < threshold) & (share[:, -1] - share[:, 0] > STILL)
    return np.asarray(advancing & ~np.isnan(share).any(axis=1) & ~moved(history))


def threshold(history: History) -> tuple[float, int]:
    """The share from which a roll-out is called finished, and how many finished communes say so.

    The highest of THRESHOLDS that nine tenths of the communes that went far and have stopped for a year have passed.
    """
    if history.last < YEAR:
        return THRESHOLDS[0], 0
    now, before = history.share[:, -1], history.share[:, -1 - YEAR]
    with np.errstate(invalid="ignore"):
        ended = now[(now >= THRESHOLDS[-1]) & (np.abs(now - before) < STILL)]
    if len(ended) < FINISHED:
        return THRESHOLDS[0], len(ended)
    passed = [level for level in THRESHOLDS if np.mean(ended >= level) >= PASSED]
    return (passed or [THRESHOLDS[-1]])[0], len(ended)
