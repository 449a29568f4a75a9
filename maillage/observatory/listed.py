"""The buildings that a count of the fibre is made of: each with its address, its dates, its state.

Who comes: a page, a file or the API, with what was counted; it leaves with those very buildings, commune by commune.
Only deliveries that everybody may read are opened: what operators give in confidence is another table, behind
`observatory/reserved.py`, and this never names it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from maillage.derived.avancement_immeubles import LATE
from maillage.derived.glissements_ftth import CONDITIONS, LINES, NUMBERED_BY_KEY
from maillage.kernel.period import Period
from maillage.observatory.point.file import day
from maillage.observatory.point.fixed import written
from maillage.observatory.rollout import STATES
from maillage.observatory.sheets import SourceSheet
from maillage.store.duck import parquet, quoted
from maillage.store.receipt import Receipt

Rows = Callable[..., list[tuple[Any, ...]]]
TABLE = "immeubles_ftth"
STATE = {state.replace(" ", "_"): state for state in STATES}
"""The state counted by each column of the roll-out."""
ALL, OVERDUE = "immeubles", "retard"
FOLLOWED = {f"dates_{name}": (name, condition) for name, condition in CONDITIONS.items() if name != ALL}
FOLLOWED["dates_jugees"] = ("tenus + en_retard + abandonnes", "echu AND verdict <> 'indetermine'")
MISSED = "dates_en_retard"
FOLLOWED["dates_depuis"] = ("", f"{CONDITIONS['en_retard']} AND raccordable")
FOLLOWED["dates_attendent"] = ("", f"{CONDITIONS['en_retard']} AND NOT raccordable")
"""What is counted of announced dates: in their table, and of the lines it was made from. What became of missed dates is
no column of it: the lines are counted."""
COUNTED = (ALL, *STATE, OVERDUE, *FOLLOWED)
"""What a count of buildings may be of."""
FIELDS = "commune, operateur, imb_id, etat, numero, repetition, voie, pm, completude_le, longitude, latitude"


class ListedBuilding(NamedTuple):
    """A building at a quarter: `first` and `last` are the days its quarter of the town was announced complete by, the
    first time and now; None when no date is told. Degrees are WGS84."""

    commune: str
    operator: str
    identifier: str
    state: str
    address: str
    exchange: str
    first: date | None
    last: date | None
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which buildings: at a quarter, those counted under `counted`, in these communes, of these operators (none: all of
    them), of the sector of an exchange, whose last date told is in these years, the first and the last."""

    period: Period
    communes: frozenset[str]
    counted: str = ALL
    operators: frozenset[str] = field(default_factory=frozenset)
    exchange: str = ""
    years: tuple[int, int] | None = None


class Listed:
    """The buildings of a release, and the files they are in. How many there are is asked of what was counted; they are
    read by communes."""

    def __init__(
        self, folder: Path, rows: Rows, receipts: Sequence[Receipt], sources: Mapping[str, SourceSheet]
    ) -> None:
        self._folder, self._rows = folder, rows
        open_to_all = (receipt for receipt in receipts if receipt.table == TABLE and not _held(sources, receipt))
        self.files = [folder / "tables" / Path(receipt.data).relative_to("lake") for receipt in open_to_all]

    def counts(self, wanted: Wanted) -> dict[str, int]:
        """How many there are in each commune that has one, by its code, in their order."""
        if not self.files:
            return {}
        table, column, condition = _tallied(wanted.counted)
        if wanted.exchange or wanted.years or not column:
            codes = wanted.communes if column else self.counts(replace(wanted, counted=MISSED))
            sql = f"{self._with(wanted, codes)} SELECT commune, count(*) FROM choisis GROUP BY commune"
            rows = self._rows(sql)
        else:
            file = f"read_parquet({quoted(self._folder / 'derived' / f'{table}.parquet')})"
            rows = self._rows(
                f"SELECT commune, sum({column})::BIGINT FROM {file} WHERE periode = ? AND {condition} "
                f"{_operators(wanted)} GROUP BY commune",
                [wanted.period.code],
            )
        return {code: count for code, count in sorted(rows) if count and code in wanted.communes}

    def by_year(self, wanted: Wanted) -> dict[int, int]:
        """How many there are by year of the last date told, those that have one."""
        if not self.files:
            return {}
        year = "left(completude_le, 4)::INTEGER"
        sql = f"{self._with(wanted, wanted.communes)} SELECT {year}, count(*) FROM choisis WHERE {year} > 0 GROUP BY 1"
        return dict(sorted(self._rows(sql)))

    def read(self, wanted: Wanted, counts: Mapping[str, int], offset: int, limit: int) -> list[ListedBuilding]:
        """Some of them, in the order of communes, then of exchanges, streets and numbers. `counts` are those of
        `counts(wanted)`."""
        ends = list(accumulate(counts.values()))
        chosen = [
            (code, end - count)
            for (code, count), end in zip(counts.items(), ends, strict=True)
            if end > offset and end - count < offset + limit
        ]
        if not chosen:
            return []
        codes = [code for code, _ in chosen]
        rows = self._rows(
            f"{self._with(wanted, codes)}, dates AS (SELECT operateur, imb_id, "
            "arg_min(completude_le, periode) AS premiere "
            f"FROM immeubles_ftth WHERE commune IN {_among(codes)} AND periode <= ? AND completude_le IS NOT NULL "
            "GROUP BY operateur, imb_id) "
            f"SELECT {FIELDS}, premiere FROM choisis LEFT JOIN dates USING (operateur, imb_id) "
            "ORDER BY commune, pm, voie, numero, repetition, operateur, imb_id LIMIT ? OFFSET ?",
            [wanted.period.code, limit, offset - chosen[0][1]],
        )
        return [_building(row) for row in rows]

    def _with(self, wanted: Wanted, codes: Collection[str]) -> str:
        """The parts of a WITH that end with the buildings chosen, in some communes."""
        table = f"WITH immeubles_ftth AS NOT MATERIALIZED (SELECT * FROM {parquet(self.files)})"
        inside, period = f"commune IN {_among(codes)}", quoted(wanted.period.code)
        also = _operators(wanted) + (f" AND pm = {quoted(wanted.exchange)}" if wanted.exchange else "")
        if wanted.years:
            first, last = wanted.years
            also += f" AND completude_le BETWEEN '{first:04d}-01-01' AND '{last:04d}-12-31'"
        if wanted.counted in FOLLOWED:
            lines = LINES.format(inside=inside, numbered=NUMBERED_BY_KEY)
            return (
                f"{table}, {lines}, suivies AS (SELECT cles.operateur, cles.imb_id, "
                "rang - (NOT present)::INTEGER AS dit "
                f"FROM lignes JOIN cles USING (id) JOIN trimestres USING (rang) WHERE periode = {period} "
                f"AND {FOLLOWED[wanted.counted][1]}), choisis AS (SELECT {FIELDS} FROM immeubles_ftth JOIN trimestres "
                f"USING (periode) JOIN suivies USING (operateur, imb_id) WHERE rang = dit AND {inside} {also})"
            )
        condition = "true"
        if wanted.counted == OVERDUE:
            condition = LATE.format(by="completude_le", end=quoted(wanted.period.end))
        elif wanted.counted in STATE:
            condition = f"etat = {quoted(STATE[wanted.counted])}"
        return (
            f"{table}, choisis AS (SELECT {FIELDS} FROM immeubles_ftth WHERE periode = {period} AND {inside} "
            f"AND {condition} {also})"
        )

    def _moving(self, wanted: Wanted) -> set[str]:
        """The communes where a date moved, or was withdrawn, at one quarter or another: only they are read."""
        if not self.files:
            return set()
        file = f"read_parquet({quoted(self._folder / 'derived' / 'glissements_ftth.parquet')})"
        moving = "coalesce(repousses, 0) + coalesce(avances, 0) > 0 OR promis > dates"
        rows = self._rows(
            f"SELECT DISTINCT commune FROM {file} WHERE periode <= ? AND ({moving})", [wanted.period.code]
        )
        return {code for (code,) in rows} & wanted.communes

    def moved(self, wanted: Wanted) -> list["Sector"]:
        """The sectors whose date is not the one first announced, by their first date."""
        codes = self._moving(wanted)
        if not codes:
            return []
        rows = self._rows(
            f"WITH immeubles_ftth AS NOT MATERIALIZED (SELECT * FROM {parquet(self.files)}), "
            "suivis AS (SELECT operateur, imb_id, arg_max(commune, periode) AS commune, arg_max(pm, periode) AS pm, "
            "arg_max(etat, periode) AS etat, arg_min(completude_le, periode) FILTER (completude_le IS NOT NULL) AS "
            "premiere, arg_max(completude_le, periode) AS derniere FROM immeubles_ftth WHERE periode <= ? "
            f"{_operators(wanted)} AND commune IN {_among(codes)} GROUP BY operateur, imb_id "
            "HAVING premiere <> derniere AND max(periode) = ?) "
            "SELECT commune, coalesce(pm, ''), premiere, derniere, count(*), count(*) FILTER (etat NOT IN "
            "('deploye', 'raccordable demande', 'abandonne')) FROM suivis GROUP BY ALL ORDER BY 3, 4, 1, 2",
            [wanted.period.code, wanted.period.code],
        )
        return [
            Sector(commune, exchange, date.fromisoformat(first[:10]), date.fromisoformat(last[:10]), *counts)
            for commune, exchange, first, last, *counts in rows
        ]


class Sector(NamedTuple):
    """Buildings that depend on an exchange and bear the same dates: the first announced, that of now; how many they
    are, how many have no fibre yet."""

    commune: str
    exchange: str
    first: date
    last: date
    buildings: int
    waiting: int


def _held(sources: Mapping[str, SourceSheet], receipt: Receipt) -> bool:
    sheet = sources.get(receipt.source)
    return sheet is None or sheet.reserved


def _tallied(counted: str) -> tuple[str, str, str]:
    """The table where a count was made, its column, and which of its rows."""
    if counted in FOLLOWED:
        return "glissements_ftth", FOLLOWED[counted][0], "true"
    if counted == OVERDUE:
        return "avancement_immeubles", "en_retard", "true"
    state = STATE.get(counted)
    return "avancement_immeubles", "immeubles", f"etat = {quoted(state)}" if state else "true"


def _among(texts: Collection[str]) -> str:
    return f"({', '.join(quoted(text) for text in sorted(texts))})" if texts else "('')"


def _operators(wanted: Wanted) -> str:
    return f"AND operateur IN {_among(wanted.operators)}" if wanted.operators else ""


def _building(row: tuple[Any, ...]) -> ListedBuilding:
    commune, operator, identifier, state, number, repeat, street, exchange, by, longitude, latitude, first = row
    address = written(number, repeat, street)
    return ListedBuilding(
        commune, operator, identifier, state, address, exchange or "", day(first), day(by), longitude, latitude
    )
