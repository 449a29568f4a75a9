"""« À quelle distance ? »: the homes of a territory by distance to the nearest place of help, in words."""

from dataclasses import dataclass
from itertools import pairwise

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.kernel.themes import MEDIATION
from maillage.kernel.value import Completeness
from maillage.observatory.distances import BOUNDS, Spread, spreads
from maillage.observatory.door import Observatory
from maillage.web.words.reading import known_words

HEADS = {
    "mediation": ("Médiation numérique", "distance_moyenne_mediation"),
    "france_services": ("France Services", "distance_moyenne_france_services"),
    "tiers_lieu": ("Tiers-lieu", "distance_moyenne_tiers_lieu"),
}
"""What each category is called, and the indicator that says how it is measured."""
COUNTED = {"locaux": "local", "adresses": "adresse", "immeubles": "immeuble"}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the homes: in words, and from 0 to 100 for its bar."""

    words: str
    bar: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A table: a head, its indicator and the day of its list by category, a row by class of distance, the means, and
    what was counted."""

    heads: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, tuple[Share, ...]], ...]
    means: tuple[str, ...]
    counted: str
    known: str
    theme: str = MEDIATION


def _classes() -> tuple[str, ...]:
    unit = f"{french.WIDE}km"
    between = [f"{low} à {high}{unit}" for low, high in pairwise(BOUNDS)]
    return f"Jusqu’à {BOUNDS[0]}{unit}", *between, f"Plus de {BOUNDS[-1]}{unit}"


def _share(count: int, total: int) -> Share:
    percent = 100 * count / total
    words = french.with_unit(round(percent), "%")
    if 0 < percent < 1:
        words = f"<{french.THIN}{french.with_unit(1, '%')}"
    elif 99 < percent < 100:
        words = f">{french.THIN}{french.with_unit(99, '%')}"
    return Share(words, round(percent))


def _counted(spread: Spread) -> str:
    words = COUNTED[spread.counted]
    return french.counted(spread.total, words, spread.counted)


def reach(source: Observatory, ref: Ref) -> Reach | None:
    """The table of a territory; None when no distance is known there. Raises UsageError when it is unknown."""
    distances = spreads(source, ref)
    if not distances:
        return None
    first = distances[0]
    return Reach(
        heads=tuple((*HEADS[spread.category], spread.period.label) for spread in distances),
        rows=tuple(
            (words, tuple(_share(spread.counts[rank], spread.total) for spread in distances))
            for rank, words in enumerate(_classes())
        ),
        means=tuple(french.with_unit(spread.mean, "km", 1) for spread in distances),
        counted=_counted(first),
        known=known_words(Completeness(first.known, first.communes)),
    )
