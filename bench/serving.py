"""A home served while it is measured, and what is asked of it over HTTP."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.process import maillage

SEED = 20261122


def milliseconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def free_port() -> int:
    """A port nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(address: str) -> bytes:
    """What is at an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return bytes(answer.read())


def wait_for(address: str) -> None:
    """Return once the server answers, were it to say that there is no such page."""
    for _ in range(300):
        try:
            get(address)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


@contextmanager
def served(home: Path) -> Iterator[tuple[int, int]]:
    """A home served as long as the block lasts: its port, and the process of the server.

    The pages that what served it before kept are forgotten: a bench makes its own.
    """
    shutil.rmtree(home / "pages", ignore_errors=True)
    port = free_port()
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "MAILLAGE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/nowhere")
            yield port, server.pid
        finally:
            server.terminate()


@contextmanager
def demonstration(home: Path | None) -> Iterator[Path]:
    """The home given, else one of the demonstration region, built aside and forgotten after."""
    if home is not None:
        yield home.resolve()
        return
    with TemporaryDirectory(prefix="maillage_bench_") as folder:
        built = Path(folder) / "home"
        maillage(built, "up", "--no-serve")
        yield built


def resident(process: int) -> float:
    """Resident megabytes of a process."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
