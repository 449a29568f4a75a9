"""Compute a release beside the one being read: derived tables, values, problems, outlines, search and catalogue."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import duckdb

from maillage import derived, sources, tables
from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Column, Kind
from maillage.pipeline import journal, lists
from maillage.pipeline.changes import note_changes
from maillage.pipeline.checks import check_tallies
from maillage.pipeline.citations import note_citation
from maillage.pipeline.climb import CONCERNED_COLUMNS, VALUE_COLUMNS, climb
from maillage.pipeline.load import PROBLEM_COLUMNS
from maillage.pipeline.nearby import write_nearby
from maillage.pipeline.overlays import write_overlays
from maillage.pipeline.reload import reload_corrected
from maillage.pipeline.reserved import link, problem_columns, public_tables, write_reserved
from maillage.pipeline.wanted import to_load
from maillage.store import nearby, outlines, search, tiles
from maillage.store.addresses import build as addresses
from maillage.store.catalogue import catalogue_json
from maillage.store.duck import create, quoted, spilling, view_parquet, write_parquet
from maillage.store.home import Home, fresh_folder, write_whole
from maillage.store.lake import open_tables
from maillage.store.receipt import Receipt, all_receipts
from maillage.store.rows import append
from maillage.territories import zonages
from maillage.territories.cog import Cog, load_cog
from maillage.territories.groupings import day_described, in_force
from maillage.territories.measures import measured
from maillage.territories.tiers import membership, territories

Progress = Callable[[str], None]
Origins = dict[str, dict[str, list[Receipt]]]


def compute(home: Home, region: str | None, progress: Progress = lambda step: None) -> Path:
    """Write the next release in the build folder and give its path; stopped on the way, leave nothing of it.

    Raises DataError when nothing can be computed.
    """
    place = home.build.with_name("build.tmp")
    try:
        return _compute(home, region, place, progress)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _compute(home: Home, region: str | None, place: Path, progress: Progress) -> Path:
    reload_corrected(home, region, progress)
    receipts = all_receipts(home)
    with spilling(home) as con, ExitStack() as drawing:
        open_tables(con, home, public_tables(), receipts)
        cog = load_cog(con, region)
        problems = in_force(con, cog, day_described(receipts)) + zonages.listed(con, cog)
        fresh_folder(place)
        _tell_territories(con, cog)
        write_nearby(con, place / nearby.FILE, progress)
        drawing.enter_context(nearby.attached(con, place / nearby.FILE))
        buildings = f"{nearby.NAME}.buildings"
        drawing.enter_context(tiles.buildings_meanwhile(con, buildings, place / tiles.BUILDINGS))
        problems += _derive(con, place, progress)
        named = {territory.ref: territory.name for territory in territories(cog)}
        drawing.enter_context(tiles.territories_meanwhile(con, named, place, home.current))
        indicators = lists.dated(con)
        origins = _values(con, indicators, place, receipts, progress)
        note_changes(con, home, place, cog.region, receipts)
        _problems(con, home, place, receipts, problems)
        receipts = _flagged_too(con, receipts)
        progress("territoires et recherche")
        _index(con, cog, place)
        progress("contours et calques")
        outlines.build(con, place / "outlines.parquet")
        write_overlays(con, place / "overlays.parquet")
        write_reserved(home, place, receipts)
        annexes = {name: _annexes(con, indicator) for name, indicator in indicators.items()}
        progress("fond de carte et carte des immeubles")
    progress("catalogue")
    have, delivered = {receipt.table for receipt in receipts}, {receipt.source for receipt in receipts}
    text = catalogue_json(
        region=cog.region,
        region_name=cog.region_name,
        receipts=receipts,
        sources={name: module.SOURCE for name, module in sources.catalogue().items()},
        tables=tables.catalogue(),
        indicators=indicators,
        feeds={name: _fed(indicator) for name, indicator in indicators.items()},
        wanted={name: to_load(indicator, have, delivered) for name, indicator in indicators.items()},
        origins=origins,
        annexes=annexes,
    )
    _link_tables(home, receipts, place)
    write_whole(place / "catalogue.json", text.encode())
    note_citation(home, place)
    fresh_folder(home.build).rmdir()
    place.rename(home.build)
    journal.note(home, "compute", region=cog.region, deliveries=len(receipts))
    return home.build


def _index(con: duckdb.DuckDBPyConnection, cog: Cog, place: Path) -> None:
    """Write the indexes by which territories and addresses are searched."""
    every = measured(con, territories(cog))
    search.build(place / "search.sqlite", every, tiles.boxes(con), _former(cog))
    addresses.build(place / "addresses.sqlite", con, every)


def _link_tables(home: Home, receipts: Sequence[Receipt], place: Path) -> None:
    """Keep in the release the very tables it was computed from, so that it can be computed again."""
    for receipt in receipts:
        if receipt.table in sources.reserved():
            continue
        for name in (receipt.data, receipt.problems):
            link(home.root / name, place / "tables" / Path(name).relative_to("lake"))


def _former(cog: Cog) -> list[search.Former]:
    """The communes of before of the region: those whose name is known, then other codes that lead to one commune."""
    former = [search.Former(commune.code, commune.name, commune.current) for commune in cog.former_communes()]
    named = {commune.code for commune in former}
    alone = ((code, next(iter(to))) for code, to in sorted(cog.former.items()) if len(to) == 1)
    return former + [search.Former(code, "", to) for code, to in alone if code not in named and cog.served(to)]


def _tell_territories(con: duckdb.DuckDBPyConnection, cog: Cog) -> None:
    """Tables the engine climbs by: who belongs to what, who straddles the border, which region is served."""
    names = ("commune", "niveau", "code")
    columns = tuple(Column(name, Kind.TEXT, name) for name in names)
    create(con, "appartenance", columns)
    append(con, "appartenance", columns, (dict(zip(names, row, strict=True)) for row in membership(cog)))
    con.execute("CREATE OR REPLACE TABLE a_cheval (niveau VARCHAR, code VARCHAR)")
    for territory in territories(cog):
        if territory.communes < territory.communes_whole:
            ref = territory.ref
            con.execute("INSERT INTO a_cheval VALUES (?, ?)", (ref.level.value, ref.code))
    con.execute(f"CREATE OR REPLACE TABLE region_servie AS SELECT {quoted(cog.region)} AS region")


def _derive(con: duckdb.DuckDBPyConnection, place: Path, progress: Progress) -> list[tuple[str, Problem]]:
    """Compute the derived tables, each seen by the next; gives the problems found, by source."""
    problems: list[tuple[str, Problem]] = []

    def query(sql: str) -> list[tuple[object, ...]]:
        return con.execute(sql).fetchall()

    for name, module in derived.catalogue().items():
        progress(module.DERIVED.title)
        columns = module.DERIVED.columns
        create(con, name, columns)
        rows = module.compute(query, lambda source, problem: problems.append((source, problem)))
        append(con, name, columns, rows)
        check_tallies(query, module.DERIVED.title, module.DERIVED.tallies)
        path = place / "derived" / f"{name}.parquet"
        write_parquet(con, f"FROM {name}", path)
        view_parquet(con, name, [path])
    return problems


def _values(
    con: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, Indicator],
    place: Path,
    receipts: Sequence[Receipt],
    progress: Progress,
) -> Origins:
    create(con, "valeurs", VALUE_COLUMNS)
    create(con, "concernes", CONCERNED_COLUMNS)
    origins: Origins = {}
    for name, indicator in indicators.items():
        progress(indicator.title)
        fed = climb(con, indicator)
        every = _fed(indicator)
        origins[name] = {
            period.code: deliveries_of(receipts, named or every, period) for period, named in sorted(fed.items())
        }
    write_parquet(con, "FROM valeurs ORDER BY niveau, code, indicateur, rang_periode", place / "values.parquet")
    write_parquet(con, "FROM valeurs ORDER BY indicateur, niveau, rang_periode, rang", place / "ranking.parquet")
    write_parquet(con, "FROM concernes ORDER BY indicateur, niveau, code", place / "concerned.parquet")
    return origins


def deliveries_of(receipts: Sequence[Receipt], names: Sequence[str], period: Period) -> list[Receipt]:
    """The delivery of each source that a value of this period comes from.

    It is the one whose rows describe the period; failing that the last one that describes an earlier period;
    failing that the first there is.
    """
    deliveries = []
    for name in sorted(set(names)):
        mine = [receipt for receipt in receipts if receipt.source == name]
        exact = [receipt for receipt in mine if period.code in receipt.row_periods]
        earlier = [receipt for receipt in mine if not period < Period.parse(receipt.period)]
        deliveries += (exact or earlier or mine[:1])[-1:]
    return deliveries


def _fed(indicator: Indicator) -> list[str]:
    """The sources that can feed an indicator: those it names, else those of the tables it reads."""
    return list(indicator.fed_by) or _feeding(indicator.reads)


def _feeding(reads: Sequence[str]) -> list[str]:
    """The sources that can feed these tables, through derived tables too; the COG goes without saying."""
    plain: set[str] = set()
    pending = list(reads)
    while pending:
        name = pending.pop()
        if name in derived.catalogue():
            pending += derived.catalogue()[name].DERIVED.reads
        else:
            plain.add(name)
    return [
        name
        for name, module in sources.catalogue().items()
        if module.SOURCE.table in plain and not (module.SOURCE.table == "communes" and len(plain) > 1)
    ]


def _problems(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    place: Path,
    receipts: Sequence[Receipt],
    problems: Sequence[tuple[str, Problem]],
) -> None:
    """Gather the problems of every delivery, and those found while computing, in one file."""
    columns = (Column("source", Kind.TEXT, "Source"), Column("period", Kind.TEXT, "Période"), *PROBLEM_COLUMNS)
    create(con, "problems", columns)
    for receipt in receipts:
        con.execute(
            f"INSERT INTO problems BY NAME SELECT {quoted(receipt.source)} AS source, "
            f"{quoted(receipt.period)} AS period, {problem_columns(receipt)} "
            f"FROM read_parquet({quoted(home.root / receipt.problems)}, hive_partitioning = false)"
        )
    by_file = {(r.source, file.name): r.period for r in receipts for file in r.files}
    append(con, "problems", columns, (_problem_row(source, by_file, problem) for source, problem in problems))
    write_parquet(
        con,
        'SELECT DISTINCT * FROM problems ORDER BY source, period DESC, file, line, "column"',
        place / "problems.parquet",
    )


def _flagged_too(con: duckdb.DuckDBPyConnection, receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts, with the lines flagged while computing counted among the flagged ones."""
    rows = con.execute(
        "SELECT source, period, count(DISTINCT (file, line)) FROM problems WHERE effect = ? AND line > 0 GROUP BY ALL",
        [Effect.FLAGGED.value],
    ).fetchall()
    flagged = {(source, period): lines for source, period, lines in rows}
    return [
        replace(receipt, counts=replace(receipt.counts, flagged=flagged.get((receipt.source, receipt.period), 0)))
        for receipt in receipts
    ]


def _problem_row(source: str, by_file: Mapping[tuple[str, str], str], problem: Problem) -> dict[str, object]:
    return {
        "source": source,
        "period": by_file[source, problem.file],
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "reason": problem.reason,
        "effect": problem.effect.value,
        "commune": problem.commune,
    }


def _annexes(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> list[list[list[str]]]:
    """The rows of each annex of an indicator, as text."""
    annexes = []
    for annex in indicator.annexes:
        try:
            rows = con.execute(annex.sql).fetchall()
        except duckdb.Error as error:
            raise DataError(f"Indicateur {indicator.name}, « {annex.title} » : {str(error).splitlines()[0]}.") from None
        annexes.append([["" if cell is None else str(cell) for cell in row] for row in rows])
    return annexes
