"""Keep the bytes of a file as received, under its checksum, before anything is read from it."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage.kernel.errors import DataError
from maillage.store.home import Home
from maillage.store.receipt import ArchivedFile


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file about to be loaded and what is known of how it came. Dates are ISO days, empty when unknown."""

    path: Path
    obtained_on: str = ""
    published_on: str = ""
    url: str = ""
    resolved_url: str = ""
    etag: str = ""
    last_modified: str = ""


def checksum(path: Path) -> str:
    """The SHA-256 of a file. Raises DataError when it cannot be read."""
    try:
        if not path.exists():
            raise DataError(f"Fichier {path} introuvable. Vérifiez son emplacement.")
        if not path.is_file():
            raise DataError(f"{path} n’est pas un fichier. Donnez un fichier, et non un dossier ou un tube.")
        with open(path, "rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise DataError(
            f"Fichier {path} illisible ({error.strerror}). Vérifiez son emplacement et vos droits."
        ) from None


def describe(source: str, incoming: Incoming) -> ArchivedFile:
    """What the archive will say of a file, without copying it."""
    digest = checksum(incoming.path)
    return ArchivedFile(
        name=incoming.path.name,
        archive=f"archive/{source}/{digest[:16]}-{incoming.path.name}",
        sha256=digest,
        size=incoming.path.stat().st_size,
        obtained_on=incoming.obtained_on or date.today().isoformat(),
        published_on=incoming.published_on,
        url=incoming.url,
        resolved_url=incoming.resolved_url,
        etag=incoming.etag,
        last_modified=incoming.last_modified,
    )


def keep(home: Home, file: ArchivedFile, path: Path) -> None:
    """Copy the bytes into the archive, unless they are there already."""
    place = home.root / file.archive
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.new")
    shutil.copyfile(path, beside)
    os.replace(beside, place)
