"""Millions of lines as CSV text: columns of numbers in, lookups done in SQL, text out, a batch ahead of its reader."""

import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, TypeVar

import duckdb

from maillage.simulation.archives import gzipped

MEMORY = "2GB"
T = TypeVar("T")


class Bulk:
    """Turns batches of columns into lines. `folder` is where the text of a batch passes before it is read."""

    def __init__(self, folder: Path, separator: str) -> None:
        self.aside = tempfile.TemporaryDirectory(prefix=".bulk-", dir=folder)
        self.path = Path(self.aside.name) / "lines.csv"
        self.separator = separator
        self.con = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "temp_directory": self.aside.name,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()
        self.aside.cleanup()

    def take(self, columns: Mapping[str, Any]) -> None:
        """Let the next SELECT see these arrays as the table `lot`."""
        self.con.register("lot", dict(columns))

    def lines(self, select: str, lookups: Mapping[str, object]) -> bytes:
        """The rows of a SELECT, in its order, as lines without header. `$name` in it is given by `lookups`."""
        self.con.execute(
            f"COPY ({select}) TO '{self.path}' (FORMAT csv, HEADER false, DELIMITER '{self.separator}')", dict(lookups)
        )
        return self.path.read_bytes()


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, each one made while the one before is used."""
    end = object()
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = worker.submit(next, items, end)
            yield item  # type: ignore[misc]


def write_parts(parts: Iterator[tuple[Path, bytes]], header: str) -> list[Path]:
    """Write lines that come with the gzipped file they go to; each file starts with the header. Gives the files."""
    with ExitStack() as stack:
        streams: dict[Path, IO[bytes]] = {}
        for path, lines in ahead(parts):
            if path not in streams:
                streams[path] = stack.enter_context(gzipped(path, level=1))
                streams[path].write(header.encode())
            streams[path].write(lines)
        return list(streams)
