"""Homes with a real release in them, built once a session by the command itself."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from maillage.cli.main import main
from tests import homes, serving

# No test depends on how fast the machine is. `make test-more` asks for the whole profile.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=10)
hypothesis.settings.register_profile("whole", deadline=None, max_examples=150)
hypothesis.settings.load_profile("quick")

ROOT, SAMPLES, SHARED = homes.ROOT, homes.SAMPLES, homes.SHARED


def pytest_configure() -> None:
    """Passwords of the tests are kept in a way that is quick to undo: Django's own takes a tenth of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def maillage(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: one that needs no database."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in {"MAILLAGE_HOME": str(home), **environment}.items():
            patch.setenv(name, value)
        try:
            main(arguments)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def stranger(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
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


def _own(home: Path, factory: pytest.TempPathFactory) -> Path:
    """A copy of this process."""
    return Path(shutil.copytree(home, factory.mktemp("home") / "home", symlinks=True))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The database of the tests: with SQLite, in memory, from tables made once for all processes."""
    light = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["MIGRATE"] = not light
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        if light:
            with closing(sqlite3.connect(homes.blank() / "maillage.sqlite3")) as blank:
                blank.backup(connection.connection)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def written_once(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Any]:
    """Gives what writes for all the tests of a module: undone after the last, what each writes itself after it."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()

    def write(make: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return make()

    yield write
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture(scope="session")
def release_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of the samples: a small territory whose every figure is known by hand."""
    return _own(homes.samples(), tmp_path_factory)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real official files."""
    if not homes.SHARED.is_dir():
        pytest.skip(f"real official files are not there: {homes.SHARED} is missing")
    return homes.SHARED


@pytest.fixture(scope="session")
def bfc_home(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A home with a release of Bourgogne-Franche-Comté, from the real official files."""
    return _own(homes.bfc(), tmp_path_factory)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small demonstration region: as `maillage up` alone builds it, but for fewer communes."""
    return _own(homes.demonstration(), tmp_path_factory)


@pytest.fixture(scope="session")
def public_demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration region, as `maillage up` alone builds it."""
    return _own(homes.public_demonstration(), tmp_path_factory)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands on real official files, or on the whole demonstration, is for `make test-more`."""
    for item in items:
        if {"shared_data", "public_demo_home"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.more)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The servers that processes shared are stopped by the one that started these processes."""
    if not hasattr(session.config, "workerinput"):
        serving.stop_all(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]


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
