"""When what is simulated is published: the last day of a quarter, the day its files would be obtained."""

from datetime import date, timedelta

from maillage.kernel.period import Period
from maillage.simulation.world.fibre import quarter_code, quarter_index
from maillage.simulation.world.model import World

CARTEFIBRE_SINCE = quarter_index("2018-T2")
"""The sheets of the observatory describe the quarters before: no quarter is told twice."""
SPEEDS_SINCE = quarter_index("2020-T3")
"""The first quarter of « Ma connexion internet » that is still published."""
DELAY = timedelta(days=64)
"""From the end of a quarter to its files: those of the 2nd quarter of 2026 are dated 2 September."""


def quarter_end(quarter: int) -> date:
    """35 → 30 June 2026."""
    return Period.parse(quarter_code(quarter)).end


def obtained_on(quarter: int) -> str:
    """The day the files of a quarter would be obtained, ISO."""
    return (quarter_end(quarter) + DELAY).isoformat()


def published(world: World, since: int) -> list[int]:
    """The quarters of history from `since` on, oldest first."""
    return [quarter for quarter in world.history() if quarter >= since]
