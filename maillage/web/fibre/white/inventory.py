"""White zones, counted: the threshold asked, the premises below it commune by commune, their classes on a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ulp

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice
from maillage.kernel.period import Period
from maillage.kernel.territory import Territory
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.web.drawing.scale import Scale, Step
from maillage.web.lists.filters import Filter

SOURCES = ("arcep_mci_immeubles", "arcep_mci_eligibilite")
USUAL = "8"
THRESHOLDS = (0.5, 3.0, 8.0, 30.0, 100.0)
BETWEEN = {4.0: (3.0, 8.0)}
"""Speeds that are asked for but bound no class of the data, with the bounds around them."""
STEPS = (
    (0.0, "aucun local"),
    (ulp(0.0), "moins de 1 %"),
    (1.0, "1 à 5 %"),
    (5.0, "5 à 10 %"),
    (10.0, "10 à 25 %"),
    (25.0, "25 à 50 %"),
    (50.0, "50 % et plus"),
)
"""Classes of the share of premises below the threshold: fixed, so that two parts of the region compare."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A speed (Mbit/s), and the bounds of classes around it: the same twice when it is one."""

    asked: float
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether data can tell it."""
        return self.low == self.high

    @property
    def words(self) -> str:
        """The speed, in words."""
        return french.short(self.asked)


@dataclass(frozen=True, slots=True)
class Line:
    """A commune: premises surely below the threshold, and at most (the same where data can tell), of all its premises;
    how many of the latter a satellite serves. `total` is 0 when nothing is known of it."""

    commune: Territory
    surely: int
    below: int
    total: int
    satellite: int

    @property
    def share(self) -> float:
        """From 0 to 1, at most."""
        return self.below / self.total if self.total else 0.0

    @property
    def known(self) -> int | None:
        """The count, None when it is only known to be between two."""
        return self.below if self.surely == self.below else None


def threshold(text: str) -> Threshold:
    """The speed asked. Raises UsageError when it is not one of the classes'."""
    text = text.replace(",", ".")
    every = sorted((*THRESHOLDS, *BETWEEN))
    choice = next((speed for speed in every if text in (str(speed), french.short(speed), f"{speed:g}")), None)
    if choice is None:
        known = {f"{speed:g}": f"{french.short(speed)} Mbit/s" for speed in THRESHOLDS}
        raise UnknownChoice(f"Seuil « {text[:20]} » inconnu dans les données.", text, known)
    return Threshold(choice, *BETWEEN.get(choice, (choice, choice)))


def choices() -> list[tuple[str, str]]:
    """The thresholds offered, as the address writes them and in words."""
    pairs = [(speed, french.short(speed)) for speed in THRESHOLDS]
    pairs += [(speed, f"{french.short(speed)} (encadré)") for speed in BETWEEN]
    return [(f"{speed:g}", words) for speed, words in sorted(pairs)]


SPEED = Filter(
    "seuil",
    "Moins de (Mbit/s)",
    options=choices(),
    usual=USUAL,
    parse=lambda text, asked: threshold(text),
    written=lambda least: f"{least.asked:g}",
    narrows=False,
)


def inventory(source: Observatory, among: Sequence[Territory], least: Threshold) -> tuple[Period | None, list[Line]]:
    """Every commune, the most premises below first; the quarter is None when nothing is loaded."""
    period, by_commune = source.rollout.speeds({commune.ref.code for commune in among})
    lines = []
    for commune in among:
        speeds = by_commune.get(commune.ref.code, {})
        surely = sum(speeds.get(code, (0, 0))[0] for code in CLASSES if FLOORS[code] < least.low)
        counts = [speeds.get(code, (0, 0)) for code in CLASSES if FLOORS[code] < least.high]
        below, total = sum(n for n, _ in counts), sum(n for n, _ in speeds.values())
        lines.append(Line(commune, surely, below, total, sum(s for _, s in counts)))
    return period, sorted(lines, key=lambda line: (-line.below, line.commune.ref.code))


def scale_of(lines: Sequence[Line]) -> Scale:
    """The classes, with how many communes each holds: the more marked, the more premises below."""
    steps = tuple(Step(low, rank, french.typographic(words), 0) for rank, (low, words) in enumerate(STEPS))
    known = [100 * line.share for line in lines if line.total]
    return Scale(steps, 0, ramp="lack").counted(known, len(lines) - len(known), 0)
