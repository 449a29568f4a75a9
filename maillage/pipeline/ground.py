"""What rows are attached with: the COG and the outlines of communes, read once while their deliveries stay the same."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from maillage import tables
from maillage.store.duck import scratch
from maillage.store.home import Home
from maillage.store.lake import open_tables
from maillage.store.receipt import Receipt
from maillage.territories.cog import Cog, load_cog
from maillage.territories.outlines import Outlines

COG_TABLES = ("communes", "epci", "departements", "regions")
FIRST = (*COG_TABLES, "contours")
"""Tables that others are attached with, in the order they are loaded."""


def cog_of(home: Home, receipts: Sequence[Receipt], region: str | None) -> Cog:
    """The COG of these deliveries, that nobody may change. Raises as `load_cog` does."""
    return _cog(home.root, _among(receipts, COG_TABLES), region)


def outlines_of(home: Home, receipts: Sequence[Receipt]) -> Outlines:
    """The outlines of these deliveries, that nobody may change."""
    return _outlines(home.root, _among(receipts, FIRST))


def _among(receipts: Sequence[Receipt], names: Sequence[str]) -> tuple[Receipt, ...]:
    return tuple(receipt for receipt in receipts if receipt.table in names)


@lru_cache(maxsize=1)
def _cog(root: Path, receipts: tuple[Receipt, ...], region: str | None) -> Cog:
    with scratch() as con:
        open_tables(con, Home(root), [tables.catalogue()[name] for name in COG_TABLES], receipts)
        return load_cog(con, region)


@lru_cache(maxsize=1)
def _outlines(root: Path, receipts: tuple[Receipt, ...]) -> Outlines:
    with scratch() as con:
        open_tables(con, Home(root), [tables.catalogue()["contours"]], receipts)
        return Outlines(con)
