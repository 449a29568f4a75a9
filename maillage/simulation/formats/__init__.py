"""One file per official format, named after the source that reads it: its columns, encoding, separator and quirks.

Each holds `write(world, folder) -> Iterator[Written]`. The folder is the registry.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from maillage.kernel.registry import modules
from maillage.simulation.world.model import World


@dataclass(frozen=True, slots=True)
class Written:
    """A file written: the source that reads it, the period described, its path, the day it would be obtained."""

    source: str
    period: str
    path: Path
    obtained_on: str


class FormatModule(Protocol):
    """What a file of this room holds."""

    def write(self, world: World, folder: Path) -> Iterator[Written]:
        """Write the files of this format for the whole history, one after the other, and say each once it is whole."""
        ...


@cache
def catalogue() -> dict[str, FormatModule]:
    """Every format by the name of its source."""
    return {name: cast(FormatModule, module) for name, module in modules(sys.modules[__name__]).items()}
