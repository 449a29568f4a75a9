"""Building Bourgogne-Franche-Comté from the official files, against the bare read of the same files.

The bare read opens each file of the manifest with Python's csv or json and looks at every row, nothing else.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
MANIFEST = ROOT / "manifests" / "bfc.csv"
RUNS = 3

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


def timed(command: list[str], **environment: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of a command run in a process of its own."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def run() -> Path:
    """Print the comparison; gives a home with the release built."""
    home = Path(tempfile.mkdtemp(prefix="maillage_bench_"))
    command = [
        sys.executable,
        "-m",
        "maillage.cli",
        "up",
        "--from",
        str(SHARED),
        "--manifest",
        str(MANIFEST),
        "--no-serve",
    ]
    builds, bares = [], []
    for number in range(RUNS):
        builds.append(timed(command, MAILLAGE_HOME=str(home / str(number))))
        bares.append(timed([sys.executable, "-c", BARE, *files()]))
    built, bare = sorted(builds)[RUNS // 2], sorted(bares)[RUNS // 2]
    size = sum(os.path.getsize(name) for name in files()) / 1e6
    print(f"Build BFC from {len(files())} official files ({size:.0f} MB), median of {RUNS}:")
    print(f"  maillage up --no-serve  {built[0]:6.2f} s   {built[1]:5.0f} MB at most")
    print(f"  bare read (csv, json)   {bare[0]:6.2f} s   {bare[1]:5.0f} MB at most")
    print(f"  ratio                   {built[0] / bare[0]:6.1f}\n")
    return home / "0"
