"""One noun per file."""

from maillage.steering.targets.models.ask import Ask
from maillage.steering.targets.models.entry import Entry, Kind, State
from maillage.steering.targets.models.sheet import Frequency, Good, Rollup, Sheet
from maillage.steering.targets.models.target import Target

__all__ = ["Ask", "Entry", "Frequency", "Good", "Kind", "Rollup", "Sheet", "State", "Target"]
