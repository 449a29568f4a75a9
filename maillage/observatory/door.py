"""The only door to published values. Pages, API, CSV and reports all come through here.

Who comes: a page, a command or an export, with a territory, an indicator or a source in hand; it leaves
with records of `sheets` and `kernel`, never with SQL or a file of the lake.

Parts that need NumPy or Shapely are imported when they are first asked for: a command that shows one figure needs
neither, and would wait for them as long as for all the rest.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.kernel.words import alphabetical
from maillage.observatory import opening
from maillage.observatory.cited import Citations, Cited
from maillage.observatory.due import DueBuildings
from maillage.observatory.evidence import Evidence
from maillage.observatory.figures import Figures
from maillage.observatory.forecasts import Forecasts
from maillage.observatory.hamlets import Hamlets
from maillage.observatory.listed import Listed
from maillage.observatory.mapped import Mapped
from maillage.observatory.named import Named
from maillage.observatory.point.nearby import Nearby
from maillage.observatory.reading import Catalogue, problem_line, read_changes
from maillage.observatory.rollout import Rollout
from maillage.observatory.sheets import (
    Hit,
    IndicatorSheet,
    ProblemLine,
    ProfileLine,
    RankLine,
    ReleaseChanges,
    ReleaseSheet,
    SourceSheet,
    catalogue_order,
)
from maillage.store import nearby
from maillage.store.duck import connect, quoted

if TYPE_CHECKING:
    from maillage.observatory.addresses import Addresses
    from maillage.observatory.similar import Comparison, Criteria, Measured
    from maillage.observatory.standings import LastValues, Standing

NoRelease, close, verify = opening.NoRelease, opening.close, opening.verify


def current(home: Path) -> "Observatory":
    """The observatory on the release published last under `home`; cheap to call at each request.

    A damaged release is refused for the last whole one before it, whose `damaged` then names it. Raises NoRelease
    (a DataError) when nothing was published yet, DataError when no release is whole.
    """
    return opening.current(home, Observatory)


class Observatory(Mapped):
    """Published values of one release. Unknown names raise UsageError, with what to do."""

    damaged = 0
    """The number of the release that should be served and is damaged; 0 when it is this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._catalogue = Catalogue(folder)
        self._con = connect()
        # A request's own thread does its work: waiting for a helper that is kept from running takes longer.
        self._con.execute("SET threads = 1")
        if (folder / nearby.FILE).exists():
            nearby.attach(self._con, folder / nearby.FILE)
        self.figures = Figures(self._con, self._rows, folder, self._catalogue)
        self._named = Named(folder, self.release)
        self._last: dict[Level, LastValues] = {}
        self._measured: dict[Level, Measured] = {}
        self._not_concerned: dict[tuple[str, Level], frozenset[str]] = {}

    def close(self) -> None:
        """Let go of the files; the observatory cannot be asked anything afterwards."""
        if "addresses" in self.__dict__:
            self.addresses.close()
        self._con.close()
        self._named.close()

    @property
    def release(self) -> ReleaseSheet:
        """The release being read."""
        return self._catalogue.release

    @cached_property
    def changes(self) -> ReleaseChanges:
        """What this release brings against the one before."""
        return read_changes(self.folder)

    @cached_property
    def citations(self) -> Citations:
        """Figures as each release published them, and those that a later one said otherwise."""
        return Citations(self.folder, self._rows, self._catalogue)

    @cached_property
    def addresses(self) -> "Addresses":
        """Addresses, to find or to open."""
        from maillage.observatory.addresses import Addresses

        return Addresses(self.folder)

    @cached_property
    def nearby(self) -> Nearby:
        """What is known at a point."""
        return Nearby((self.folder / nearby.FILE).exists(), self._rows, self._catalogue.sources)

    @cached_property
    def rollout(self) -> Rollout:
        """Buildings by state, premises by speed."""
        return Rollout(self.folder, self._rows)

    @cached_property
    def listed(self) -> Listed:
        """The buildings that a count of the fibre is made of."""
        return Listed(self.folder, self._rows, self._catalogue.receipts, self._catalogue.sources)

    @cached_property
    def hamlets(self) -> Hamlets:
        """Named places, by squares."""
        return Hamlets(self.folder, self._rows, self._catalogue.receipts, self._catalogue.sources)

    @cached_property
    def due(self) -> DueBuildings:
        """What was due between two deliveries of them."""
        return DueBuildings(self._rows, self.listed.files)

    @cached_property
    def forecasts(self) -> Forecasts:
        """When fibre would be there, commune by commune."""
        return Forecasts(self.folder, self._rows, self.territories)

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._con.cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()

    def territory(self, ref: Ref) -> Territory:
        """A territory of the region served."""
        return self._named.territory(ref)

    def successor(self, ref: Ref) -> Ref | None:
        """The commune of today that a commune of before leads to; None for any other territory."""
        return self._named.successor(ref)

    def territories(self, level: Level, within: Ref | None = None) -> list[Territory]:
        """The territories of a level, by name; those inside another when `within` is given.

        An EPCI is inside each département where it has a commune; a groupement and what it crosses, likewise.
        """
        return self._named.territories(level, within)

    def communes(self, ref: Ref) -> list[Territory]:
        """The communes of a place, by name: a commune is its own. Raises UsageError for an unknown commune."""
        return [self.territory(ref)] if ref.level is Level.COMMUNE else self.territories(Level.COMMUNE, ref)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that have a territory, from the smallest: without groupements, theirs is not there."""
        return self._named.levels

    def kinds(self, level: Level) -> list[str]:
        """The natures of the territories of a level: « SCoT », « Communauté de communes »…"""
        return sorted({territory.kind for territory in self._named.level(level).values()}, key=alphabetical)

    def measured(self, level: Level) -> "Measured":
        """The territories of a level with what makes them alike, kept as long as the release is read."""
        from maillage.observatory.similar import Measured

        if level not in self._measured:
            self._measured[level] = Measured(self._named.level(level).values())
        return self._measured[level]

    def similar(self, ref: Ref, criteria: "Criteria | None" = None) -> "Comparison":
        """The territories of the same level that resemble one by these criteria, or the usual ones, or those the
        reader chose to compare it with."""
        from maillage.observatory.similar import USUAL, compare

        return compare(self, ref, criteria or USUAL)

    def last(self, level: Level) -> "LastValues":
        """The last value of each indicator for the territories of a level, kept as long as the release is read."""
        from maillage.observatory.standings import last_values

        if level not in self._last:
            loaded = [sheet for sheet in self.indicators() if sheet.loaded]
            refs = [territory.ref for territory in self._named.level(level).values()]
            cursor, figures = self._con.cursor(), self.figures
            self._last[level] = last_values(cursor, figures.by_territory, loaded, refs, figures.concerned)
        return self._last[level]

    def standings(self, ref: Ref, refs: Sequence[Ref]) -> "dict[str, Standing]":
        """Where a territory stands among others of its level and itself, at the last period of each indicator."""
        self.territory(ref)
        return self.last(ref.level).standings(ref, refs)

    def indicators(self) -> list[IndicatorSheet]:
        """Every indicator, those without data too, by theme, in the order that defaults and exports hold on to."""
        return sorted(self._catalogue.indicators.values(), key=catalogue_order)

    def indicator(self, name: str) -> IndicatorSheet:
        """An indicator by name."""
        try:
            return self._catalogue.indicators[name]
        except KeyError:
            known = {sheet.indicator.name: sheet.indicator.title for sheet in self.indicators()}
            raise UnknownChoice(f"Indicateur « {name} » inconnu.", name, known) from None

    def sources(self) -> list[SourceSheet]:
        """Every source, those not loaded too, by publisher then title."""
        return sorted(
            self._catalogue.sources.values(),
            key=lambda source: (alphabetical(source.publisher), alphabetical(source.title)),
        )

    def source(self, name: str) -> SourceSheet:
        """A source by name."""
        try:
            return self._catalogue.sources[name]
        except KeyError:
            known = {sheet.name: sheet.title for sheet in self.sources()}
            raise UnknownChoice(f"Source « {name} » inconnue.", name, known) from None

    def problems(
        self, source: str, effect: Effect | None = None, offset: int = 0, limit: int = 100
    ) -> tuple[list[ProblemLine], int]:
        """Refused and flagged rows of a source, by file and line, and how many there are in all."""
        self.source(source)
        where = "source = ?" + (" AND effect = ?" if effect else "")
        parameters = [source, *([effect.value] if effect else [])]
        table = f"read_parquet({quoted(self.folder / 'problems.parquet')})"
        rows = self._rows(
            f'SELECT period, file, line, "column", value, reason, effect, count(*) OVER () FROM {table} WHERE {where} '
            'ORDER BY period DESC, file, line, "column", reason LIMIT ? OFFSET ?',
            [*parameters, limit, offset],
        )
        if not rows and offset:
            total = self._rows(f"SELECT count(*) FROM {table} WHERE {where}", parameters)[0][0]
            return [], int(total)
        return [problem_line(row[:-1]) for row in rows], int(rows[0][-1]) if rows else 0

    def series(self, indicator: str, ref: Ref, period: Period | None = None) -> list[Value]:
        """The values of an indicator for a territory, oldest first, or that of one period."""
        self.indicator(indicator)
        self.territory(ref)
        return self.figures.series(indicator, ref, period)

    def cited(self, key: str, indicator: str, ref: Ref, period: Period) -> Cited:
        """A figure as the release of this key published it. Raises UsageError when it did not."""
        if key != self.release.key:
            return self.citations.figure(key, indicator, ref, period)
        value = next(iter(self.series(indicator, ref, period)), None)
        if value is None:
            raise UsageError(f"La publication n° {self.release.number} n’a pas ce chiffre.")
        return Cited(self.release, self.indicator(indicator).indicator, self.territory(ref).name, value)

    def evidence(self, indicator: str, ref: Ref, period: Period) -> Evidence:
        """What the value of an indicator for a territory and a period is made of, known or not."""
        sheet, value = self.indicator(indicator), next(iter(self.series(indicator, ref, period)), None)
        inside = self.communes(ref)
        communes = {commune.ref.code: commune for commune in inside}
        return Evidence(self.folder, self._rows, self._catalogue, sheet.indicator, communes, period, value)

    def profile(self, ref: Ref, theme: str = "") -> list[ProfileLine]:
        """Every indicator for a territory, or those of a theme, with the level above for comparison."""
        territory = self.territory(ref)
        above = territory.parents[0] if territory.parents else None
        sheets = [sheet for sheet in self.indicators() if theme in ("", sheet.indicator.theme)]
        values = self.figures.of([ref, above] if above else [ref], [sheet.indicator.name for sheet in sheets])
        return [self.figures.line(sheet, ref, above, values) for sheet in sheets]

    def ranking(
        self,
        indicator: str,
        level: Level,
        period: Period,
        within: Ref | None = None,
        offset: int = 0,
        limit: int = 50,
        kind: str = "",
    ) -> tuple[list[RankLine], int]:
        """Territories from the best value to the worst (unknown ones are left out), and how many there are.

        `kind` keeps those of one nature (one of `kinds`), ranked among themselves.
        """
        self.indicator(indicator)
        if within is not None:
            self.territory(within)
        among = {
            territory.ref.code: territory
            for territory in self.territories(level, within)
            if kind in ("", territory.kind)
        }
        part = slice(offset, offset + limit)
        return self.figures.ranking(indicator, level, period, among, part, alone=bool(kind))

    def values(
        self,
        indicator: str,
        level: Level | None = None,
        period: Period | None = None,
        among: Sequence[str] | None = None,
    ) -> list[Value]:
        """Every value of an indicator by level, period then code, or those of some codes: what an export holds."""
        self.indicator(indicator)
        return self.figures.values(indicator, level, period, among)

    def layer(self, indicator: str, level: Level, period: Period) -> dict[str, float | None]:
        """Value by territory code; a territory that is absent is unknown."""
        self.indicator(indicator)
        return self.figures.layer(indicator, level, period)

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Territories whose name, code or postcode begins like the words typed; communes of before lead to today's."""
        return self._named.search(text, limit)

    def not_concerned(self, indicator: str, level: Level) -> frozenset[str]:
        """The codes of a level that an indicator makes no sense for: nothing to know there."""
        if self.indicator(indicator).indicator.concerns == "true":
            return frozenset()
        if (indicator, level) not in self._not_concerned:
            self._not_concerned[indicator, level] = frozenset(
                code for code in self._named.level(level) if (indicator, Ref(level, code)) not in self.figures.concerned
            )
        return self._not_concerned[indicator, level]
