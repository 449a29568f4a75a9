"""What a test needs to sit at a terminal: run `maillage`, look at all that a home holds, type official files."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from maillage import tables
from maillage.cli.main import main
from maillage.store.duck import connect
from maillage.store.home import Home
from maillage.store.lake import open_tables
from maillage.store.receipt import all_receipts

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "samples"
FTTH = "taux_locaux_raccordables_ftth"
SPEED = "taux_locaux_eligibles_8mbits"

COMMUNES = ("25035", "25056", "25388", "25463", "25547", "90010", "90068", "90097")
DEBITS_HEADER = (
    "code_insee;nom_com;code_dep;code_reg;nbr;type;inel_hd;elig_hd05;elig_hd3;"
    "elig_bhd8;elig_thd30;elig_thd100;elig_thd1g;date"
)

LOADED = """
import sys
before = set(sys.modules)
from maillage.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
loaded = {".".join(name.split(".")[:2]) for name in sys.modules.keys() - before}
print(*sorted(name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names), sep=",")
"""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said, its no-break spaces made plain ones."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Its standard output, read as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def run(home: Path, *arguments: object, **environment: str) -> Done:
    """Run `maillage` in this process; whatever is not a foreseen failure comes out as it is, and fails the test."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in {"MAILLAGE_HOME": str(home), **environment}.items():
            patch.setenv(name, value)
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    return Done(code, plain(out.getvalue()), plain(err.getvalue()))


def plain(text: str) -> str:
    """The text with plain spaces only, so that typography is none of the test's business."""
    return text.translate({0x00A0: " ", 0x202F: " "})


def succeed(home: Path, *arguments: object) -> str:
    """Run `maillage`, which must end well; gives its standard output."""
    done = run(home, *arguments)
    assert done.code == 0, done.err
    return done.out


def loaded(home: Path, *arguments: str) -> list[str]:
    """What a command alone in its process loads: packages and their parts, but for Python's own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        env={**os.environ, "MAILLAGE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.splitlines()[-1].split(",")


def publish(home: Path) -> None:
    """Compute and publish what is in the lake."""
    succeed(home, "compute")
    succeed(home, "publish")


def own_copy(home: Path, place: Path) -> Path:
    """A home of one's own, as the other but for the static files of the site, which no command reads."""
    return Path(shutil.copytree(home, place / "home", symlinks=True, ignore=shutil.ignore_patterns("static")))


def snapshot(folder: Path) -> dict[str, str]:
    """All that a folder holds: folders, links and files with their checksum. The lock and the static files, which no
    command writes, are left out."""
    inside = [
        path
        for top in folder.iterdir()
        if top.name not in ("lock", "static")
        for path in (top, *(top.rglob("*") if top.is_dir() and not top.is_symlink() else ()))
    ]
    return {str(path.relative_to(folder)): _fingerprint(path) for path in sorted(inside)}


def _fingerprint(path: Path) -> str:
    if path.is_symlink():
        return f"→ {os.readlink(path)}"
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def turned_away(home: Path, *arguments: object) -> str:
    """Run a command that must refuse its input as a whole: exit 3, one sentence, not a byte of the home changed."""
    before = snapshot(home)
    done = run(home, *arguments)
    assert done.code == 3, (done.out, done.err)
    assert snapshot(home) == before
    told = done.err[done.err.index("maillage : ") :]
    assert told.endswith(".\n"), told
    return told


def figure(home: Path, indicator: str, territory: str, period: str) -> dict[str, Any]:
    """The only value of an indicator for a territory and a period, as `show --format json` gives it."""
    found = run(home, "show", indicator, territory, "--period", period, "--format", "json").json()
    (value,) = found["values"]
    return dict(value)


def rows(home: Path, table: str, source: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of a table of the lake, for one source, in the order of the lines of its file."""
    place = Home(home)
    with closing(connect()) as con:
        open_tables(con, place, list(tables.catalogue().values()), all_receipts(place))
        return con.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE source = ? ORDER BY periode, fichier, ligne", [source]
        ).fetchall()


def debits(code: str, premises: object = 100, eligible: object = 80, day: str = "2026-09-30", kind: str = "all") -> str:
    """A line of the statistics « Ma connexion internet »: so many premises, so many eligible to every class."""
    classes = ";".join([str(eligible)] * 6)
    return f"{code};Nom;{code[:2]};27;{premises};{kind};0;{classes};{day}"


def debits_file(folder: Path, *lines: str, name: str = "commune_debit.csv") -> Path:
    """A file of the statistics « Ma connexion internet »: line 1 is the header, the first line given is line 2."""
    path = folder / name
    path.write_text("\n".join((DEBITS_HEADER, *lines)) + "\n", "utf-8")
    return path


def every_commune() -> list[str]:
    """One line for each commune of the sample territory, the third quarter of 2026."""
    return [debits(code) for code in COMMUNES]
