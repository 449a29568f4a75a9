"""A territory's page over HTTP, against the bare SELECT of the same figures in the same release."""

import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import duckdb

PAGES = 200
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
    for _ in range(100):
        try:
            get(address)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


def run(home: Path) -> None:
    """Print the comparison on communes drawn at random with a fixed seed."""
    values = home / "releases" / "current" / "values.parquet"
    con = duckdb.connect()
    codes = [
        c
        for (c,) in con.execute(f"SELECT DISTINCT code FROM '{values}' WHERE niveau = 'commune' ORDER BY 1").fetchall()
    ]
    chosen = random.Random(SEED).sample(codes, PAGES)
    port = free_port()
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "MAILLAGE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/territoires/commune/"
            wait_for(address + chosen[0])
            pages = [milliseconds(lambda code=code: get(address + code)) for code in chosen]
        finally:
            server.terminate()
    select = f"SELECT * FROM '{values}' WHERE niveau = 'commune' AND code = ?"
    bare = [milliseconds(lambda code=code: con.execute(select, [code]).fetchall()) for code in chosen]
    page, row = statistics.median(pages), statistics.median(bare)
    print(f"A commune's page over HTTP, {PAGES} communes drawn at random, median:")
    print(f"  the page                {page:6.1f} ms   (slowest {max(pages):.1f} ms)")
    print(f"  bare SELECT (DuckDB)    {row:6.1f} ms")
    print(f"  ratio                   {page / row:6.1f}")
