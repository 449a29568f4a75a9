"""The peer of the national bench: a PostgreSQL 15 cluster of its own, in a temporary folder, on a local socket."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

BINARIES = Path("/usr/lib/postgresql/15/bin")
SETTINGS = (
    "listen_addresses=''",
    "shared_buffers=1GB",
    "work_mem=256MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=4GB",
    "enable_nestloop=off",
)
"""As fast as it can be: nothing is kept; no nested loops, since the checks of a row mislead the planner into them."""


def install() -> None:
    """Make sure PostgreSQL 15 is there, by apt on Debian."""
    if not BINARIES.is_dir():
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=True, stdout=subprocess.DEVNULL)
    if not BINARIES.is_dir():
        sys.exit(f"PostgreSQL 15 is needed for the comparison: {BINARIES} is missing.")


def _as_postgres(*command: str) -> list[str]:
    """A command run as the user postgres: the server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


class Server:
    """A running cluster."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, sql: str, stdin: IO[bytes] | None = None) -> str:
        """Run SQL; gives what psql prints."""
        command = ["psql", "-h", str(self.folder), "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql]
        return subprocess.run(command, stdin=stdin, check=True, capture_output=True, text=True).stdout

    def copy(self, table: str, lines: Iterator[bytes]) -> None:
        """COPY CSV text, header included, into a table."""
        command = ["psql", "-h", str(self.folder), "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1"]
        command += ["-c", f"COPY {table} FROM STDIN (FORMAT csv, HEADER true)"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin is not None
            for part in lines:
                process.stdin.write(part)
            process.stdin.close()
        if process.returncode:
            sys.exit(f"COPY into {table} failed")

    def pids(self) -> list[int]:
        """The server's processes."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]


@contextmanager
def cluster(place: Path) -> Iterator[Server]:
    """A cluster that lives as long as the block. `place` is the folder its own is made in."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=place))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    options = " ".join(f"-c {one}" for one in (*SETTINGS, f"unix_socket_directories={folder}"))
    data = str(folder / "data")
    try:
        subprocess.run(
            _as_postgres(str(BINARIES / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8"), **quiet
        )
        start = [str(BINARIES / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(_as_postgres(*start), **quiet)
        try:
            yield Server(folder)
        finally:
            subprocess.run(_as_postgres(str(BINARIES / "pg_ctl"), "-D", data, "-m", "immediate", "stop"), **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def peak(server: Server) -> Iterator[list[float]]:
    """The most memory the server's processes held together (MB, shared pages once), looked at five times a second."""
    found, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            found[0] = max(found[0], sum(_pss(pid) for pid in server.pids()))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
