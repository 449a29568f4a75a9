"""A list that is published as GeoJSON and also goes round as a CSV table: whichever the file is."""

from dataclasses import dataclass
from pathlib import Path

from maillage.kernel.source import Content
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.files import unpacked
from maillage.sources.formats.geojson import GeoJson


@dataclass(frozen=True, slots=True)
class GeoJsonOrCsv:
    """Features as GeoJson reads them, or delimited text as Csv does. `separator`: as in Csv."""

    separator: str = ";"

    def read(self, path: Path) -> Content:
        """Read the file by what it starts with."""
        with unpacked(path, "") as stream:
            start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
        return (GeoJson() if start.startswith((b"{", b"[")) else Csv(self.separator)).read(path)
