"""Whether a release is whole: each of its files, its size and its digest are listed when it is published.

A release published before such lists were written has none: nothing is then known against it.
"""

import json
import os
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from maillage.store.home import beside, write_whole

LIST = "digests.json"


def seal(folder: Path) -> None:
    """List the files of a release, and have the disk keep them, before anybody reads it."""
    listed = {}
    # What a killed run left of its list is about to be written over: it is no part of the release.
    own = (folder / LIST, beside(folder / LIST))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in own:
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
                listed[path.relative_to(folder).as_posix()] = [os.fstat(file.fileno()).st_size, digest]
    write_whole(folder / LIST, json.dumps(listed, indent=0).encode())
    for path in (*folder.rglob("*"), folder):
        if path.is_dir():
            settle(path)


def settle(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cut(folder: Path) -> str:
    """The first file that is missing, or has not the size it had; empty when there is none. Reads the list only."""
    for name, size, _ in _listed(folder):
        try:
            if (folder / name).stat().st_size != size:
                return name
        except OSError:
            return name
    return ""


def altered(folder: Path) -> str:
    """The first file that is not, byte for byte, what was published; empty when there is none. Reads them all."""
    for name, size, digest in _listed(folder):
        try:
            with (folder / name).open("rb") as file:
                if os.fstat(file.fileno()).st_size != size or file_digest(file, "sha256").hexdigest() != digest:
                    return name
        except OSError:
            return name
    return ""


def intact(folder: Path, name: str) -> bool:
    """Whether a file of a release is, byte for byte, what was published; False when its list does not say so."""
    for listed, size, digest in _listed(folder):
        if listed == name:
            try:
                with (folder / name).open("rb") as file:
                    return os.fstat(file.fileno()).st_size == size and file_digest(file, "sha256").hexdigest() == digest
            except OSError:
                return False
    return False


def _listed(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Name, size and digest of each file. A list that cannot be read is itself the file that is wrong."""
    try:
        listed = json.loads((folder / LIST).read_bytes())
        rows = [(str(name), int(size), str(digest)) for name, (size, digest) in listed.items()]
    except FileNotFoundError:
        rows = []
    except (OSError, ValueError, TypeError, AttributeError):
        rows = [(LIST, -1, "")]
    yield from rows
