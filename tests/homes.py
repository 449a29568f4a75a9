"""Homes with a real release in them: each made once, by the first process in need of it, for all processes and runs.

They are kept in `.cache/homes`, or in the folder that MAILLAGE_TEST_HOMES names, under a digest of what makes them;
those that nothing makes any more are dropped.
"""

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared" / "data"
KEPT = Path(os.environ.get("MAILLAGE_TEST_HOMES") or ROOT / ".cache" / "homes")
LONGEST = 600

TABLES = ("maillage/**/migrations/*.py", "maillage/web/**/*", "requirements.lock", "tests/homes.py")
RELEASES = ("maillage/**/*", "samples/*", "manifests/*", "requirements.lock", "tests/homes.py")
TABLES_AND_STATIC = """
import django, maillage.config.serve as serve
django.setup()
from maillage.config.tables import bring_up_to_date
bring_up_to_date()
serve._gather_static()
"""
# What a first start does takes seconds: done here once, for every server started on a copy.
PREPARE = "import sys, pathlib, maillage.config.serve as s; s.prepare(pathlib.Path(sys.argv[1]))"
BUILD = f"import sys; from maillage.cli.main import main; main([*sys.argv[2:], '--no-serve']); {PREPARE}"
# As `maillage up` alone does, with fewer communes: the same actions, strategies, committees and people.
DEMONSTRATION = f"""
import sys
from datetime import date
from pathlib import Path
from maillage import sources
from maillage.cli.main import main
from maillage.cli.up.run import DEMONSTRATION_BUILDING_QUARTERS, DEMONSTRATION_QUARTERS, DEMONSTRATION_SEED
from maillage.simulation import formats
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory
home = Path(sys.argv[1])
world = World(60, DEMONSTRATION_SEED, DEMONSTRATION_QUARTERS, DEMONSTRATION_BUILDING_QUARTERS)
wanted = [name for name in formats.catalogue() if name in sources.catalogue()]
write_territory(home / "simulation", world, wanted)
main(["up", "--from", str(home / "simulation"), "--no-serve"])
{PREPARE}
from maillage.config.demonstration import enter
from maillage.observatory.door import close, current
enter(current(home), date.today())
close()
"""


@functools.cache
def _digest(*patterns: str) -> str:
    """What these files of the project hold, pages and commands apart but for their styles: no home depends on them."""
    apart = ("maillage/web/", "maillage/cli/")
    styles = (".css", ".js")
    told = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        inside = path.relative_to(ROOT).as_posix()
        if path.suffix in styles or (path.suffix != ".pyc" and not inside.startswith(apart)):
            told.update(inside.encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _kept(name: str, made_of: tuple[str, ...], make: Callable[[Path], None], said: str = "") -> Path:
    """The folder of this name, made by the first process in need of it."""
    kept = KEPT / f"{name}-{_digest(*made_of)}{said}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.is_dir():
            for other in kept.parent.glob(f"{name}-*"):
                shutil.rmtree(other)
            fresh = kept.with_suffix(".fresh")
            make(fresh)
            fresh.rename(kept)
    return kept


def run_python(program: str, home: Path, *arguments: str) -> str:
    """What a program says of this home, run by Python in a process of its own, on SQLite; it must end well."""
    environment = {**os.environ, "MAILLAGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "maillage.config.settings"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", program, str(home), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def blank() -> Path:
    """A home with empty tables and the static files: half a minute, once for all."""

    def make(home: Path) -> None:
        home.mkdir()
        run_python(TABLES_AND_STATIC, home)

    return _kept("blank", TABLES, make)


def _built(name: str, program: str, *arguments: str, said: str = "") -> Path:
    """A home begun as the blank one, in which a program made a release."""

    def make(home: Path) -> None:
        shutil.copytree(blank(), home)
        (home / "secret_key").unlink()
        run_python(program, home, *arguments)

    return _kept(name, RELEASES, make, said)


def samples() -> Path:
    """A release of the samples."""
    return _built("samples", BUILD, "up", "--from", str(SAMPLES))


def demonstration() -> Path:
    """The demonstration of the tests, of this week: the dates of what it holds turn around the day it is made."""
    return _built("demonstration", DEMONSTRATION, said=f"{date.today():-%G-%V}")


def public_demonstration() -> Path:
    """The demonstration that `maillage up` alone builds, of this week."""
    return _built("public", BUILD, "up", said=f"{date.today():-%G-%V}")


def bfc() -> Path:
    """A release of Bourgogne-Franche-Comté."""
    manifest = ("--manifest", str(ROOT / "manifests" / "bfc.csv"))
    return _built("bfc", BUILD, "up", "--from", str(SHARED), *manifest)


if __name__ == "__main__":
    samples()
    demonstration()
