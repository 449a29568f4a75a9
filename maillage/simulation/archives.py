"""Archives that are the same byte for byte whenever they are made: fixed dates, fixed order."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FIXED = (2026, 1, 1, 0, 0, 0)
CHUNK = 1 << 20


@contextmanager
def zipped(path: Path, name: str, level: int = 6) -> Iterator[IO[bytes]]:
    """A zip of one member, to be written as a stream."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive,
        archive.open(member(name), "w", force_zip64=True) as stream,
    ):
        yield stream


def member(name: str) -> zipfile.ZipInfo:
    """The entry of a member, without today's date."""
    info = zipfile.ZipInfo(name, FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


@contextmanager
def gzipped(path: Path, level: int = 6) -> Iterator[IO[bytes]]:
    """A gzip file without name nor date."""
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", level, raw, mtime=0) as stream:
        yield stream  # type: ignore[misc]
