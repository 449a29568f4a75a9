"""The figures compared by simulation_pictures.py: the demonstration region, and real territories added up.

Real files are only added up (quantiles, counts, shares): no row of theirs is kept.
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from maillage.simulation.world.fibre import AMII, ZTD
from maillage.simulation.world.mobile import JANUARY_2018
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import FABRIQUES, REGIONAL, SERVICES

FIRST_QUARTER_2018 = 2
BFC_DEPARTEMENTS = frozenset(("21", "25", "39", "58", "70", "71", "89", "90"))
SIMULATED, BFC, FRANCE = "Simulated", "Bourgogne-Franche-Comté", "Mainland France"
Numbers = NDArray[Any]


@dataclass
class Territory:
    """What is compared, one item a commune: of today for `population`, of 2018 for the rest."""

    name: str
    population: Numbers
    dwellings: Numbers
    firms: Numbers
    connectable: Numbers
    dense: Numbers
    private: Numbers
    merged: float
    epci: int
    sites: Numbers
    sites_4g: Numbers
    operators: list[float]
    area: Numbers
    compactness: Numbers
    vertices: float | None
    places: dict[str, float] = field(default_factory=dict)

    @property
    def premises(self) -> Numbers:
        """Dwellings and firms' premises."""
        return np.asarray(self.dwellings + self.firms)

    @property
    def rates(self) -> Numbers:
        """Share of connectable premises; more than 1 where operators found more premises than the census."""
        return np.asarray(self.connectable / np.maximum(self.premises, 1))


def simulated(world: World) -> Territory:
    """The demonstration region, from its model."""
    mobile, people = world.mobile, world.people
    there = mobile.open_at(JANUARY_2018)
    outlines = world.ground.outlines(np.arange(world.communes))
    area, compactness, vertices = shapes(outlines)
    tens = people.population.sum() / 10_000
    with_4g = there[mobile.g4[there] <= JANUARY_2018]
    found = Territory(
        name=SIMULATED,
        population=world.by_current(people.population)[np.unique(world.cog.current)],
        dwellings=people.dwellings,
        firms=people.firms,
        connectable=world.premises[1][FIRST_QUARTER_2018],
        dense=world.fibre.zone == ZTD,
        private=world.fibre.zone == AMII,
        merged=float((world.cog.current != np.arange(world.communes)).mean()),
        epci=len(world.cog.epci_codes),
        sites=np.bincount(mobile.commune[there], minlength=world.communes),
        sites_4g=np.bincount(mobile.commune[with_4g], minlength=world.communes),
        operators=(np.bincount(mobile.operator[there]) / len(there)).tolist(),
        area=area,
        compactness=compactness,
        vertices=vertices,
    )
    for (which, day), name in zip(DAYS, PLACES, strict=True):
        found.places[name] = len(world.places.on(which, day)) / tens
    return found


DAYS = ((SERVICES, date(2024, 8, 1)), (REGIONAL, date(2023, 4, 1)), (FABRIQUES, date(2024, 9, 1)))
PLACES = ("France Services, 2024", "Places of the regional list, 2023", "Fabriques de territoire, 2024")


class Real:
    """The official files, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        communes = json.loads((folder / "territoires/communes.json").read_text("utf-8"))
        self.communes = [c for c in communes if c["type"] == "commune-actuelle" and c.get("zone") == "metro"]
        self.epci = json.loads((folder / "territoires/epci.json").read_text("utf-8"))
        sheets = folder / "arcep-fixe/observatoire-2018T1"
        self.premises = [r for r in rows(sheets / "communes.csv", 5) if r[0] and not r[3].startswith("97")]
        connectable = rows(sheets / "ftthCommunes.csv", 5)
        self.connectable = {r[0]: number(r[4]) for r in connectable if r[1] == "Locaux Raccordables"}
        (sites,) = (folder / "arcep-mobile").glob("2018_01_Sites_mobiles*.csv")
        self.sites = [r for r in rows(sites, 1, ";") if r[1].isdigit() and r[2].isdigit()]

    def territory(self, name: str, departements: Callable[[str], bool], outlines: Numbers, fine: bool) -> Territory:
        """A real territory, added up."""
        communes = [c for c in self.communes if departements(c["departement"])]
        premises = [r for r in self.premises if departements(r[3])]
        today = {c["code"] for c in communes}
        dense = np.array([number(r[7]) == 1 for r in premises])
        site, commune = shapely.STRtree(outlines).query(self.points(), predicate="within")
        site, first = np.unique(site, return_index=True)
        commune = commune[first]
        area, compactness, vertices = shapes(outlines)
        with_4g = np.array([self.sites[rank][5] == "1" for rank in site])
        operators = np.array([self.sites[rank][0] for rank in site])
        return Territory(
            name=name,
            population=np.array([c["population"] for c in communes]),
            dwellings=np.array([number(r[5]) for r in premises]),
            firms=np.array([number(r[6]) for r in premises]),
            connectable=np.array([self.connectable.get(r[0], 0) for r in premises]),
            dense=dense,
            private=~dense & np.array([r[8].strip() not in ("", "-") for r in premises]),
            merged=float(np.mean([r[0] not in today for r in premises])),
            epci=sum(any(m["code"] in today for m in one["membres"]) for one in self.epci),
            sites=np.bincount(commune, minlength=len(outlines)),
            sites_4g=np.bincount(commune[with_4g], minlength=len(outlines)),
            operators=[float((operators == one).mean()) for one in ("20801", "20810", "20815", "20820")],
            area=area,
            compactness=compactness if fine else np.empty(0),
            vertices=vertices if fine else None,
            places=self.places(departements, sum(c["population"] for c in communes) / 10_000),
        )

    def points(self) -> Numbers:
        """The mobile sites of mainland France."""
        return np.asarray(shapely.points([(float(r[1]), float(r[2])) for r in self.sites]))

    def places(self, departements: Callable[[str], bool], tens: float) -> dict[str, float]:
        """Places for 10,000 inhabitants; the regional list only knows its region."""
        services = rows(self.folder / "france-services/liste-fs-20240801.csv", 1)
        regional = rows(self.folder / "mediation/bfc-ternum-dataset_2023-03.csv", 1)
        makers = json.loads((self.folder / "zonages/anct_fabt_2024-09.geojson").read_text("utf-8"))["features"]
        counts = (
            sum(departements(r[1].zfill(2)) for r in services),
            len(regional) if not departements("75") else None,
            sum(departements(f["properties"]["id_geo"][:2]) for f in makers),
        )
        return {name: n / tens for name, n in zip(PLACES, counts, strict=True) if n is not None}


def rows(path: Path, skip: int, separator: str = ",") -> list[list[str]]:
    """The rows of a CSV file after its head."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle, delimiter=separator))[skip:]


def number(text: str) -> int:
    """« 1 234 » → 1234, « - » → 0."""
    digits = "".join(filter(str.isdigit, text))
    return int(digits) if digits else 0


def outlines_of(paths: Sequence[Path]) -> Numbers:
    """Outlines of communes (not of the arrondissements of the largest), in Lambert-93 metres."""
    carry = pyproj.Transformer.from_crs(4326, 2154, always_xy=True)
    features = [f for path in paths for f in json.loads(path.read_text("utf-8"))["features"]]
    features = [f for f in features if not f["properties"].get("commune")]
    found = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    return np.asarray(shapely.transform(found, lambda p: np.column_stack(carry.transform(p[:, 0], p[:, 1]))))


def shapes(outlines: Numbers) -> tuple[Numbers, Numbers, float]:
    """Areas (km²), compactness (1: a disc), and vertices by kilometre of outline."""
    area, length = shapely.area(outlines) / 1e6, shapely.length(outlines) / 1e3
    vertices = float(shapely.get_num_coordinates(outlines).sum() - len(outlines)) / float(length.sum())
    return area, 4 * np.pi * area / length**2, vertices


@dataclass(frozen=True)
class Measure:
    """A line of the table. `share`: shown in %, its gap in points; else the gap is a %."""

    label: str
    of: Callable[[Territory], float | None]
    decimals: int = 0
    share: bool = False


def quantile(of: Callable[[Territory], Numbers], rank: int) -> Callable[[Territory], float | None]:
    """A quantile of something, None where it is not known."""
    return lambda t: float(np.percentile(of(t), rank)) if len(of(t)) else None


def measures() -> Iterator[Measure]:
    """Everything compared, in the order of the table."""
    yield Measure("Inhabitants by commune, mean", lambda t: float(t.population.mean()))
    for rank in (10, 50, 90, 99):
        yield Measure(f"Inhabitants by commune, {rank}th percentile", quantile(lambda t: t.population, rank))
    yield Measure("Communes over 3,500 inhabitants", lambda t: float((t.population > 3_500).mean()), 1, True)
    yield Measure(
        "Inhabitants who live in communes over 10,000",
        lambda t: float(t.population[t.population > 10_000].sum() / t.population.sum()),
        1,
        True,
    )
    yield Measure("Communes by EPCI", lambda t: len(t.population) / t.epci)
    yield Measure("Communes of 2018 merged since", lambda t: t.merged, 1, True)
    yield Measure("Dwellings by inhabitant", lambda t: t.dwellings.sum() / t.population.sum(), 3)
    yield Measure("Premises by inhabitant", lambda t: t.premises.sum() / t.population.sum(), 3)
    yield Measure("Firms’ premises for 100 dwellings", lambda t: 100 * t.firms.sum() / t.dwellings.sum(), 1)
    yield from fibre_measures()
    yield Measure("Operator-sites for 10,000 inhabitants, Jan. 2018", lambda t: per_ten(t, t.sites.sum()), 1)
    yield Measure("Operator-sites with 4G", lambda t: t.sites_4g.sum() / t.sites.sum(), 1, True)
    yield Measure("Operator-sites of the first operator", lambda t: max(t.operators), 1, True)
    yield Measure("Communes without any site, Jan. 2018", lambda t: float((t.sites == 0).mean()), 1, True)
    for name in PLACES:
        yield Measure(f"{name}, for 10,000 inhabitants", placed(name), 2)
    yield Measure("Area of a commune, mean (km²)", lambda t: float(t.area.mean()), 1)
    for rank in (10, 50, 90):
        yield Measure(f"Area of a commune, {rank}th percentile (km²)", quantile(lambda t: t.area, rank), 1)
    yield Measure("Compactness, median (1: a disc)", quantile(lambda t: t.compactness, 50), 2)
    yield Measure("Vertices by km of outline", lambda t: t.vertices, 2)


def fibre_measures() -> Iterator[Measure]:
    """The roll-out in the 1st quarter of 2018."""
    yield Measure("Premises in private zones (ZTD, AMII)", private_share, 1, True)
    yield Measure("FttH rate, 2018-T1", lambda t: t.connectable.sum() / t.premises.sum(), 1, True)
    yield Measure("Communes at 0 % FttH", lambda t: float((t.connectable == 0).mean()), 1, True)
    yield Measure("Communes over 80 % FttH", lambda t: float((t.rates > 0.8).mean()), 1, True)
    yield Measure("Communes over 100 % FttH (a quirk of the sheets)", lambda t: float((t.rates > 1).mean()), 1, True)


def private_share(t: Territory) -> float:
    """Share of the premises where operators come on their own."""
    return float(t.premises[t.dense | t.private].sum() / t.premises.sum())


def placed(name: str) -> Callable[[Territory], float | None]:
    """A kind of places for 10,000 inhabitants."""
    return lambda t: t.places.get(name)


def per_ten(t: Territory, count: float) -> float:
    """For 10,000 inhabitants."""
    return float(count / t.population.sum() * 10_000)


def table(simulation: Territory, bfc: Territory, france: Territory) -> str:
    """The compared figures, as Markdown."""
    lines = ["| measure | simulated | BFC | gap | mainland France | gap |", "|---|---:|---:|---:|---:|---:|"]
    for one in measures():
        mine = one.of(simulation)
        assert mine is not None
        cells = [shown(one, mine)]
        for real in (one.of(bfc), one.of(france)):
            cells += ["–", "–"] if real is None else [shown(one, real), gap(one, mine, real)]
        lines.append(f"| {one.label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def shown(one: Measure, value: float) -> str:
    """« 12.3 % », « 1,500 »."""
    return f"{100 * value:.{one.decimals}f} %" if one.share else f"{value:,.{one.decimals}f}"


def gap(one: Measure, mine: float, real: float) -> str:
    """« +1.2 pt », « −8 % »."""
    said = f"{100 * (mine - real):+.1f} pt" if one.share else f"{100 * (mine / real - 1):+.0f} %"
    return said.replace("-", "−")


def all_three(world: World, folder: Path) -> tuple[Territory, Territory, Territory]:
    """The simulated region, Bourgogne-Franche-Comté and mainland France."""
    real = Real(folder)
    fine = outlines_of(sorted((folder / "geo/communes-2018-bfc").glob("*.geojson")))
    rough = outlines_of(sorted((folder / "geo/communes-1000m-france").glob("communes-1000m-??.geojson")))
    bfc = real.territory(BFC, BFC_DEPARTEMENTS.__contains__, fine, True)
    return simulated(world), bfc, real.territory(FRANCE, lambda _: True, rough, False)
