"""Servers of a home, as `maillage serve` runs them: one's own, or one for all the processes of a run."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUNNING = "running"
# Held until the process ends: one that is forgotten while it runs is a warning, hence a failure of any test.
STARTED: list[subprocess.Popen[bytes]] = []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said_by(home: Path) -> Path:
    """Where the server of this home writes what it says: a file, as a pipe that nobody reads would block it."""
    return home.parent / f"{home.name}.log"


def start(home: Path, port: int, before: str = "") -> subprocess.Popen[bytes]:
    """The server as `maillage serve` runs it, from another folder than ours; `before`: what its process does first."""
    program = (
        f"{before}\nimport sys; from pathlib import Path; from maillage.config.serve import serve; "
        f"serve(Path({str(home)!r}), '127.0.0.1', {port})"
    )
    with said_by(home).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=home.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home.parent)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def answers(address: str, server: subprocess.Popen[bytes], home: Path) -> None:
    """Waits until the server answers."""
    for _ in range(1800):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            break
        except OSError:
            time.sleep(0.1)
    server.kill()
    pytest.fail(f"the server does not answer: {said_by(home).read_text('utf-8')}")


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """A folder that all the processes of a run share."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    return factory.getbasetemp() if alone else factory.getbasetemp().parent


def home_of(factory: pytest.TempPathFactory, name: str) -> Path:
    """The home of a server that the processes of a run share."""
    return of_the_run(factory) / f"served_{name}" / "home"


def shared(factory: pytest.TempPathFactory, name: str, home: Callable[[], Path]) -> str:
    """The address of a server of a copy of a home, started by the first process in need of it for all of them."""
    place = home_of(factory, name).parent
    place.mkdir(exist_ok=True)
    noted = place / RUNNING
    with (place / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not noted.is_file():
            own, port = Path(shutil.copytree(home(), place / "home", symlinks=True)), free_port()
            server = start(own, port)
            STARTED.append(server)
            answers(f"http://localhost:{port}", server, own)
            noted.write_text(f"{server.pid} {port}")
    return f"http://localhost:{noted.read_text().split()[1]}"


def stop_all(place: Path) -> None:
    """Ends the servers that a run shared."""
    for noted in place.glob(f"served_*/{RUNNING}"):
        number = int(noted.read_text().split()[0])
        noted.unlink()
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
