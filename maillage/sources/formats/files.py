"""Opening a publisher's file: plain, gzipped, or alone of its kind in a zip, as its first bytes say."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from maillage.kernel.errors import DataError

LARGEST_UNPACKED = 8 * 1024**3
"""Bytes that a compressed file may grow to when it is read as it comes."""
LARGEST_WHOLE = 512 * 1024**2
"""Bytes of a file that has to be held whole in memory."""

GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")


def gigabytes(size: int) -> str:
    """`8589934592` → « 8 Go », `536870912` → « 0,5 Go »."""
    return f"{size / 1024**3:.3g} Go".replace(".", ",")


def too_large(path: Path, limit: int) -> DataError:
    """The error of a file that grows past its limit."""
    return DataError(f"{path.name} : plus de {gigabytes(limit)} une fois décompressé, fichier refusé.")


@contextmanager
def unpacked(path: Path, ending: str) -> Iterator[IO[bytes]]:
    """The bytes of `path`; from a zip, those of its only member whose name ends with `ending`.

    Whatever goes wrong while reading them is a DataError that says what to do.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            if start.startswith(GZIP):
                with gzip.GzipFile(fileobj=file) as stream:
                    yield cast(IO[bytes], stream)
            elif start.startswith(ZIP):
                with zipfile.ZipFile(file) as archive, _member(archive, path, ending) as member:
                    yield member
            elif path.suffix.lower() in {".gz", ".zip"}:
                raise zipfile.BadZipFile
            else:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        raise DataError(f"{path.name} : archive incomplète ou abîmée : téléchargez-la de nouveau.") from None
    except NotImplementedError:
        raise DataError(f"{path.name} : compression inconnue. Décompressez le fichier, puis redonnez-le.") from None
    except OSError as error:
        raise DataError(f"{path.name} : fichier illisible ({error.strerror or error}).") from None


def names_of(path: Path, ending: str) -> list[str]:
    """The name of a file, then those of the files with this ending that it holds when it is a zip."""
    if not zipfile.is_zipfile(path):
        return [path.name]
    with zipfile.ZipFile(path) as archive:
        inside = [Path(name).name for name in archive.namelist() if name.lower().endswith(ending)]
    return [path.name, *inside]


def _member(archive: zipfile.ZipFile, path: Path, ending: str) -> IO[bytes]:
    """The only file of the archive with this ending, system leftovers aside."""
    members = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith(ending) and not info.filename.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        raise DataError(f"{path.name} : un fichier {ending} attendu dans l’archive, {len(members) or 'aucun'} trouvé.")
    if members[0].flag_bits & 1:
        raise DataError(f"{path.name} : archive protégée par un mot de passe, illisible.")
    if members[0].file_size > LARGEST_UNPACKED:
        raise too_large(path, LARGEST_UNPACKED)
    return archive.open(members[0])


def whole(path: Path, ending: str) -> bytes:
    """All the bytes of `path`, up to LARGEST_WHOLE."""
    with unpacked(path, ending) as stream:
        content = stream.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise too_large(path, LARGEST_WHOLE)
    if not content.strip():
        raise DataError(f"{path.name} : le fichier est vide.")
    return content
