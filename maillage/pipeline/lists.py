"""Where a figure that counts what lists name is cut: a list that appears, or goes, would look like places that open."""

from dataclasses import replace
from itertools import pairwise

import duckdb

from maillage import indicators, sources
from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Break, Indicator
from maillage.kernel.period import Period


def dated(con: duckdb.DuckDBPyConnection) -> dict[str, Indicator]:
    """Every indicator by name; those that count lists with a break at each period that counts other lists."""
    return {
        name: replace(indicator, breaks=(*indicator.breaks, *_breaks(con, indicator)))
        if indicator.cut_by_lists
        else indicator
        for name, indicator in indicators.catalogue().items()
    }


def _breaks(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> list[Break]:
    """The breaks of an indicator whose SELECT gives `sources`, oldest first. Raises DataError when it fails."""
    try:
        rows = con.execute(
            "SELECT periode, list(DISTINCT liste ORDER BY liste) FROM "
            f"(SELECT periode, unnest(sources) AS liste FROM ({indicator.sql})) GROUP BY periode"
        ).fetchall()
    except duckdb.Error as error:
        raise DataError(f"Indicateur {indicator.name} : sa requête échoue ({str(error).splitlines()[0]}).") from None
    counted = sorted(((Period.parse(code), set(lists)) for code, lists in rows), key=lambda pair: pair[0])
    return [
        Break(period.code, _reason(before, now)) for (_, before), (period, now) in pairwise(counted) if before != now
    ]


def _reason(before: set[str], now: set[str]) -> str:
    changes = [f"avec {_titles(now - before)}"] if now - before else []
    changes += [f"sans {_titles(before - now)}"] if before - now else []
    return f"Les listes de lieux comptées changent : désormais {', '.join(changes)}."


def _titles(lists: set[str]) -> str:
    known = sources.catalogue()
    return ", ".join(f"« {known[name].SOURCE.title if name in known else name} »" for name in sorted(lists))
