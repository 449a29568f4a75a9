"""What a figure is made of: its communes, the very rows it was computed from, what is missing, set aside, corrected.

Everything is read in the release's own tables, so that a figure can still be explained once new data are loaded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from maillage import derived, tables
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.table import PROVENANCE, Column, Kind
from maillage.kernel.territory import Territory
from maillage.kernel.value import Origin, Value
from maillage.observatory.reading import Catalogue, problem_line
from maillage.observatory.sheets import DeliverySheet, ProblemLine, SourceSheet
from maillage.store.duck import parquet, quoted
from maillage.store.receipt import Receipt

Rows = Callable[..., list[tuple[Any, ...]]]
UNSEEN = ("source", "commune")
"""Columns of a table that the page says otherwise: the source is the title, the commune has its name."""
SEVERAL = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """What a commune brings to the figure; `weight` is its share of the whole, from 0 to 1, None when that is zero."""

    commune: Territory
    numerator: float
    denominator: float | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A commune that the figure concerns and that is unknown, with the reasons that could be found."""

    commune: Territory
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """Rows of one table that the figure comes from: those of a delivery, or of a table computed from the others.

    `name` is the source's or the derived table's; `sql` what stands after FROM; `origin` is None for a derived table,
    whose `reads` are the titles of the tables it is computed from. `placed`: each row says its commune.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    sql: str
    order: str
    origin: Origin | None
    reads: tuple[str, ...]
    total: int
    placed: bool


class Evidence:
    """Where the value of an indicator for a territory and a period comes from. `value` is None when it is unknown."""

    def __init__(
        self,
        folder: Path,
        rows: Rows,
        catalogue: Catalogue,
        indicator: Indicator,
        communes: Mapping[str, Territory],
        period: Period,
        value: Value | None,
    ) -> None:
        self._folder, self._rows, self._catalogue = folder, rows, catalogue
        self.indicator, self.period, self.value = indicator, period, value
        self._communes = communes
        self._codes = list(communes)
        self.origins = catalogue.origins[indicator.name][period.code]

    @property
    def deliveries(self) -> list[tuple[SourceSheet, DeliverySheet]]:
        """The deliveries the figure comes from, with their source."""
        deliveries = []
        for origin in self.origins:
            sheet = self._catalogue.sources[origin.source]
            deliveries += [(sheet, delivery) for delivery in sheet.deliveries if delivery.period.code == origin.period]
        return deliveries

    @cached_property
    def _known(self) -> dict[str, tuple[float, float | None]]:
        """Numerator and denominator of each commune known, the heaviest first."""
        file = quoted(self._folder / "ranking.parquet")
        rows = self._rows(
            f"SELECT code, numerateur, denominateur FROM read_parquet({file}) "
            "WHERE indicateur = ? AND niveau = 'commune' AND periode = ? "
            "ORDER BY coalesce(denominateur, numerateur) DESC, numerateur DESC, code",
            [self.indicator.name, self.period.code],
        )
        return {code: (up, down) for code, up, down in rows if code in self._communes}

    def parts(self, offset: int = 0, limit: int = SEVERAL) -> tuple[list[Part], int]:
        """What each commune known brings, the heaviest first, and how many there are."""
        whole = sum(up if down is None else down for up, down in self._known.values())
        kept = list(self._known.items())[offset : offset + limit]
        return [
            Part(self._communes[code], up, down, (up if down is None else down) / whole if whole else None)
            for code, (up, down) in kept
        ], len(self._known)

    @cached_property
    def _concerned(self) -> list[str]:
        """The communes the figure makes sense for, known or not, by name."""
        file = quoted(self._folder / "concerned.parquet")
        rows = self._rows(
            f"SELECT code FROM read_parquet({file}) WHERE indicateur = ? AND niveau = 'commune'", [self.indicator.name]
        )
        concerned = {code for (code,) in rows}
        return [code for code in self._codes if code in concerned]

    @property
    def concerned(self) -> bool:
        """Whether the figure makes sense for a commune of this territory."""
        return bool(self._concerned)

    def unknown(self, offset: int = 0, limit: int = SEVERAL) -> tuple[list[Unknown], int]:
        """The communes concerned and unknown, by name, with what was found of why; and how many there are."""
        every = [code for code in self._concerned if code not in self._known]
        kept = every[offset : offset + limit]
        reasons: dict[str, list[str]] = {code: [] for code in kept}
        if kept:
            for line in self._problems(kept, (Effect.REFUSED,), 0, SEVERAL)[0]:
                problem = line.problem
                reasons[problem.commune].append(f"{problem.file}, ligne {problem.line} refusée : {problem.reason}")
            for extract in self.extracts:
                if extract.placed:
                    self._absent(extract, kept, reasons)
        return [Unknown(self._communes[code], tuple(dict.fromkeys(reasons[code]))) for code in kept], len(every)

    def _absent(self, extract: Extract, codes: Sequence[str], reasons: dict[str, list[str]]) -> None:
        """Say which communes have no row in an extract, or a row with an empty cell where the table computes one."""
        empty = [c for c in extract.columns if not c.required and c.kind is Kind.INTEGER and not extract.origin]
        cells = "".join(f', bool_or("{c.name}" IS NULL)' for c in empty)
        rows = self._rows(
            f"SELECT commune{cells} FROM ({extract.sql}) WHERE list_contains(?, commune) GROUP BY commune",
            [self._codes, codes],
        )
        flags_of = {code: flags for code, *flags in rows}
        for code in codes:
            if code not in flags_of and extract.origin:
                reasons[code].append(f"aucune ligne dans « {extract.title} »")
            for column, absent in zip(empty, flags_of.get(code, ()), strict=False):
                if absent:
                    reasons[code].append(f"{column.meaning.partition(',')[0].lower()} : inconnu")

    @cached_property
    def extracts(self) -> tuple[Extract, ...]:
        """The tables the figure comes from: the derived ones first, then the deliveries, those of the COG last."""
        extracts = [self._derived(name) for name in self.indicator.reads if name in derived.catalogue()]
        plain = sorted(self.origins, key=lambda origin: self._catalogue.sources[origin.source].table == "communes")
        extracts += [self._delivered(origin) for origin in plain]
        return tuple(extract for extract in extracts if extract is not None)

    def extract(self, name: str) -> Extract | None:
        """The extract of this name."""
        return next((extract for extract in self.extracts if extract.name == name), None)

    def rows(self, extract: Extract, offset: int = 0, limit: int = SEVERAL) -> list[tuple[Any, ...]]:
        """Rows of an extract: the commune's name (empty when the table has none), then a cell by column."""
        listed = ", ".join(f'"{column.name}"' for column in extract.columns)
        place = "commune" if extract.placed else "NULL"
        rows = self._rows(
            f"SELECT {place}, {listed} FROM ({extract.sql}) ORDER BY {extract.order} LIMIT ? OFFSET ?",
            [self._codes, limit, offset],
        )
        return [(self._communes[code].name if code else "", *cells) for code, *cells in rows]

    def _derived(self, name: str) -> Extract | None:
        sheet = derived.catalogue()[name].DERIVED
        table = parquet([self._folder / "derived" / f"{name}.parquet"])
        conditions = [f"periode = {quoted(self.period.code)}"]
        titles = tables.catalogue()
        reads = tuple(titles[read].title for read in sheet.reads if read in titles)
        return self._extract(name, sheet.title, table, sheet.columns, conditions, None, reads)

    def _delivered(self, origin: Origin) -> Extract | None:
        receipt = next(r for r in self._catalogue.receipts if (r.source, r.period) == (origin.source, origin.period))
        sheet = tables.catalogue().get(receipt.table)
        if sheet is None:
            return None
        conditions = [f"periode = {quoted(self._row_period(receipt))}"] if receipt.row_periods else []
        table = parquet([self._kept(receipt)])
        return self._extract(
            origin.source, origin.title, table, sheet.columns + PROVENANCE, conditions, origin, (), sheet.name
        )

    def _kept(self, receipt: Receipt) -> Path:
        return self._folder / "tables" / Path(receipt.data).relative_to("lake")

    def _row_period(self, receipt: Receipt) -> str:
        """The period of the rows that count: this one, else the last before it, else the first there is."""
        periods = sorted(map(Period.parse, receipt.row_periods))
        before = [period for period in periods if not self.period < period]
        return (before[-1] if before else periods[0]).code

    def _extract(
        self,
        name: str,
        title: str,
        table: str,
        columns: Sequence[Column],
        conditions: list[str],
        origin: Origin | None,
        reads: tuple[str, ...],
        kept_in: str = "",
    ) -> Extract | None:
        """The rows of a table for these communes; None when nothing tells which commune a row is about."""
        if table not in self._catalogue.columns:
            self._catalogue.columns[table] = {row[0] for row in self._rows(f"DESCRIBE FROM {table}")}
        there = self._catalogue.columns[table]
        where = self._about(kept_in, there)
        if where is None:
            return None
        used = [use.condition for use in self.indicator.used if use.table in (name, kept_in)]
        every = " AND ".join(f"({condition})" for condition in (where, *conditions, *used))
        shown = tuple(c for c in columns if c.name in there and c.kind is not Kind.GEOMETRY and c.name not in UNSEEN)
        order = [c for c in ("commune", "periode", "fichier", "ligne", "nom") if c in there]
        sql = f"SELECT * FROM {table} WHERE {every}"
        [[total]] = self._rows(f"SELECT count(*) FROM ({sql})", [self._codes])
        return Extract(name, title, shown, sql, ", ".join(order), origin, reads, total, "commune" in there)

    def _about(self, table: str, columns: set[str]) -> str | None:
        """The condition that keeps the rows of the communes given as the only parameter."""
        listed = "IN (SELECT unnest(?::VARCHAR[]))"
        if table == "communes":
            return f"type = 'commune-actuelle' AND code {listed}"
        if "commune" in columns:
            return f"commune {listed}"
        if "siren" in columns:
            cog = [receipt for receipt in self._catalogue.receipts if receipt.table == "communes"][-1:]
            communes = parquet([self._kept(receipt) for receipt in cog])
            return f"siren IN (SELECT siren FROM {communes} WHERE code {listed})"
        return None

    def problems(
        self, effects: Sequence[Effect], offset: int = 0, limit: int = SEVERAL
    ) -> tuple[list[ProblemLine], int]:
        """What was done to rows of these communes in the deliveries the figure comes from, and how many times."""
        return self._problems(self._codes, effects, offset, limit)

    def unplaced(self) -> int:
        """How many rows of these deliveries were refused before their commune could be known."""
        return self._tally.get("", {}).get(Effect.REFUSED, 0)

    @cached_property
    def _tally(self) -> dict[str, dict[str, int]]:
        """How many problems of each effect there are, by commune: empty for the rows whose commune is not known."""
        rows = self._rows(f"SELECT coalesce(commune, ''), effect, count(*) FROM {self._told} AND line > 0 GROUP BY ALL")
        tally: dict[str, dict[str, int]] = {}
        for commune, effect, count in rows:
            tally.setdefault(commune, {})[effect] = count
        return tally

    @property
    def _told(self) -> str:
        """The problems of the deliveries the figure comes from, as what stands after FROM."""
        file = quoted(self._folder / "problems.parquet")
        these = ", ".join(f"({quoted(o.source)}, {quoted(o.period)})" for o in self.origins) or "('', '')"
        return f"read_parquet({file}) WHERE (source, period) IN ({these})"

    def _problems(
        self, codes: Sequence[str], effects: Sequence[Effect], offset: int, limit: int
    ) -> tuple[list[ProblemLine], int]:
        kept = [code for code in codes if code in self._tally]
        total = sum(self._tally[code].get(effect, 0) for code in kept for effect in effects)
        if not total:
            return [], 0
        of_these = ", ".join(quoted(effect.value) for effect in effects)
        rows = self._rows(
            f'SELECT period, file, line, "column", value, reason, effect, commune FROM {self._told} '
            f"AND effect IN ({of_these}) AND line > 0 AND commune IN (SELECT unnest(?::VARCHAR[])) "
            'ORDER BY period DESC, file, line, "column", reason LIMIT ? OFFSET ?',
            [kept, limit, offset],
        )
        return [problem_line(row) for row in rows], total
