"""PostgreSQL 15, Debian's, started for the tests: its own folder, its own socket, nothing listening on the network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAME = "maillage"


def _programs() -> Path:
    """The folder of PostgreSQL's programs."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[4]))
    found = installed[-1].parent if installed else None
    if found is None and (other := shutil.which("postgres")):
        found = Path(other).resolve().parent
    if found is None:
        pytest.fail("No PostgreSQL: run « bash scripts/install_postgresql.sh », or install Debian's package.")
    return found


def _run(*program: str) -> None:
    """Run as somebody else than root, whom PostgreSQL refuses."""
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_other, *program], capture_output=True, text=True, cwd="/", timeout=120, check=False)
    assert done.returncode == 0, f"{program[0]}: {done.stderr or done.stdout}"


@contextmanager
def running() -> Iterator[str]:
    """The DATABASE_URL of an empty database, for as long as the block lasts."""
    programs = _programs()
    # Short, as the name of a socket must be; and where another user may go, which pytest's folders are not.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        data = folder / "data"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run(str(programs / "initdb"), "-D", str(data), "-U", NAME, "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        log = str(folder / "log")
        _run(str(programs / "pg_ctl"), "-D", str(data), "-l", log, "-o", options, "-w", "start")
        try:
            _run(str(programs / "createdb"), "-h", str(folder), "-U", NAME, NAME)
            yield f"postgresql://{NAME}@/{NAME}?host={folder}"
        finally:
            _run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
