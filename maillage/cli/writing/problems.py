"""What went wrong in a file being loaded: on the screen those that lose a row first, in a file all of them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from maillage.cli.words import counted
from maillage.kernel.errors import UsageError
from maillage.kernel.problem import Problem

COLUMNS = ("fichier", "ligne", "colonne", "effet", "raison")
SHOWN = 10


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Those that lose a row, then those of a whole file, then the others; otherwise as they were met."""
    return sorted(problems, key=lambda problem: (not problem.loses_row, problem.line > 0))


def tell(problems: Sequence[Problem], written: Path | None) -> None:
    """Print the first of them, and where the others are: in the file that was `written`, or on the site."""
    for problem in worst_first(problems)[:SHOWN]:
        where = f"{problem.file}, ligne {problem.line}" if problem.line else problem.file or "livraison"
        column = f", colonne « {problem.column} »" if problem.column else ""
        value = f" (lu : {problem.value})" if problem.value else ""
        print(f"  {problem.effect.value} : {where}{column} : {problem.reason}{value}")
    others = len(problems) - SHOWN
    if others > 0:
        place = f"dans {written}" if written else "sur la page de la source après publication (ou --problems FICHIER)"
        print(f"  … et {counted(others, 'autre')}, {place}.")


def check_place(path: Path | None) -> None:
    """Raise UsageError when no file can be written there: better said before a long loading than after."""
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        raise UsageError(f"--problems {path} : donnez le nom d’un fichier, dans un dossier qui existe.")


def write(path: Path, problems: Sequence[Problem]) -> None:
    """Write all of them as CSV, those that lose a row first. Raises UsageError when the disk refuses."""
    # Imported here: a loading that writes no such file must not wait for Django.
    from maillage.web.exports.comma import safe

    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for problem in worst_first(problems):
                cells = (problem.file, problem.line or "", problem.column, problem.effect.value, problem.reason)
                writer.writerow([safe(cell) for cell in cells])
    except OSError as error:
        raise UsageError(f"--problems {path} : écriture impossible ({error.strerror or error}).") from None
