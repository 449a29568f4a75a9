"""How far help is for the homes of a territory: how many are at each distance of the nearest place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from maillage.derived.distances_aide import CLASSES, NAMES
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.store.duck import quoted, scratch

CATEGORIES = ("mediation", "france_services", "tiers_lieu")
BOUNDS = CLASSES
"""The distances, in km, that separate the classes of a Spread."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The homes of a territory by distance to the nearest place of a category.

    `counted` says what a home is: « locaux », « adresses » or « immeubles ». `counts` has one class more than BOUNDS.
    `known` communes have a home out of `communes`.
    """

    category: str
    period: Period
    counted: str
    total: int
    counts: tuple[int, ...]
    mean: float
    known: int
    communes: int


_Rows = dict[str, dict[str, tuple[str, str, tuple[float, ...]]]]


def spreads(source: Observatory, ref: Ref) -> list[Spread]:
    """One for each category whose distances are known in the territory, in the order of CATEGORIES; perhaps none.

    `mean` is in km. Raises UsageError when the territory is unknown.
    """
    territory = source.territory(ref)
    alone = ref.level is Level.COMMUNE
    inside = [territory] if alone else source.territories(Level.COMMUNE, ref)
    codes = [commune.ref.code for commune in inside]
    every = _measured(source.folder)
    return [
        _added(category, [every[category][code] for code in codes if code in every[category]], len(codes))
        for category in CATEGORIES
        if any(code in every.get(category, {}) for code in codes)
    ]


def _added(category: str, rows: Sequence[tuple[str, str, tuple[float, ...]]], communes: int) -> Spread:
    total, metres, *counts = (sum(column) for column in zip(*(figures for _, _, figures in rows), strict=True))
    period, counted, _ = rows[0]
    return Spread(
        category=category,
        period=Period.parse(period),
        counted=counted,
        total=int(total),
        counts=tuple(int(count) for count in counts),
        mean=metres / total / 1000,
        known=len(rows),
        communes=communes,
    )


@lru_cache(maxsize=2)
def _measured(folder: Path) -> _Rows:
    """Period, what is counted and figures (homes, metres, classes) by category and commune; read once a release."""
    file = folder / "derived" / "distances_aide.parquet"
    measures: _Rows = {}
    if not file.exists():
        return measures
    with scratch() as con:
        rows = con.execute(
            f"SELECT categorie, commune, periode, poids, locaux, distance_totale, {', '.join(NAMES)} "
            f"FROM read_parquet({quoted(file)})"
        ).fetchall()
    for category, commune, period, counted, *figures in rows:
        measures.setdefault(category, {})[commune] = (period, counted, tuple(figures))
    return measures
