"""Which tables of `bench/results` are older than what they measure: `python -m bench.status`, or `make bench-status`.

The heading of each table is brought up to date: « Measured 2026-11-22, before changes in maillage/store ». Nothing is
measured, and nothing fails because a table is old.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.table import HEADING, RESULTS, ROOT, digest

HEADED = re.compile(rf"^{HEADING}(\d{{4}}-\d{{2}}-\d{{2}})(.*)$", re.MULTILINE)
NOTED = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{16})` \|$", re.MULTILINE)
DECLARES = re.compile(r"^MEASURES = ", re.MULTILINE)


@dataclass(frozen=True)
class Standing:
    """A table: its day, and the folders that changed since; `noted` says whether it tells what they were."""

    name: str
    day: str
    changed: tuple[str, ...]
    noted: bool

    @property
    def since(self) -> str:
        """What ends the heading."""
        if not self.noted:
            return ", of a state of the project that was not noted"
        return f", before changes in {', '.join(self.changed)}" if self.changed else ""


def standing(path: Path, root: Path) -> Standing:
    """How a table stands against the project at `root`. Raises ValueError when the file has no heading with a date."""
    text = path.read_text("utf-8")
    heading = HEADED.search(text)
    if heading is None:
        raise ValueError(f"{path}: no line « {HEADING}2026-11-22 ».")
    folders = NOTED.findall(text)
    changed = tuple(place for place, code in folders if _now(root / place) != code)
    return Standing(path.stem, heading[1], changed, bool(folders))


def _now(place: Path) -> str:
    """The digest of a folder, empty when it is no longer there."""
    try:
        return digest(place)
    except FileNotFoundError:
        return ""


def renewed(path: Path, root: Path) -> Standing:
    """The same, its heading rewritten where it said something else."""
    found = standing(path, root)
    text = path.read_text("utf-8")
    heading = f"{HEADING}{found.day}{found.since}"
    current = HEADED.sub(lambda _: heading, text, count=1)
    if current != text:
        path.write_text(current, "utf-8")
    return found


def never_measured(folder: Path, results: Path) -> Iterator[str]:
    """The benches of a folder that have no table yet, whatever their size."""
    names = [path.stem for path in results.glob("*.md")]
    for path in sorted(folder.glob("*.py")):
        told = any(name == path.stem or name.startswith(f"{path.stem}-") for name in names)
        if not told and DECLARES.search(path.read_text("utf-8")):
            yield path.stem


def main() -> None:
    """List the tables, and bring their headings up to date."""
    parser = argparse.ArgumentParser("python -m bench.status", description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the tables")
    results: Path = parser.parse_args().results
    rows = [("table", "measured", "since")]
    for path in sorted(results.glob("*.md")):
        table = renewed(path, ROOT)
        rows.append((table.name, table.day, table.since.removeprefix(", ") or "nothing changed"))
    rows += [(name, "never", "") for name in never_measured(ROOT / "bench", results)]
    widest = max(len(name) for name, _, _ in rows)
    for name, day, since in rows:
        print(f"{name:<{widest}}  {day:<10}  {since}".rstrip())


if __name__ == "__main__":
    main()
