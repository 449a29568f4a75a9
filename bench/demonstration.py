"""The demonstration region, from nothing to what `maillage up` alone serves: `python -m bench.demonstration`.

`maillage up --no-serve` in a fresh home: the files are simulated, loaded and published, and what people would have
entered is. Processor time is that of all its processes, memory that of the largest. The peer reads every CSV and JSON
file of those simulated by DuckDB, in the types it finds.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bare, building, table
from bench.table import Sheet

MEASURES = (*building.PIPELINE, "maillage/config", "maillage/directory", "maillage/steering", "maillage/commons")


def main() -> None:
    """Run the bench, print its table and write it."""
    asked = table.asked(table.parser("bench.demonstration", __doc__))
    sheet = Sheet(asked, "demonstration", "The demonstration region", MEASURES, ("DuckDB", "Django"))
    with TemporaryDirectory(prefix="maillage_bench_") as folder:
        home = Path(folder) / "home"
        runs = [building.build(home, (), lambda: bare.everything(home / "simulation")) for _ in range(asked.runs)]
    building.write(sheet, runs, "maillage up --no-serve", "Bare read of the CSV and JSON files it simulates")


if __name__ == "__main__":
    main()
