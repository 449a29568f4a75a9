"""A bench for one indicator: the little France, rows typed by hand, then the climb of the engine."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from maillage import derived, indicators
from maillage.kernel.indicator import Indicator
from maillage.pipeline.climb import CONCERNED_COLUMNS, VALUE_COLUMNS, climb
from maillage.store.duck import create
from maillage.store.rows import append
from maillage.territories.tiers import membership, territories
from tests.territories.by_hand import fill, little_cog, little_france


@dataclass(frozen=True)
class Figure:
    """What the engine gives for a territory and a period."""

    value: float | None
    numerator: float
    denominator: float | None
    known: int
    total: int
    flags: tuple[str, ...]
    segment: int
    rank: int | None
    ranked: int
    detail: str | None
    tied: int | None = None

    @property
    def parts(self) -> tuple[float | None, float, float | None]:
        return self.value, self.numerator, self.denominator

    @property
    def completeness(self) -> tuple[int, int]:
        return self.known, self.total


class Bench:
    """Tables of the little France; `fill` adds rows, `climb` gives the figures of an indicator."""

    def __init__(self, con: Any) -> None:
        self.con = con
        cog = little_cog(con)
        con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        con.executemany("INSERT INTO appartenance VALUES (?, ?, ?)", membership(cog))
        con.execute("CREATE TABLE a_cheval (niveau VARCHAR, code VARCHAR)")
        for one in territories(cog):
            if one.communes < one.communes_whole:
                con.execute("INSERT INTO a_cheval VALUES (?, ?)", [one.ref.level.value, one.ref.code])
        for name, module in derived.catalogue().items():
            create(con, name, module.DERIVED.columns)
        create(con, "valeurs", VALUE_COLUMNS)
        create(con, "concernes", CONCERNED_COLUMNS)
        self.sources: dict[str, list[str]] = {}

    def fill(self, table: str, columns: str, *rows: tuple[object, ...], **same: object) -> None:
        """Add rows given as tuples of these columns, `same` being in each."""
        found = [dict(zip(columns.split(), row, strict=True), **same) for row in rows]
        if table in derived.catalogue():
            append(self.con, table, derived.catalogue()[table].DERIVED.columns, found)
        else:
            fill(self.con, table, *found)

    def climb(self, indicator: str | Indicator) -> dict[tuple[str, str], Figure]:
        """The figures of an indicator, by territory (`epci:…`) and period."""
        one = indicators.catalogue()[indicator] if isinstance(indicator, str) else indicator
        fed = climb(self.con, one)
        self.sources = {period.code: names for period, names in fed.items()}
        rows = self.con.execute(
            "SELECT niveau || ':' || code, periode, valeur, numerateur, denominateur, connues, total, signalements, "
            "segment, rang, classes, detail, ex_aequo FROM valeurs WHERE indicateur = ?",
            [one.name],
        ).fetchall()
        return {
            (place, period): Figure(*start, tuple(flags.split()), *end)
            for place, period, *start, flags, segment, rank, ranked, detail, tied in rows
            for end in [(segment, rank, ranked, detail, tied)]
        }


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench, put away at the end."""
    with closing(little_france(outlines=False)) as con:
        yield Bench(con)
