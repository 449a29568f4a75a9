"""What to load so that an indicator has data: one source for each thing that is missing, never a list to guess."""

from collections.abc import Collection

from maillage import derived, sources
from maillage.kernel.indicator import Indicator

GIVEN = frozenset({"communes", "epci", "departements", "regions"})
"""The tables that the package brings."""


def to_load(indicator: Indicator, loaded: Collection[str], delivered: Collection[str] = ()) -> list[str]:
    """The sources to load for an indicator, given the tables that have a delivery and the sources that gave one; none
    when all is there."""
    if indicator.fed_by:
        return [name for name in indicator.fed_by if name not in delivered]
    wanted: dict[str, None] = {}
    for name in indicator.reads:
        wanted |= dict.fromkeys(_missing(name, loaded))
    return list(wanted)


def _missing(table: str, loaded: Collection[str]) -> list[str]:
    """The sources to load for one table."""
    if table in GIVEN or table in loaded:
        return []
    if table not in derived.catalogue():
        return [_usual(table)]
    described = derived.catalogue()[table].DERIVED
    missing: list[str] = []
    for group in described.needs or tuple((name,) for name in described.reads):
        choices = [_missing(name, loaded) for name in group]
        if all(choices):
            missing += choices[0]
    return missing


def _usual(table: str) -> str:
    """The source that feeds a table: one that can be fetched rather than one that must be found."""
    feeding = [module.SOURCE for module in sources.catalogue().values() if module.SOURCE.table == table]
    return min(feeding, key=lambda source: source.remote is None).name
