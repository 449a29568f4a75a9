"""A region from its files to its release: `python -m bench.region` (2,000 communes, twelve quarters of buildings).

The files are simulated, or reused; then `maillage up` builds them in a fresh home. Processor time is that of all its
processes, memory that of the largest. The peer reads the zipped files of buildings, each cell in its type, by DuckDB.
"""

import shutil
from pathlib import Path

from bench import bare, building, table
from bench.process import maillage
from bench.table import Sheet

MEASURES = building.PIPELINE
HISTORY = 12
"""Quarters of what is known by commune, at least."""


def main() -> None:
    """Run the bench, print its table and write it."""
    parser = table.parser("bench.region", __doc__)
    parser.add_argument("--communes", type=int, default=2_000, help="size of the region")
    parser.add_argument("--quarters", type=int, default=12, help="quarters where each building is written")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where everything is written")
    asked = table.asked(parser)
    sheet = Sheet(asked, "region", "A region from its files to its release", MEASURES, ("DuckDB",))
    folder: Path = asked.options.folder.resolve()
    files = _files(folder, asked.options.communes, asked.options.quarters)
    zipped = sorted(files.glob("carte_fibre_immeubles_*.zip"))
    home = folder / "home-region"
    runs = [
        building.build(home, ("--from", str(files)), lambda: bare.buildings(zipped, folder)) for _ in range(asked.runs)
    ]
    shutil.rmtree(home)
    building.write(
        sheet, runs, "Maillage: every source, published", f"Bare typed read of {len(zipped)} zipped files of buildings"
    )


def _files(folder: Path, communes: int, quarters: int) -> Path:
    """The files of the region, simulated once."""
    place = folder / f"region-{communes}-{quarters}"
    if (place / "manifest.csv").is_file():
        print("Files simulated before, reused.", flush=True)
        return place
    history = max(HISTORY, quarters)
    arguments = ("--communes", communes, "--quarters", history, "--building-quarters", quarters)
    spent = maillage(folder / "home-region", "simulate", str(place), *map(str, arguments))
    print(f"Simulated in {spent.seconds:.0f} s.", flush=True)
    return place


if __name__ == "__main__":
    main()
