"""Places counted once, whatever the number of lists they appear in.

Two entries of two different lists are one place when their names say the same (without case, accents and
words that any of them may bear, such as « espace » or « France services ») and they are at most 100 m
apart. Within one list nothing is merged: an entry has at most one twin in another list, the nearest.

A category (médiation, tiers-lieu, France Services) is counted at a date when each of the lists that feed it
exists at that date: a list that came later would otherwise look like places that opened.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.period import Period
from maillage.kernel.table import Column, Kind
from maillage.kernel.words import words

DERIVED = Derived(
    name="lieux_uniques",
    title="Lieux d’aide au numérique, comptés une fois, par catégorie et date",
    reads=("lieux",),
    columns=(
        Column("categorie", Kind.TEXT, "mediation, tiers_lieu ou france_services"),
        Column("periode", Kind.TEXT, "Date"),
        Column("commune", Kind.TEXT, "Code de la commune"),
        Column("nom", Kind.TEXT, "Nom"),
        Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés", required=False),
        Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés", required=False),
        Column("sources", Kind.TEXT, "Listes où le lieu figure, séparées par une espace"),
        Column("adresse", Kind.TEXT, "Adresse, de la première liste qui la donne", required=False),
        Column("itinerant", Kind.BOOLEAN, "Lieu itinérant", required=False),
        Column("horaires", Kind.TEXT, "Horaires tels que publiés", required=False),
        Column("site_web", Kind.TEXT, "Site internet", required=False),
    ),
)

CATEGORIES = ("mediation", "tiers_lieu", "france_services")
SAME_PLACE = 100.0
CELL = 0.002
EMPTY_WORDS = set(
    "a au aux d de des du en et l la le les espace maison service services public publics france msap mfs poste".split()
)


DETAILS = ("adresse", "itinerant", "horaires", "site_web")


@dataclass(slots=True)
class Place:
    """A place and the lists it was found in; `details` are those of DETAILS that a list gives."""

    commune: str
    name: str
    longitude: float | None
    latitude: float | None
    sources: list[str] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """The words of its name that tell it from others; all of them when none does."""
        every = frozenset(words(self.name))
        return every - EMPTY_WORDS or every


def metres(a: Place, b: Place) -> float:
    """Distance on the ground between two places, good to 0.5 % at this scale; infinite when one has no point."""
    if a.longitude is None or a.latitude is None or b.longitude is None or b.latitude is None:
        return math.inf
    east = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return math.hypot(east, a.latitude - b.latitude) * 111_320


def merge(lists: Mapping[str, list[Place]]) -> list[Place]:
    """The places of several lists, each once; the first list that names it gives its name and point.

    What it does not say of the place is taken from the next ones. The answer does not depend on the order of the lists
    nor of their rows.
    """
    kept: list[Place] = []
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for source in sorted(lists):
        mine = sorted(lists[source], key=_order)
        twins = _twins(mine, kept, grid)
        first = len(kept)
        for number, place in enumerate(mine):
            if number in twins:
                twin = kept[twins[number]]
                twin.sources.append(source)
                twin.details = place.details | twin.details
            else:
                place.sources = [source]
                kept.append(place)
        for number, place in enumerate(kept[first:], first):
            if place.longitude is not None and place.latitude is not None:
                grid[_cell(place.longitude, place.latitude)].append(number)
    return kept


def _order(place: Place) -> tuple[object, ...]:
    return place.name, place.commune, place.longitude or 0.0, place.latitude or 0.0


def _cell(longitude: float, latitude: float) -> tuple[int, int]:
    return int(longitude // CELL), int(latitude // CELL)


def _twins(
    mine: Sequence[Place], kept: Sequence[Place], grid: Mapping[tuple[int, int], list[int]]
) -> dict[int, int]:
    """Which places of a list are already kept: pairs of numbers, the nearest first, each place in one pair at most."""
    pairs = []
    for number, place in enumerate(mine):
        if place.longitude is None or place.latitude is None:
            continue
        x, y = _cell(place.longitude, place.latitude)
        for other in (n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in grid.get((x + i, y + j), [])):
            apart = metres(place, kept[other])
            if apart <= SAME_PLACE and place.words == kept[other].words:
                pairs.append((apart, number, other))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in sorted(pairs):
        if number not in found and other not in taken:
            found[number] = other
            taken.add(other)
    return found


def dated_lists(query: Query, category: str) -> dict[str, dict[Period, list[Place]]]:
    """The places of a category by list and date."""
    found: dict[str, dict[Period, list[Place]]] = defaultdict(lambda: defaultdict(list))
    sql = (
        f"SELECT source, periode, commune, nom, longitude, latitude, {', '.join(DETAILS)} FROM lieux "
        f"WHERE {category} AND commune IS NOT NULL ORDER BY source, periode, identifiant"
    )
    for source, period, commune, name, longitude, latitude, *told in query(sql):
        place = Place(
            str(commune),
            str(name),
            longitude if isinstance(longitude, float) else None,
            latitude if isinstance(latitude, float) else None,
            details={name: cell for name, cell in zip(DETAILS, told, strict=True) if cell is not None},
        )
        found[str(source)][Period.parse(str(period))].append(place)
    return found


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per category, date and place."""
    for category in CATEGORIES:
        lists = dated_lists(query, category)
        if not lists:
            continue
        first = max(min(dates) for dates in lists.values())
        moments = sorted({period for dates in lists.values() for period in dates if not period < first})
        for moment in moments:
            last = {s: dates[max(p for p in dates if not moment < p)] for s, dates in lists.items()}
            copies = {
                s: [Place(p.commune, p.name, p.longitude, p.latitude, details=p.details) for p in ps]
                for s, ps in last.items()
            }
            for place in merge(copies):
                yield {
                    "categorie": category,
                    "periode": moment.code,
                    "commune": place.commune,
                    "nom": place.name,
                    "longitude": place.longitude,
                    "latitude": place.latitude,
                    "sources": " ".join(place.sources),
                    **place.details,
                }
