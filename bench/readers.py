"""Twenty readers of portraits at once, one second between pages, against a Django page of the same size.

Cold: the first portrait after the server starts. Warm: every reader reads others, drawn with a fixed seed.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from bench.page import SEED, free_port, get, milliseconds, wait_for

READERS = 20
PAGES_EACH = 15
PAUSE = 1.0
HELLO = """
import sys
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="bench", ROOT_URLCONF=__name__, MIDDLEWARE=[])
PAGE = "<!doctype html><title>hello</title>" + "x" * {size}
urlpatterns = [re_path(".*", lambda request: HttpResponse(PAGE))]
application = get_wsgi_application()
"""


async def _read(port: int, path: str) -> float:
    """How long one page takes over a new connection, in milliseconds."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    head = await reader.readline()
    await reader.read()
    writer.close()
    if b" 200 " not in head:
        sys.exit(f"{path}: {head.decode().strip()}")
    return (time.perf_counter() - started) * 1000


async def _reader(port: int, paths: Sequence[str], start: float) -> list[float]:
    await asyncio.sleep(start)
    times = []
    for path in paths:
        times.append(await _read(port, path))
        await asyncio.sleep(PAUSE)
    return times


async def crowd(port: int, paths: Sequence[str]) -> list[float]:
    """The milliseconds of each page of readers who draw theirs with a fixed seed."""
    rng = random.Random(SEED)
    jobs = [_reader(port, rng.sample(list(paths), PAGES_EACH), rng.random() * PAUSE) for _ in range(READERS)]
    return [one for times in await asyncio.gather(*jobs) for one in times]


def told(name: str, times: Sequence[float]) -> float:
    """Print the median, the 95th percentile and the slowest; give the 95th."""
    ordered = sorted(times)
    p95 = ordered[int(0.95 * len(ordered))]
    print(f"  {name:<28}{statistics.median(ordered):8.1f} ms{p95:10.1f} ms{ordered[-1]:10.1f} ms")
    return p95


def hello(size: int) -> list[float]:
    """The same crowd before a Django page of this size, under the same server and the same number of threads."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "hello.py").write_text(HELLO.format(size=size))
        command = [
            sys.executable, "-m", "gunicorn", "--chdir", folder, "--bind", f"127.0.0.1:{port}", "--workers",
            str(max(2, os.cpu_count() or 2)), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning",
            "--no-control-socket", "hello:application",
        ]  # fmt: skip
        with subprocess.Popen(command) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/")
                return asyncio.run(crowd(port, [f"/{rank}" for rank in range(200)]))
            finally:
                server.terminate()


def run(home: Path) -> None:
    """Print the table for the release of this home."""
    values = home / "releases" / "current" / "values.parquet"
    found = duckdb.sql(f"SELECT DISTINCT niveau, code FROM '{values}' ORDER BY 1, 2").fetchall()
    paths = [f"/territoires/{level}/{code}" for level, code in found]
    port = free_port()
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "MAILLAGE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/nowhere")
            cold = milliseconds(lambda: get(base + paths[0]))
            size = len(get(base + paths[0]))
            asyncio.run(crowd(port, paths))
            warm = asyncio.run(crowd(port, paths))
        finally:
            server.terminate()
    print(f"\n{READERS} readers, {PAUSE:.0f} s between pages, {READERS * PAGES_EACH} pages of {size // 1000} kB:")
    print(f"  {'':<28}{'median':>11}{'p95':>13}{'slowest':>13}")
    page = told("portraits", warm)
    peer = told("Django page, same size", hello(size))
    print(f"  the first portrait, cold    {cold:8.1f} ms")
    print(f"  ratio of the p95            {page / peer:8.1f}")
