"""Building Bourgogne-Franche-Comté from the official files, against the bare read of the same files.

The bare read opens each file of the manifest with Python's csv or json and looks at every row, nothing else.
"""

import csv
import os
import sys
from pathlib import Path

from bench.building import PIPELINE
from bench.process import maillage, timed
from bench.table import ROOT, Asked, Row, Sheet, figure, grid, medians

MEASURES = PIPELINE
SHARED = ROOT.parent / "shared" / "data"
MANIFEST = ROOT / "manifests" / "bfc.csv"

BARE = """
import csv, json, sys
for name in sys.argv[1:]:
    with open(name, encoding="utf-8", errors="replace", newline="") as file:
        if name.endswith("json"):
            json.load(file)
        else:
            for row in csv.reader(file):
                pass
"""


def files() -> list[str]:
    """The files the manifest names, and the shipped COG's originals."""
    with open(MANIFEST, encoding="utf-8", newline="") as handle:
        named = [str(SHARED / row["path"]) for row in csv.DictReader(handle)]
    cog = [str(SHARED / "territoires" / f"{name}.json") for name in ("communes", "epci", "departements", "regions")]
    return named + cog


def run(asked: Asked, folder: Path) -> Path:
    """Print and write the comparison; gives a home with the release built, in `folder`."""
    sheet = Sheet(asked, "build", "Bourgogne-Franche-Comté from its official files", MEASURES, ("DuckDB",))
    runs: list[list[Row]] = []
    for number in range(asked.runs):
        arguments = ("up", "--from", str(SHARED), "--manifest", str(MANIFEST), "--no-serve")
        built = maillage(folder / str(number), *arguments)
        bare = timed([sys.executable, "-c", BARE, *files()])
        runs.append(
            [
                ("maillage up --no-serve", (built.seconds, built.memory)),
                ("Bare read (csv, json)", (bare.seconds, bare.memory)),
            ]
        )
    rows = medians(runs)
    least = rows[-1][1][0] or 1
    size = sum(os.path.getsize(name) for name in files()) / 1e6
    sheet.write(
        f"{len(files())} official files, {size:.0f} MB.",
        grid(
            ("what", "wall, s", "peak memory, MB", "ratio to the bare read"),
            [
                (label, figure(seconds, 2), figure(memory), figure((seconds or 0) / least, 1))
                for label, (seconds, memory) in rows
            ],
        ),
    )
    return folder / "0"
