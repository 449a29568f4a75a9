"""What a sheet of a workbook keeps from whoever looks at it: merged cells, formulas without result, what is not shown.

openpyxl, reading without loading all, tells none of it: the XML of the sheet does (ECMA-376, part 1, §18.3.1).
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from maillage.kernel.errors import UsageError

MOST_MERGED = 2000
TRUE = ("1", "true")


@dataclass(slots=True)
class Unseen:
    """What a sheet hides. Cells are « F3 », rows and columns are counted from 1; `whole` says the sheet itself is."""

    whole: bool = False
    merged: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    formulas: set[str] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def merged_in(self, column: int, row: int) -> str:
        """The merged cells of which this one shows nothing of its own, « F2:F4 »; empty when it shows what it says."""
        for first, top, last, bottom, ref in self.merged:
            if first <= column <= last and top <= row <= bottom and (column, row) != (first, top):
                return ref
        return ""

    def why(self, column: int, row: int) -> str:
        """Why a cell is not shown, in words; empty when it is."""
        if self.whole:
            return "cette feuille est masquée"
        if row in self.rows:
            return "cette ligne est masquée ou filtrée"
        if any(first <= column <= last for first, last in self.columns):
            return "cette colonne est masquée"
        return ""


def _tags(content: bytes, path: str) -> Iterator[tuple[str, Any]]:
    """Each element of a sheet, by its name without namespace, once it is read whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(path.lstrip("/")) as source:
        for _, element in iterparse(source):
            name = element.tag.removeprefix(f"{{{SHEET_MAIN_NS}}}")
            yield name, element
            if name not in ("f", "v", "is", "t", "r"):
                element.clear()


def _without_result(cell: Any) -> bool:
    """Whether a cell is a formula whose result was not kept, or is nothing."""
    children = {name: cell.find(f"{{{SHEET_MAIN_NS}}}{name}") for name in ("f", "v")}
    return children["f"] is not None and (children["v"] is None or not children["v"].text)


def unseen(content: bytes, path: str, whole: bool) -> Unseen:
    """What the sheet at this path of the archive hides. Raises UsageError when too many cells are merged."""
    hidden = Unseen(whole)
    row = 0
    for name, element in _tags(content, path):
        if name == "c" and _without_result(element):
            hidden.formulas.add(element.get("r", ""))
        elif name == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in TRUE or element.get("ht") == "0":
                hidden.rows.add(row)
        elif name == "col" and (element.get("hidden") in TRUE or element.get("width") == "0"):
            hidden.columns.append((int(element.get("min")), int(element.get("max"))))
        elif name == "mergeCell":
            ref = element.get("ref")
            first, top, last, bottom = range_boundaries(ref)
            hidden.merged.append((first or 1, top or 1, last or 16384, bottom or 1048576, ref))
            if len(hidden.merged) > MOST_MERGED:
                raise UsageError("Ce classeur a trop de cellules fusionnées : défusionnez-les.")
    return hidden
