"""Where fibre is in a commune, when one half of it has it much more than the other."""

from collections.abc import Sequence
from math import cos, radians

import numpy as np

from maillage.kernel import french
from maillage.observatory.point.within import READY, Dot

SIDES = (("au nord", 0, 1), ("à l’est", 1, 0), ("au sud", 0, -1), ("à l’ouest", -1, 0))
"""A half, how it is said, and where it lies: eastwards, northwards."""
FEWEST = 30
"""Buildings under which a half is chance."""
APART = 0.3
"""Between the shares of two halves, from which the place is said before the count."""


def finding(dots: Sequence[Dot]) -> str:
    """Which half of the buildings has fibre and which has not; nothing when they are alike."""
    if len(dots) < FEWEST:
        return ""
    narrow = cos(radians(dots[0].latitude))
    places = np.array([(dot.longitude * narrow, dot.latitude) for dot in dots])
    ready = np.array([dot.state in READY for dot in dots])
    gaps: list[float] = []
    counts: list[tuple[int, int]] = []
    for _, east, north in SIDES:
        along = places @ np.array([east, north])
        inside = along > np.median(along)
        gaps.append(ready[inside].mean() - ready[~inside].mean() if inside.any() else 0.0)
        counts.append((int(ready[inside].sum()), int(ready[~inside].sum())))
    most = int(np.argmax(gaps))
    if gaps[most] < APART:
        return ""
    here, there = SIDES[most][0], SIDES[(most + 2) % len(SIDES)][0]
    near, far = counts[most]
    served = french.counted(near, "immeuble raccordable", "immeubles raccordables")
    if not far:
        return french.typographic(f"La fibre n’est qu’{here} : {served}, aucun {there}")
    return french.typographic(f"La fibre est surtout {here} : {served}, contre {french.number(far)} {there}")
