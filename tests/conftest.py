"""Homes with a real release in them, built once a session by the command itself."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared" / "data"


def maillage(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a stranger would, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "maillage.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "MAILLAGE_HOME": str(home), **environment},
        check=False,
        timeout=300,
    )


def _built(factory: pytest.TempPathFactory, name: str, *arguments: str) -> Path:
    """A home of this process, copied from the one that the first process in need of it built for all of them."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    kept = (factory.getbasetemp() if alone else factory.getbasetemp().parent) / f"built_{name}"
    with kept.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.is_dir():
            fresh = kept.with_suffix(".fresh")
            shutil.rmtree(fresh, ignore_errors=True)
            done = maillage(fresh, "up", *arguments, "--no-serve")
            assert done.returncode == 0, done.stderr
            # What a first start does takes seconds: done here once, for every server started on a copy.
            ready = "import sys, pathlib, maillage.config.serve as s; s.prepare(pathlib.Path(sys.argv[1]))"
            subprocess.run([sys.executable, "-c", ready, str(fresh)], cwd=ROOT, check=True, timeout=120)
            fresh.rename(kept)
    return Path(shutil.copytree(kept, factory.mktemp(name) / "home", symlinks=True))


@pytest.fixture(scope="session")
def release_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of the samples: a small territory whose every figure is known by hand."""
    return _built(tmp_path_factory, "samples_home", "--from", str(SAMPLES))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real official files."""
    if not SHARED.is_dir():
        pytest.skip(f"real official files are not there: {SHARED} is missing")
    return SHARED


@pytest.fixture(scope="session")
def bfc_home(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A home with a release of Bourgogne-Franche-Comté, from the real official files."""
    return _built(tmp_path_factory, "bfc_home", "--from", str(shared_data), "--manifest", "manifests/bfc.csv")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration region, as `maillage up` alone builds it."""
    return _built(tmp_path_factory, "demo_home")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of what pages weigh, when they were weighed."""
    reports = [report for done in ("passed", "failed") for report in terminalreporter.stats.get(done, [])]
    weights = [value for one in reports for name, value in one.user_properties if name == "weight"]
    if not weights:
        return
    terminalreporter.section("first visit, cold cache, without the map")
    terminalreporter.write_line(f"{'kB':>7} {'budget':>7} {'requests':>9} {'fonts kB':>9}  page")
    for address, weight, budget, requests, fonts in weights:
        over = "  OVER" if weight > budget else ""
        figures = f"{weight / 1000:7.1f} {budget / 1000:7.0f} {requests:9d} {fonts / 1000:9.1f}"
        terminalreporter.write_line(f"{figures}  {address}{over}")
