"""Places that help with digital life: what each is called, where it stands, when it opens and closes, who lists it.

Assumptions: numbers for 10 000 inhabitants below; openings spread as in `_opened`; a list names every place it
ought to name that is open on its day; a Fabrique that another list names too stands in the middle of the town.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from maillage.kernel.period import Period
from maillage.simulation.world.chance import Floats, Ints, bits, pick, uniform
from maillage.simulation.world.cog import Cog
from maillage.simulation.world.fibre import quarter_code, quarter_index
from maillage.simulation.world.ground import Ground
from maillage.simulation.world.mobile import allot, inside
from maillage.simulation.world.names import STREETS, WAYS
from maillage.simulation.world.people import People
from maillage.simulation.world.place_types import FABRIQUE, MEDIATION, SERVICE, TIERS_LIEU, helps

Bools = NDArray[np.bool_]
CATEGORIES = ("mediation", "tiers_lieu", "france_services")
LISTS = ("fabriques_territoire", "france_services", "mediation_nationale", "mednum_bfc")
FABRIQUES, SERVICES, NATIONAL, REGIONAL = range(4)
DENSITY = (0.8, 0.5, 0.41, 0.09, 1.8)
"""For 10 000 inhabitants, by kind. « Other » are places of training or help that only the regional list names."""
SPREAD = (0.55, 0.8, 0.95, 1.15, 0.85)
"""Power of the population that draws a kind: low for what goes to small towns too."""
CLOSING = 0.04
"""Share of the places that close one day."""
PATTERNS: tuple[tuple[tuple[tuple[int, ...], float], ...], ...] = (
    (
        ((SERVICES,), 0.3),
        ((SERVICES, REGIONAL), 0.2),
        ((SERVICES, NATIONAL), 0.25),
        ((SERVICES, NATIONAL, REGIONAL), 0.25),
    ),
    (((REGIONAL,), 0.4), ((NATIONAL,), 0.25), ((NATIONAL, REGIONAL), 0.35)),
    (((REGIONAL,), 0.45), ((NATIONAL,), 0.2), ((NATIONAL, REGIONAL), 0.35)),
    (((FABRIQUES,), 0.5), ((FABRIQUES, REGIONAL), 0.2), ((FABRIQUES, NATIONAL, REGIONAL), 0.3)),
    (((REGIONAL,), 1.0),),
)
"""Which lists name a place, by kind, and how often."""
CALENDAR = (((9, 1),), ((1, 1), (7, 1)), ((6, 1),), ((4, 1),))
"""Days of the year each list is published, by list."""
FIRST_LIST = (date(2020, 9, 1), date(2020, 7, 1), date(2021, 6, 1), date(2019, 4, 1))
"""Assumption: the day of the first list ever published."""
FABRIQUES_APART = 2
"""Fabriques are listed twice only, two years apart."""
REACH, ASIDE = 0.35, 24.0
"""How far from the middle of its cell a place stands (share of the way), and lists put it from there (metres)."""
CENSUS, FIRST_CENSUS = ((4, 25),), date(2018, 4, 25)
"""Day of the year of the census of open data, and the first one (an assumption)."""
COMMUNE, EPCI, DEPARTEMENT, REGION = range(4)
OPENING = (
    ((2.5, 0.002), (3.4, 0.06), (3.55, 0.25), (4.0, 0.5), (4.7, 0.92), (5.3, 1.0)),
    ((3.5, 0.1), (4.5, 0.35), (5.2, 0.85), (6.0, 1.0)),
    ((3.0, 0.5), (5.0, 0.85), (6.0, 1.0)),
    ((0.0, 1.0),),
)
"""Assumption: share of the bodies of each nature that will have opened data, by logarithm of their population."""
NAMESAKES = 20
"""One mediation place in so many bears the name of another of its commune, that another list names: one, to all."""
NAMESAKE_AWAY = np.array([85.0, 0.0])
"""Metres between two namesakes and the middle of their cell: 170 m apart, more than one place ever is from itself."""
NOT_YET = 10**7
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
"""Beginnings of the telephone numbers the Arcep sets aside for works of fiction."""
SIGNS: tuple[tuple[str, ...], ...] = (
    (),
    (
        "Médiathèque",
        "Espace numérique",
        "Cyber-base",
        "Centre social",
        "Bibliothèque",
        "Point d'accès multimédia",
    ),
    ("Le Comptoir", "L'Atelier partagé", "La Ruche", "Le Quai", "La Grange", "L'Étape"),
    ("La Manufacture", "La Filature", "Le Hangar", "La Forge & l'Établi"),
    ("Centre de formation", "Atelier informatique", "Club informatique", "Espace emploi", "Cyber-relais"),
)
"""Assumption: how places are called, by kind."""
NOUNS = (
    "Tilleuls Lilas Acacias Peupliers Bruyères Genêts Cèdres Érables Châtaigniers Noyers Glycines "
    "Capucines Mésanges Hirondelles Alouettes Cigales Libellules Passerelles Tisserands Potiers "
    "Vanniers Meuniers Bateliers Verriers Sabotiers Drapiers Remparts Fontenelles Lavandières Moissons "
    "Vendanges Carrières Sources Cascades Vergers Jonquilles Pervenches Coquelicots Églantines "
    "Mirabelles Cerisiers Sorbiers Aubépines Charmilles Platanes Marronniers Saules Roseaux"
).split()


@dataclass(frozen=True, slots=True)
class Places:
    """Columns, one item a place: kind, commune, rank in its commune, position, days (ordinals) and lists.

    `bears` is the place whose name it bears: its own, but for a few that share the name of another, farther away.
    `listed[l]` whether list `l` names it, `x[l]`, `y[l]` where that list puts it (Lambert-93 metres).
    """

    seed: int
    kind: Ints
    commune: Ints
    rank: Ints
    form: Ints
    within: Ints
    bears: Ints
    opened: Ints
    closed: Ints
    listed: Bools
    x: Floats
    y: Floats
    middle: Floats

    def on(self, which: int, day: date) -> Ints:
        """The places a list published that day names."""
        open_then = (self.opened <= day.toordinal()) & (self.closed > day.toordinal())
        return np.flatnonzero(self.listed[which] & open_then)

    def counts_as(self, which: int, category: str) -> Bools:
        """Whether each place counts in a category once a list names it."""
        kind = self.kind
        if which in (FABRIQUES, SERVICES):
            return np.full(len(kind), (category == "tiers_lieu") == (which == FABRIQUES))
        if category == "tiers_lieu":
            return np.asarray((kind == TIERS_LIEU) | (kind == FABRIQUE))
        if which == NATIONAL:
            return np.asarray((kind == SERVICE) | (category == "mediation"))
        return helps(kind, self.form) & (category == "mediation")


@dataclass(frozen=True, slots=True)
class OpenData:
    """Columns, one item a public body of today: nature, rank among those of its nature (communes: published rank),
    inhabitants, the day (ordinal) its data are first found, NOT_YET when never; `uncounted` when the census names it
    without having counted any dataset, which is not « found »."""

    nature: Ints
    rank: Ints
    population: Ints
    since: Ints
    uncounted: Bools

    def on(self, day: date) -> Ints:
        """The bodies a census names."""
        return np.flatnonzero(self.since <= day.toordinal())


def history_bounds(history: list[int]) -> tuple[date, date]:
    """First and last days of these quarters; the last is the first day of the last month."""
    first, last = quarter_code(history[0]), quarter_code(history[-1])
    return date(int(first[:4]), int(first[-1]) * 3 - 2, 1), date(int(last[:4]), int(last[-1]) * 3, 1)


def days(calendar: tuple[tuple[int, int], ...], floor: date, history: list[int]) -> list[date]:
    """The days something yearly is published: the last before history starts, so that it is known from then on, and
    each one since."""
    start, end = history_bounds(history)
    every = [date(year, *day) for year in range(floor.year, end.year + 1) for day in sorted(calendar)]
    wanted = [day for day in every if floor <= day <= end]
    known = [day for day in wanted if day <= start][-1:] or wanted[:1]
    return [day for day in wanted if day >= known[0]] if known else []


def dates(which: int, history: list[int]) -> list[date]:
    """The days a list is published, oldest first."""
    found = days(CALENDAR[which], FIRST_LIST[which], history)
    return found[: FABRIQUES_APART + 1 : FABRIQUES_APART] if which == FABRIQUES else found


def quarter_of(day: date) -> int:
    """The quarter a day falls in, counted as everywhere here."""
    return quarter_index(Period.quarter_of(day).code)


def open_places(seed: int, ground: Ground, people: People, cells: tuple[Ints, Ints, Ints]) -> Places:
    """Every place there ever was, by kind."""
    population = people.population.astype(np.float64)
    tens = population.sum() / 10_000
    counts = [max(2, int(np.ceil(density * tens))) for density in DENSITY]
    parts = [allot(seed, f"places {k}", population ** SPREAD[k], n) for k, n in enumerate(counts)]
    namesakes = max(1, counts[MEDIATION] // NAMESAKES)
    parts[MEDIATION][-namesakes:] = parts[MEDIATION][:namesakes]
    kind = np.repeat(np.arange(5), counts)
    commune = np.concatenate(parts)
    order = np.concatenate([_shuffled(seed, k, n) for k, n in enumerate(counts)])
    opened = _opened(kind, (order + 0.5) / np.array(counts)[kind])
    listed = np.concatenate([_lists(seed, k, n, order[kind == k]) for k, n in enumerate(counts)], axis=1)
    rank, within = _ranks(kind, commune)
    form = pick(seed, "place form", 10**6, commune, rank)
    bears = np.arange(len(kind))
    first = counts[SERVICE] + np.arange(namesakes)
    again = first + counts[MEDIATION] - namesakes
    bears[again] = first
    usual = (order[first] > 0) & (order[again] > 0)
    listed[:, first[usual]] = np.arange(len(LISTS))[:, None] == NATIONAL
    listed[:, again[usual]] = np.arange(len(LISTS))[:, None] == REGIONAL
    middle = ground.corners(*_middle_cells(cells)).mean(axis=1)
    x, y = _stand(seed, ground, cells, kind, commune, rank, bears)
    return Places(
        seed=seed,
        kind=kind,
        commune=commune,
        rank=rank,
        form=form,
        within=within,
        bears=bears,
        opened=opened,
        closed=_closed(seed, kind, commune, rank, order, opened),
        listed=listed,
        x=x,
        y=y,
        middle=middle,
    )


def _shuffled(seed: int, kind: int, count: int) -> Ints:
    """The order in which the places of a kind open."""
    return _order(bits(seed, "place order", np.arange(count), kind))


def _order(lot: NDArray[np.uint64]) -> Ints:
    """The rank of each lot among all."""
    return np.argsort(np.argsort(lot, kind="stable"), kind="stable")


def _opened(kind: Ints, share: Floats) -> Ints:
    """The day each place opens, a first of the month, from its place in the order of openings of its kind."""
    steps: tuple[tuple[tuple[float, float], ...], ...] = (
        ((0.0, 2020.0), (0.3, 2020.5), (0.55, 2022.0), (0.85, 2024.0), (1.0, 2026.3)),
        ((0.0, 2008.0), (0.8, 2019.0), (1.0, 2026.4)),
        ((0.0, 2012.0), (0.65, 2019.2), (1.0, 2026.4)),
        ((0.0, 2019.7), (0.6, 2020.6), (1.0, 2024.5)),
        ((0.0, 2005.0), (0.88, 2019.0), (1.0, 2026.4)),
    )
    when = np.empty(len(kind))
    for k, curve in enumerate(steps):
        mine = kind == k
        when[mine] = np.interp(share[mine], [s for s, _ in curve], [t for _, t in curve])
    return np.array([date(int(t), 1 + int(t % 1 * 12), 1).toordinal() for t in when], dtype=np.int64)


def _closed(seed: int, kind: Ints, commune: Ints, rank: Ints, order: Ints, opened: Ints) -> Ints:
    """The day a place closes. Of each kind a few do, between 2021 and 2026, two years at least after they opened."""
    closed = np.full(len(kind), NOT_YET, dtype=np.int64)
    lot = uniform(seed, "closing", commune, rank)
    first, last = date(2021, 1, 1).toordinal(), date(2026, 6, 1).toordinal()
    for k in range(5):
        mine = np.flatnonzero((kind == k) & (opened < last - 1_000) & (order > 0))
        going = mine[np.argsort(lot[mine], kind="stable")[: int(CLOSING * (kind == k).sum())]]
        earliest = np.maximum(first, opened[going] + 730)
        closed[going] = earliest + (
            uniform(seed, "closing day", commune[going], rank[going]) * (last - earliest)
        )
    return closed


def _lists(seed: int, kind: int, count: int, order: Ints) -> Bools:
    """Which lists name each place of a kind: in known shares; the first to open is in every list its kind can be in."""
    found = np.zeros((len(LISTS), count), dtype=bool)
    lot = _order(bits(seed, "place lists", np.arange(count), kind))
    ends = np.cumsum([share for _, share in PATTERNS[kind]])
    pattern = np.minimum(np.searchsorted(ends, (lot + 0.5) / count), len(ends) - 1)
    pattern[order == 0] = len(ends) - 1
    for rank, (lists, _) in enumerate(PATTERNS[kind]):
        found[np.array(lists)[:, None], np.flatnonzero(pattern == rank)] = True
    return found


def _ranks(kind: Ints, commune: Ints) -> tuple[Ints, Ints]:
    """The rank of each place in its commune, and among those of its kind there."""
    order = np.argsort(commune, kind="stable")
    rank = np.empty(len(kind), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.searchsorted(commune[order], commune[order])
    both = commune * 5 + kind
    within = np.empty(len(kind), dtype=np.int64)
    order = np.argsort(both, kind="stable")
    within[order] = np.arange(len(order)) - np.searchsorted(both[order], both[order])
    return rank, within


def _middle_cells(cells: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints]:
    """Row and column of the cell in the middle of each commune."""
    rows, columns, starts = cells
    middle = starts[:-1] + (starts[1:] - starts[:-1]) // 2
    return rows[middle], columns[middle]


def _stand(
    seed: int,
    ground: Ground,
    cells: tuple[Ints, Ints, Ints],
    kind: Ints,
    commune: Ints,
    rank: Ints,
    bears: Ints,
) -> tuple[Floats, Floats]:
    """Where each list puts each place: one cell apiece around the middle, as long as the commune has some left; a
    Fabrique, in the middle cell, where its own list only gives the middle itself. Namesakes share a cell, apart."""
    rows, columns, starts = cells
    size = starts[commune + 1] - starts[commune]
    away = np.where(kind == FABRIQUE, 0, 1 + rank[bears] % np.maximum(size - 1, 1))
    cell = starts[commune] + (size // 2 + away) % size
    corners = ground.corners(rows[cell], columns[cell])
    point = inside(seed, "place", corners, REACH, commune, rank)
    middle = corners.mean(axis=1)
    point[kind == FABRIQUE] = middle[kind == FABRIQUE]
    again = np.flatnonzero(bears != np.arange(len(bears)))
    point[again], point[bears[again]] = middle[again] + NAMESAKE_AWAY, middle[again] - NAMESAKE_AWAY
    found = np.repeat(point[None, :, :], len(LISTS), axis=0)
    for which in range(len(LISTS)):
        turn = 2 * np.pi * uniform(seed, "aside", commune, rank, which)
        far = ASIDE * np.sqrt(uniform(seed, "aside far", commune, rank, which))
        found[which] += far[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    found[FABRIQUES] = middle
    return found[:, :, 0], found[:, :, 1]


def name(places: Places, place: int, town: str) -> str:
    """The name of a place of a commune called `town`, as its sign has it."""
    place = int(places.bears[place])
    kind, form = int(places.kind[place]), int(places.form[place])
    which = (int(places.commune[place]) * 7 + int(places.rank[place])) % len(NOUNS)
    round_of_names = int(places.rank[place]) // len(NOUNS)
    noun = NOUNS[which] + (f" {round_of_names + 1}" if round_of_names else "")
    if kind == SERVICE:
        return f"France services {of(town)}" + (f" Les {noun}" if places.within[place] else "")
    if kind == MEDIATION and not places.within[place]:
        return f"{SIGNS[kind][form % len(SIGNS[kind])]} {of(town)}"
    return f"{SIGNS[kind][form % len(SIGNS[kind])]} des {noun}"


def of(town: str) -> str:
    """« de Brive », « d'Avelle »."""
    return f"d'{town}" if bare(town[:1]).lower() in "aeiouyh" else f"de {town}"


def bare(text: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def as_written(places: Places, place: int, which: int, town: str) -> str:
    """The name as a list writes it: capitals, no accents, « St », a word that any place may bear, or as it is."""
    plain = name(places, place, town)
    way = (int(places.form[place]) // 7 + 5 * which) % 12
    if which == FABRIQUES or way > 7:
        return plain
    if way < 2:
        return bare(plain).upper() if which == REGIONAL else plain.replace("'", "’")
    if way < 4:
        return f"L'{plain}" if plain.startswith("Espace") else f"Espace {plain}"
    if way == 4:
        return plain.replace("Saint-", "St ").replace("Sainte-", "Ste ")
    if plain.startswith("France services") and which != SERVICES:
        other = "Maison France Services" if which == NATIONAL else "Maison de services au public"
        return plain.replace("France services", other)
    return plain.replace("-", " ") if way == 5 else plain


def address(places: Places, place: int) -> str:
    """Number and street."""
    form = int(places.form[place])
    return f"{1 + form % 90} {WAYS[form % len(WAYS)]} {STREETS[form // 90 % len(STREETS)]}"


def telephone(places: Places, place: int) -> str:
    """A number of the ranges set aside for fiction, which nobody ever has; one place in four gives none."""
    form = int(places.form[place])
    return "" if form % 4 == 0 else f"{FICTION[form % 5]} {form // 100 % 100:02d} {form // 10_000 % 100:02d}"


def censuses(history: list[int]) -> list[date]:
    """The days open data are counted, oldest first."""
    return days(CENSUS, FIRST_CENSUS, history)


def open_data(seed: int, cog: Cog, people: People) -> OpenData:
    """Which public bodies publish open data since when: the larger, the sooner."""
    region = np.array(cog.region_of)[cog.departement]
    of_each = (cog.current, cog.epci, cog.departement, region)
    sums = [np.bincount(which, people.population).astype(np.int64) for which in of_each]
    ranks = [np.flatnonzero(total) for total in sums]
    nature = np.repeat(np.arange(4), [len(mine) for mine in ranks])
    rank = np.concatenate(ranks)
    population = np.concatenate([total[mine] for total, mine in zip(sums, ranks, strict=True)])
    share = np.empty(len(rank))
    for which, curve in enumerate(OPENING):
        mine = nature == which
        share[mine] = np.interp(np.log10(population[mine]), [x for x, _ in curve], [y for _, y in curve])
    chance = uniform(seed, "open data", nature, rank)
    start, end = date(2013, 1, 1).toordinal(), date(2026, 4, 1).toordinal()
    when = np.where(nature == REGION, 0.0, np.minimum(chance / share, 1.0) ** 0.7)
    since = np.where(chance < share, (start + when * (end - start)).astype(np.int64), NOT_YET)
    uncounted = (nature == COMMUNE) & (uniform(seed, "uncounted", rank) < 0.04)
    return OpenData(nature, rank, population, since, uncounted)
