"""A table typed by hand in a spreadsheet, as `kernel/typed.py` reads all of them."""

from dataclasses import dataclass
from pathlib import Path

from maillage.kernel import typed
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.source import Content, RawRow
from maillage.sources.formats.files import whole


@dataclass(frozen=True, slots=True)
class Typed:
    """A CSV of any separator and encoding, plain, gzipped or alone in a zip. Its columns are heads in small letters."""

    def read(self, path: Path) -> Content:
        """Read the whole file. Raises DataError when it is no table."""
        try:
            typed_file = typed.read(whole(path, ".csv"))
        except UsageError as error:
            raise DataError(f"{path.name} : {error}.") from None
        reason = "fichier qui n’est pas en UTF-8 : texte lu en Windows-1252"
        notes = [Problem(path.name, 0, "", "", reason, Effect.FLAGGED)] if typed_file.legacy else []
        return Content(
            typed_file.heads, (RawRow(line.number, line.cells, line.fault) for line in typed_file.lines), notes
        )
