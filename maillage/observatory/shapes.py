"""The shapes of a release: outlines of its territories."""

import threading
from pathlib import Path

import shapely

from maillage.kernel.territory import Level
from maillage.store import outlines


class Shapes:
    """The outlines of a release, each level read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._levels: dict[Level, dict[str, shapely.Geometry]] = {}

    def outlines(self, level: Level) -> dict[str, shapely.Geometry]:
        """The outlines of a level by code, longitude and latitude WGS84; to be read, not changed."""
        with self._turn:
            if level not in self._levels:
                self._levels[level] = outlines.read(self._folder / "outlines.parquet", level.value)
            return self._levels[level]
