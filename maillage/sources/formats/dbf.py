"""The table of a zipped shapefile: its .dbf. Shapes, indexes and the encoding label are left aside."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import shapefile

from maillage.kernel.errors import DataError
from maillage.kernel.source import Content, RawRow
from maillage.sources.formats.files import unpacked

_BROKEN = (shapefile.ShapefileException, struct.error, ValueError, OverflowError, IndexError)


@dataclass(frozen=True, slots=True)
class ZippedDbf:
    """A zip holding one .dbf. `encoding` is forced: the .cpg beside it is not to be believed (Arcep).

    `line` is the rank of the record, from 1; deleted records keep their rank and are skipped.
    """

    encoding: str = "latin-1"

    def read(self, path: Path) -> Content:
        """Open the zip and read the layout of the table."""
        try:
            with unpacked(path, ".dbf") as stream, shapefile.DbfReader(stream, encoding=self.encoding) as table:
                columns = tuple(field.name for field in table.data_fields)
        except _BROKEN:
            raise _damaged(path) from None
        if len(set(columns)) < len(columns):
            raise DataError(f"{path.name} : deux colonnes portent le même nom.")
        return Content(columns, self._rows(path, columns), [])

    def _rows(self, path: Path, columns: tuple[str, ...]) -> Iterator[RawRow]:
        try:
            with unpacked(path, ".dbf") as stream, shapefile.DbfReader(stream, encoding=self.encoding) as table:
                for rank, record in enumerate(table.iterRecords(deleted_as_None=True), 1):
                    if record is not None:
                        yield RawRow(rank, dict(zip(columns, record, strict=True)))
        except _BROKEN:
            raise _damaged(path) from None


def _damaged(path: Path) -> DataError:
    return DataError(f"{path.name} : table .dbf incomplète ou abîmée : téléchargez-la de nouveau.")
