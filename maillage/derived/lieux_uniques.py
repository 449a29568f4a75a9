"""Places counted once, whatever the number of entries and lists they appear in.

Entries are one place when they have the same SIRET, or the same address (number, street and commune). Entries of two
different lists are also one when their names say the same, without case, accents, the name of their commune and words
that any of them may bear (« espace », « France services »), in the same commune or at most 100 m apart; or when both
are France Services of the same commune by their list or its label (MSAP, MFS), and the name of one says all that the
other's does, unless their addresses are two. Within one list a name never merges: its author wrote two entries, and an
entry has at most one namesake in another list, the nearest.

A category (médiation, tiers-lieu, France Services) is counted at each date of one of its lists, from the last delivery
of each; an indicator that reads it is cut where a list appears or goes (`Indicator.cut_by_lists`).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.period import Period
from maillage.kernel.table import Column, Kind
from maillage.kernel.words import words

DERIVED = Derived(
    name="lieux_uniques",
    title="Lieux d’aide au numérique, comptés une fois, par catégorie et date",
    reads=("lieux", "communes"),
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
CENTRES = ("fabriques_territoire",)
"""Lists whose points are centres of communes: they come last, so that a place stands where another list puts it."""
SAME_PLACE = 100.0
CELL = 0.002
EMPTY_WORDS = set(
    "a au aux d de des du en et l la le les espace maison service services public publics france msap mfs poste "
    "tiers lieu lieux".split()
)
WAYS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "boul": "boulevard",
    "ch": "chemin",
    "chem": "chemin",
    "crs": "cours",
    "fg": "faubourg",
    "fbg": "faubourg",
    "imp": "impasse",
    "pl": "place",
    "r": "rue",
    "rte": "route",
    "sq": "square",
}
"""Abbreviations of ways, and what they stand for."""
SMALL_WORDS = set("a au aux d de des du en et l la le les".split())
STREETS = set(WAYS.values()) | {"quai", "ruelle", "sentier", "passage", "esplanade", "zone", "parc", "voie"}
DETAILS = ("adresse", "itinerant", "horaires", "site_web")


@dataclass(slots=True)
class Place:
    """A place and the lists it was found in; `details` are those of DETAILS that a list gives.

    `town` is the name of its commune, `services` whether its list or a label says it is a France Services.
    """

    commune: str
    name: str
    longitude: float | None
    latitude: float | None
    sources: list[str] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)
    town: str = ""
    siret: str = ""
    services: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of its name that tell it from others in its commune; all of them when none does."""
        every = frozenset(words(self.name))
        telling = every - EMPTY_WORDS
        return telling - set(words(self.town)) or telling or every

    @property
    def door(self) -> tuple[str, ...]:
        """Its commune, number and street, however written; empty without a number, or when it moves: a bus
        has the address of its base."""
        if self.details.get("itinerant"):
            return ()
        return (self.commune, *address) if (address := numbered(str(self.details.get("adresse") or ""))) else ()


def numbered(address: str) -> tuple[str, ...]:
    """Number and words of the street of an address: « Mairie, 12 bd. de la République » → 12, boulevard, republique.

    Empty without a number of its own: that of « rue du 8 mai 1945 » is part of a name.
    """
    said = [WAYS.get(word, word) for word in words(address)]
    first = next((rank for rank, word in enumerate(said) if word[0].isdigit()), len(said))
    street = [word for word in said[first + 1 :] if word not in SMALL_WORDS]
    return (said[first], *street) if street and not STREETS & set(said[:first]) else ()


def metres(a: Place, b: Place) -> float:
    """Distance on the ground between two places, good to 0.5 % at this scale; infinite when one has no point."""
    if a.longitude is None or a.latitude is None or b.longitude is None or b.latitude is None:
        return math.inf
    east = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return math.hypot(east, a.latitude - b.latitude) * 111_320


class Groups:
    """Which entries are one place: sets that merge, each knowing the lists it comes from."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.parent = list(range(len(sources)))
        self.sources = [{source} for source in sources]

    def of(self, entry: int) -> int:
        """The first entry of the group an entry is in."""
        while self.parent[entry] != entry:
            self.parent[entry] = self.parent[self.parent[entry]]
            entry = self.parent[entry]
        return entry

    def join(self, number: int, other: int, between_lists: bool = False) -> None:
        """Make one group of two. `between_lists`: only when no list is in both."""
        first, second = sorted((self.of(number), self.of(other)))
        if first == second or (between_lists and self.sources[first] & self.sources[second]):
            return
        self.parent[second] = first
        self.sources[first] |= self.sources[second]


def merge(lists: Mapping[str, list[Place]]) -> list[Place]:
    """The places of several lists, each once; the first list that names it gives its name and point.

    What it does not say of the place is taken from the next ones. The answer does not depend on the order of the lists
    nor of their rows.
    """
    ordered = sorted(lists, key=lambda source: (source in CENTRES, source))
    entries = [(source, place) for source in ordered for place in sorted(lists[source], key=_order)]
    places = [place for _, place in entries]
    groups = Groups([source for source, _ in entries])
    for key in (_siret, _door):
        for same in _gathered(places, key):
            for other in same[1:]:
                groups.join(same[0], other)
    for _, _, first, other in sorted({*_namesakes(places), *_services(places)}):
        groups.join(first, other, between_lists=True)
    merged: dict[int, Place] = {}
    for number, (source, place) in enumerate(entries):
        kept = merged.setdefault(groups.of(number), place)
        kept.sources = sorted({*kept.sources, source})
        kept.details = place.details | kept.details
        if kept.longitude is None:
            kept.longitude, kept.latitude = place.longitude, place.latitude
    return list(merged.values())


def _siret(place: Place) -> str:
    return place.siret


def _door(place: Place) -> tuple[str, ...]:
    return place.door


def _order(place: Place) -> tuple[object, ...]:
    at = place.longitude or 0.0, place.latitude or 0.0
    return place.name, place.commune, *at, str(place.details.get("adresse")), place.siret, place.services


def _gathered(places: Sequence[Place], key: Callable[[Place], object]) -> Iterator[list[int]]:
    """The numbers of the places that share a key, when they are several; an empty key is shared by none."""
    groups: dict[object, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if value := key(place):
            groups[value].append(number)
    return (same for same in groups.values() if len(same) > 1)


Link = tuple[int, float, int, int]
"""How good a reason to be one place is (0 the best), how far apart, and two numbers of places."""


def _namesakes(places: Sequence[Place]) -> Iterator[Link]:
    """Pairs of the same name in one commune, or near each other."""
    telling = [place.words for place in places]
    for same in _gathered(places, lambda place: (place.commune, place.words)):
        for first, other in combinations(same, 2):
            yield 0, metres(places[first], places[other]), first, other
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if place.longitude is None or place.latitude is None:
            continue
        x, y = int(place.longitude // CELL), int(place.latitude // CELL)
        for other in (n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in grid[x + i, y + j]):
            apart = metres(place, places[other])
            if apart <= SAME_PLACE and telling[number] == telling[other]:
                yield 0, apart, other, number
        grid[x, y].append(number)


def _services(places: Sequence[Place]) -> Iterator[Link]:
    """Pairs of France Services of one commune, where the name of one says all that the other's does."""
    for same in _gathered(places, lambda place: place.commune if place.services else ""):
        for first, other in combinations(same, 2):
            a, b = places[first], places[other]
            two_doors = a.door and b.door and a.door != b.door
            if not two_doors and (a.words <= b.words or b.words <= a.words):
                yield 1, metres(a, b), first, other


def dated_lists(query: Query, category: str) -> dict[str, dict[Period, list[Place]]]:
    """The places of a category by list that ever named one, and date: none at a date when it names no more."""
    dates: dict[str, dict[Period, list[Place]]] = defaultdict(dict)
    for source, period in query("SELECT DISTINCT source, periode FROM lieux ORDER BY ALL"):
        dates[str(source)][Period.parse(str(period))] = []
    sql = (
        "SELECT l.source, l.periode, l.commune, l.nom, l.longitude, l.latitude, coalesce(l.siret, ''), "
        "l.france_services OR coalesce(l.label_services, false), coalesce(c.nom, ''), "
        f"{', '.join(f'l.{name}' for name in DETAILS)} FROM lieux l "
        "LEFT JOIN communes c ON c.code = l.commune AND c.type = 'commune-actuelle' "
        f"WHERE l.{category} AND l.commune IS NOT NULL ORDER BY l.source, l.periode, l.identifiant"
    )
    named = set()
    for source, period, commune, name, longitude, latitude, siret, services, town, *cells in query(sql):
        place = Place(
            str(commune),
            str(name),
            longitude if isinstance(longitude, float) else None,
            latitude if isinstance(latitude, float) else None,
            details={name: cell for name, cell in zip(DETAILS, cells, strict=True) if cell is not None},
            town=str(town),
            siret=str(siret),
            services=bool(services),
        )
        dates[str(source)][Period.parse(str(period))].append(place)
        named.add(str(source))
    return {source: _from_first(lists) for source, lists in dates.items() if source in named}


def _from_first(dates: Mapping[Period, list[Place]]) -> dict[Period, list[Place]]:
    """The dates of a list from the first at which it names a place."""
    first = min(date for date, places in dates.items() if places)
    return {date: places for date, places in dates.items() if not date < first}


def compute(query: Query, report: Report) -> Iterator[Mapping[str, object]]:
    """One row per category, date and place."""
    for category in CATEGORIES:
        lists = dated_lists(query, category)
        for moment in sorted({period for dates in lists.values() for period in dates}):
            for place in merge(_known(lists, moment)):
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


def _known(lists: Mapping[str, Mapping[Period, Iterable[Place]]], moment: Period) -> dict[str, list[Place]]:
    """The places of each list that exists at a date, by its last delivery, in copies to merge."""
    earlier = {source: [date for date in dates if not moment < date] for source, dates in lists.items()}
    return {
        source: [replace(place, sources=[]) for place in lists[source][max(dates)]]
        for source, dates in earlier.items()
        if dates
    }
