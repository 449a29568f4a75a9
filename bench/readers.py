"""Twenty readers of portraits at once, one second between pages, against a Django page of the same size.

Cold: the first portrait after the server starts. Then as many readers ask for other pages, to warm up; then each page
is asked for the first time, then again, when it has been kept; then two hundred readers ask for these pages.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.serving import SEED, free_port, get, milliseconds, served, wait_for
from bench.table import Asked, Row, Sheet, figure, grid, medians

MEASURES = ("maillage/config", "maillage/kernel", "maillage/observatory", "maillage/store", "maillage/web")
READERS, MANY = 20, 200
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


async def ask(port: int, path: str, good: Sequence[int] = (200,)) -> float:
    """How long an answer takes over a new connection, in milliseconds. Raises RuntimeError for a status not good."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    head = await reader.readline()
    while await reader.read(1 << 16):
        pass
    writer.close()
    if not any(f" {status} ".encode() in head for status in good):
        raise RuntimeError(f"{path}: {head.decode().strip()}")
    return (time.perf_counter() - started) * 1000


async def _reader(port: int, paths: Sequence[str], start: float) -> list[float]:
    await asyncio.sleep(start)
    times = []
    for path in paths:
        times.append(await ask(port, path))
        await asyncio.sleep(PAUSE)
    return times


async def crowd(port: int, paths: Sequence[str], readers: int = READERS) -> list[float]:
    """The milliseconds of each of these pages, dealt among the readers: as many as `drawn` gives."""
    rng = random.Random(SEED)
    jobs = [_reader(port, paths[rank::readers], rng.random() * PAUSE) for rank in range(readers)]
    return [spent for times in await asyncio.gather(*jobs) for spent in times]


def drawn(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """The pages of two crowds, drawn with a fixed seed; no page is in both, nor twice in one."""
    chosen = random.Random(SEED).sample(list(paths), 2 * READERS * PAGES_EACH)
    return chosen[::2], chosen[1::2]


def first(port: int, paths: Sequence[str]) -> list[float]:
    """The milliseconds of pages asked for the first time, after others warmed the processes up."""
    warming, asked = drawn(paths)
    asyncio.run(crowd(port, warming))
    return asyncio.run(crowd(port, asked))


def asked_of(port: int, paths: Sequence[str]) -> list[Sequence[float]]:
    """The same, then of these pages asked for again, then by MANY readers, each of whom draws PAGES_EACH of them."""
    new = first(port, paths)
    _warming, asked = drawn(paths)
    many = random.Random(SEED).choices(asked, k=MANY * PAGES_EACH)
    return [new, asyncio.run(crowd(port, asked)), asyncio.run(crowd(port, many, MANY))]


def three(label: str, times: Sequence[Sequence[float]]) -> list[Row]:
    """The rows of what `asked_of` gives."""
    return [spread(words, spent) for words, spent in zip((label, AGAIN, BY_MANY), times, strict=True)]


def spread(label: str, times: Sequence[float]) -> Row:
    """The median, the 95th percentile and the slowest of some milliseconds."""
    ordered = sorted(times)
    return label, (statistics.median(ordered), ordered[int(0.95 * len(ordered))], ordered[-1])


def spreads(rows: Sequence[Row], peers: Sequence[str]) -> str:
    """The table of such rows. The last column is the ratio of each 95th percentile to that of the peer after it."""
    cells = []
    for rank, (label, (middle, late, slowest)) in enumerate(rows):
        least = next((figures[1] for name, figures in rows[rank:] if name in peers), None)
        ratio = late / least if late and least else None
        cells.append((label, figure(middle, 1), figure(late, 1), figure(slowest, 1), figure(ratio, 1)))
    return grid(("what", "median, ms", "p95, ms", "slowest, ms", "ratio of the p95"), cells)


def hello(size: int) -> list[float]:
    """The same crowd before a Django page of this size, under the same server and the same number of threads."""
    port = free_port()
    with TemporaryDirectory() as folder:
        (Path(folder) / "hello.py").write_text(HELLO.format(size=size))
        command = [
            sys.executable, "-m", "gunicorn", "--chdir", folder, "--bind", f"127.0.0.1:{port}", "--workers",
            str(max(2, os.cpu_count() or 2)), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning",
            "--no-control-socket", "hello:application",
        ]  # fmt: skip
        with subprocess.Popen(command) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/")
                return asyncio.run(crowd(port, [f"/{rank}" for rank in range(READERS * PAGES_EACH)]))
            finally:
                server.terminate()


def portraits(home: Path) -> list[str]:
    """The pages of every territory that has a figure in the release of this home."""
    values = home / "releases" / "current" / "values.parquet"
    listed = duckdb.sql(f"SELECT DISTINCT niveau, code FROM '{values}' ORDER BY 1, 2").fetchall()
    return [f"/territoires/{level}/{code}" for level, code in listed]


PEER, AGAIN = "Django page, same size", "The same, asked for again"
BY_MANY = f"The same, by {MANY} readers"


def run(asked: Asked, home: Path) -> None:
    """Print and write the table for the release of this home."""
    sheet = Sheet(asked, "readers", "Readers of portraits", MEASURES, ("Django", "gunicorn"))
    paths = portraits(home)
    runs, colds, size = [], [], 0
    for _ in range(asked.runs):
        with served(home) as (port, _process):
            address = f"http://127.0.0.1:{port}{paths[0]}"
            colds.append(milliseconds(lambda address=address: get(address)))
            size = len(get(address))
            times = asked_of(port, paths)
        runs.append([*three("Portraits", times), spread(PEER, hello(size))])
    sheet.write(
        f"{READERS} readers, {PAUSE:.0f} s between pages, {READERS * PAGES_EACH} pages of {size // 1000} kB, after as "
        "many others to warm up.",
        spreads(medians(runs), (PEER,)),
        f"The first portrait after a start takes {statistics.median(colds):.0f} ms.",
    )
