"""Twenty readers of addresses at once, one second between pages, and as many who type in the search.

    python -m bench.address_page                 # the demonstration region, built in a temporary folder
    python -m bench.address_page --home HOME     # a home that already has addresses

The peers run in the same minute under the same server: a Django page of the same size, and a Django answer of the same
size as the suggestions. Weight is what a browser receives on a first visit: the page, its style sheets, scripts and
letters, compressed as the server compresses them.
"""

import gzip
import random
import re
import statistics
import sys
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urljoin

import duckdb

from bench import table
from bench.readers import PAGES_EACH, PAUSE, READERS, asked_of, first, hello, spread, spreads, three
from bench.serving import SEED, demonstration, get, milliseconds, served
from bench.table import Asked, Row, Sheet, medians
from maillage.store.nearby import FILE, NAME, attached

MEASURES = ("maillage/config", "maillage/kernel", "maillage/observatory", "maillage/store", "maillage/web")
POINTS = TYPED = 2 * READERS * PAGES_EACH
SHOWN = TYPED // 4
"""Addresses looked at before anything is measured: no other is asked for twice."""


def addresses(home: Path) -> list[str]:
    """Addresses drawn with a fixed seed, by their key."""
    place = home / "releases" / "current" / FILE
    with closing(duckdb.connect()) as con, attached(con, place):
        found = con.execute(
            f"SELECT DISTINCT adresse_cle FROM {NAME}.premises WHERE adresse_cle IS NOT NULL ORDER BY 1"
        ).fetchall()
    return random.Random(SEED).sample([key for (key,) in found], SHOWN + POINTS)


def typed(base: str, keys: Sequence[str]) -> list[str]:
    """What readers type on the way to these addresses: their words, cut where a suggestion would be asked."""
    paths = []
    for key in keys:
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


PAGE, ANSWER = "Django page, same size", "Django answer, same size"


def measured(home: Path, keys: Sequence[str]) -> tuple[list[Row], float, list[tuple[int, int]]]:
    """The rows of one run, the milliseconds of the first page of a server, and the weight of fifty pages."""
    shown, paths = keys[:SHOWN], [f"/adresse/{key}" for key in keys[SHOWN:]]
    with served(home) as (port, _):
        base = f"http://127.0.0.1:{port}"
        page = f"{base}/adresse/{shown[0]}"
        cold = milliseconds(lambda: get(page))
        weights = sorted(weight(base, f"/adresse/{key}") for key in shown[:50])
        queries = typed(base, shown)
        size, answer = len(get(page)), len(get(base + queries[0]))
        times = asked_of(port, paths)
        suggestions = first(port, queries)
    rows = [
        *three("A page of address", times),
        spread(PAGE, hello(size)),
        spread("Suggestions over HTTP", suggestions),
        spread(ANSWER, hello(answer)),
    ]
    return rows, cold, weights


def run(asked: Asked, home: Path) -> None:
    """Print and write the table for the release of this home."""
    sheet = Sheet(asked, "address_page", "Addresses as readers ask for them", MEASURES, ("DuckDB", "Django"))
    keys = addresses(home)
    runs = [measured(home, keys) for _ in range(asked.runs)]
    cold = statistics.median(first for _, first, _ in runs)
    weights = runs[0][2]
    middle, most = statistics.median(alone for alone, _ in weights), max(whole for _, whole in weights)
    sheet.write(
        f"{READERS} readers, {PAUSE:.0f} s between pages, {READERS * PAGES_EACH} pages after as many to warm up; "
        f"then {READERS} who type, {PAUSE:.0f} s between letters.",
        spreads(medians([rows for rows, _, _ in runs]), (PAGE, ANSWER)),
        f"The first address after a start takes {cold:.0f} ms. A first visit weighs {most / 1000:.0f} kB at most, of "
        f"which the page is {middle / 1000:.1f} kB (median).",
    )


def main() -> None:
    """Run the bench on a home, or on the demonstration region."""
    parser = table.parser("bench.address_page", __doc__)
    parser.add_argument("--home", type=Path, help="a home whose release has addresses and premises")
    asked = table.asked(parser)
    with demonstration(asked.options.home) as home:
        run(asked, home)


if __name__ == "__main__":
    main()
