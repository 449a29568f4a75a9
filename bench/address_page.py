"""Twenty readers of addresses at once, one second between pages, and as many who type in the search.

    python -m bench.address_page                 # the demonstration region, built in a temporary folder
    python -m bench.address_page --home HOME     # a home that already has addresses

The peers run in the same minute under the same server: a Django page of the same size, and a Django answer of the same
size as the suggestions. Weight is what a browser receives on a first visit: the page, its style sheets, scripts and
letters, compressed as the server compresses them.
"""

import argparse
import asyncio
import gzip
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urljoin

import duckdb

from bench.build import timed
from bench.page import SEED, free_port, get, milliseconds, wait_for
from bench.readers import PAGES_EACH, PAUSE, READERS, crowd, hello, told
from maillage.store.nearby import FILE, NAME, attached

POINTS = 400
TYPED = 400


def addresses(home: Path) -> list[str]:
    """Addresses drawn with a fixed seed, by their key."""
    place = home / "releases" / "current" / FILE
    with closing(duckdb.connect()) as con, attached(con, place):
        found = con.execute(
            f"SELECT DISTINCT adresse_cle FROM {NAME}.premises WHERE adresse_cle IS NOT NULL ORDER BY 1"
        ).fetchall()
    return random.Random(SEED).sample([key for (key,) in found], POINTS)


def typed(base: str, keys: Sequence[str]) -> list[str]:
    """What readers type on the way to these addresses: their words, cut where a suggestion would be asked."""
    rng = random.Random(SEED)
    paths = []
    for key in rng.sample(list(keys), TYPED // 4):
        page = get(f"{base}/adresse/{key}").decode()
        found = re.search(r"<h1>(.*?)</h1>\s*<p class=\"said-soft\">(.*?)</p>", page, re.DOTALL)
        if found is None:
            sys.exit(f"{key}: no heading")
        words = f"{found[1]} {found[2]}"
        cuts = [max(3, round(len(words) * part)) for part in (0.25, 0.5, 0.75, 1)]
        paths += [f"/api/v1/search?q={quote(words[:cut].strip())}" for cut in cuts]
    return paths


def received(address: str) -> int:
    """The bytes of a file as they come, compressed when the server does."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(answer.read())


def weight(base: str, path: str) -> tuple[int, int]:
    """The page alone, and the whole of a first visit, in bytes."""
    request = urllib.request.Request(base + path, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        page = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    links = set(re.findall(r'(?:<link[^>]+href|<script[^>]+src)="(/static/[^"]+)"', page.decode()))
    return len(body), len(body) + sum(received(urljoin(base, one)) for one in links)


def run(home: Path) -> None:
    """Print the two tables for the release of this home."""
    keys = addresses(home)
    paths = [f"/adresse/{key}" for key in keys]
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "MAILLAGE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"{base}/nowhere")
            cold = milliseconds(lambda: get(base + paths[0]))
            weights = sorted(weight(base, path) for path in paths[:50])
            queries = typed(base, keys)
            size, answer = len(get(base + paths[0])), len(get(base + queries[0]))
            asyncio.run(crowd(port, paths))
            pages = asyncio.run(crowd(port, paths))
            asyncio.run(crowd(port, queries))
            suggestions = asyncio.run(crowd(port, queries))
        finally:
            server.terminate()
    print(
        f"\n{READERS} readers of addresses, {PAUSE:.0f} s between pages, "
        f"{READERS * PAGES_EACH} pages of {size // 1000} kB:"
    )
    print(f"  {'':<28}{'median':>11}{'p95':>13}{'slowest':>13}")
    page = told("addresses", pages)
    peer = told("Django page, same size", hello(size))
    print(f"  the first address, cold     {cold:8.1f} ms\n  ratio of the p95            {page / peer:8.1f}")
    middle, most = statistics.median(one for one, _ in weights), max(whole for _, whole in weights)
    print(
        f"  weight, first visit         {most / 1000:8.1f} kB at most, the page alone {middle / 1000:.1f} kB (median)"
    )
    print(f"\n{READERS} readers who type, {PAUSE:.0f} s between letters, suggestions over HTTP:")
    print(f"  {'':<28}{'median':>11}{'p95':>13}{'slowest':>13}")
    own = told("suggestions", suggestions)
    other = told("Django answer, same size", hello(answer))
    print(f"  ratio of the p95            {own / other:8.1f}")


def main() -> None:
    """Run the bench on a home, or on the demonstration region."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home whose release has addresses and premises")
    options = parser.parse_args()
    if options.home:
        run(options.home.resolve())
        return
    demonstration()


def demonstration() -> None:
    """Build the demonstration region in a folder of its own, and bench it."""
    with tempfile.TemporaryDirectory(prefix="maillage_bench_") as folder:
        home = Path(folder) / "home"
        timed([sys.executable, "-m", "maillage.cli", "up", "--no-serve"], MAILLAGE_HOME=str(home))
        run(home)


if __name__ == "__main__":
    main()
