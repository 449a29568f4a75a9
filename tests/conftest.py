"""Homes with a real release in them, built once a session by the command itself."""

import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
import pytest_django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

# No test depends on how fast the machine is.
hypothesis.settings.register_profile("maillage", deadline=None)
hypothesis.settings.load_profile("maillage")

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


TABLES = ("maillage/**/migrations/*.py", "maillage/web/**/*", "requirements.lock")
RELEASES = ("maillage/**/*", "samples/*", "manifests/*", "requirements.lock")


def _shared(
    factory: pytest.TempPathFactory, name: str, made_of: tuple[str, ...], make: Callable[[Path], None]
) -> Path:
    """A folder that the first process in need of it makes for all of them.

    With MAILLAGE_TEST_HOMES, a folder, homes outlive the run: each is kept there under a digest of what makes it.
    """
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    kept = (factory.getbasetemp() if alone else factory.getbasetemp().parent) / name
    lasting = os.environ.get("MAILLAGE_TEST_HOMES")
    # What people write in a home built for PostgreSQL is not in it.
    if lasting and not os.environ.get("DATABASE_URL"):
        kept = Path(lasting) / f"{name}-{_digest(*made_of)}"
        kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.is_dir():
            fresh = kept.with_suffix(".fresh")
            shutil.rmtree(fresh, ignore_errors=True)
            make(fresh)
            fresh.rename(kept)
    return kept


def blank_home(factory: pytest.TempPathFactory) -> Path:
    """A home with the empty tables that migrations give, and the static files: half a minute, once for all."""

    def make(home: Path) -> None:
        ready = (
            "import maillage.config.serve as s, django; from django.core.management import call_command; "
            "django.setup(); call_command('migrate', verbosity=0); s._gather_static()"
        )
        environment = {
            **os.environ,
            "MAILLAGE_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-c", ready], cwd=ROOT, env=environment, check=True, timeout=300)

    return _shared(factory, "blank_home", TABLES, make)


def _built(factory: pytest.TempPathFactory, name: str, *arguments: str) -> Path:
    """A home of this process, copied from the one that the first process in need of it built for all of them."""

    def make(home: Path) -> None:
        shutil.copytree(blank_home(factory), home)
        (home / "secret_key").unlink()
        done = maillage(home, "up", *arguments, "--no-serve")
        assert done.returncode == 0, done.stderr
        # What a first start does takes seconds: done here once, for every server started on a copy.
        ready = "import sys, pathlib, maillage.config.serve as s; s.prepare(pathlib.Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", ready, str(home)], cwd=ROOT, check=True, timeout=300)

    kept = _shared(factory, f"built_{name}", RELEASES, make)
    return Path(shutil.copytree(kept, factory.mktemp(name) / "home", symlinks=True))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The database of the tests: with SQLite, in memory, from tables made once for all processes."""
    light = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["MIGRATE"] = not light
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        if light:
            with closing(sqlite3.connect(blank_home(tmp_path_factory) / "maillage.sqlite3")) as blank:
                blank.backup(connection.connection)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


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
