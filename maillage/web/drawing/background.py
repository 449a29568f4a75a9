"""What lies under the map: nothing of others by default. The operator may lay a PMTiles archive of his own, one at an
address he declares, or the State's own background."""

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from re import sub
from struct import Struct
from urllib.parse import urlsplit

from maillage.kernel.errors import UsageError

NAME, CREDIT = "MAILLAGE_BACKGROUND", "MAILLAGE_BACKGROUND_CREDIT"
SUFFIX = ".pmtiles"
HEAD = Struct("<7sB8Q24x4B")
"""The beginning of an archive (https://github.com/protomaps/PMTiles): PMTiles, 3, where are and how long are the root,
what it says of itself, the leaves and the tiles; whether it is clustered, two compressions, the type of tiles."""
EDITION = 3
BARE, GZIP = 1, 2
TYPES = range(1, 6)
"""Shapes (MVT), PNG, JPEG, WebP, AVIF."""
LONGEST_CREDIT = 200


@dataclass(frozen=True, slots=True)
class Background:
    """What is laid under the figures: the other host that browsers ask, if any; the pattern of the address of pictures
    or the address of an archive; or the `file` of ours and the `key` that names its bytes; who made it.

    `problem` says why what was chosen cannot be laid: maps are then drawn without.
    """

    host: str = ""
    tiles: str = ""
    attribution: str = ""
    archive: str = ""
    file: Path | None = None
    key: str = ""
    problem: str = ""


NONE = Background()
IGN_HOST = "https://data.geopf.fr"
IGN = Background(
    IGN_HOST,
    f"{IGN_HOST}/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal"
    "&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
    "Fond : Plan IGN, © IGN, Géoplateforme",
)
CHOICES = {"": NONE, "ign": IGN}


def chosen(environment: Mapping[str, str], home: Path) -> Background:
    """The background the operator chose; a relative path is one of `home`.

    Raises UsageError for what is neither a name, an address nor the path of an archive.
    """
    text = environment.get(NAME, "").strip()
    credit = environment.get(CREDIT, "").strip()[:LONGEST_CREDIT]
    if text.lower() in CHOICES:
        return CHOICES[text.lower()]
    address = urlsplit(text)
    if address.scheme in ("http", "https") and address.path.endswith(SUFFIX) and "@" not in address.netloc:
        host = f"{address.scheme}://{address.netloc}"
        return Background(host, archive=text, attribution=credit)
    if "://" in text or not text.endswith(SUFFIX):
        raise UsageError(
            f"{NAME} vaut « {text} ». Écrivez le chemin ou l’adresse (https://…) d’un fichier {SUFFIX}, « ign », ou "
            "rien pour n’appeler personne d’autre."
        )
    return _of_file(home / text, credit)


def _of_file(path: Path, credit: str) -> Background:
    try:
        author = _said(path)
        moment = path.stat()
    except FileNotFoundError:
        return Background(problem=_wrong(path, "n’existe pas"))
    except OSError:
        return Background(problem=_wrong(path, "ne peut pas être lu"))
    except ValueError as error:
        return Background(problem=_wrong(path, str(error)))
    return Background(
        attribution=credit or author or f"Fond de carte : {path.stem}",
        file=path,
        key=f"{moment.st_size:x}-{moment.st_mtime_ns:x}",
    )


def _wrong(path: Path, why: str) -> str:
    return f"Fond de carte : le fichier {path.name} {why}. Les cartes sont dessinées sans lui."


def _said(path: Path) -> str:
    """Who made an archive, as it says. Raises ValueError, in words, for what is no whole archive; OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD.size)
        if len(head) < HEAD.size or not head.startswith(b"PMTiles"):
            raise ValueError("n’est pas une archive PMTiles")
        _, edition, *places, _, packed, _, kind = HEAD.unpack(head)
        if edition != EDITION:
            raise ValueError(f"est une archive PMTiles de version {edition}, la version {EDITION} est attendue")
        if kind not in TYPES:
            raise ValueError("ne dit pas de quoi ses tuiles sont faites")
        ends = [start + length for start, length in zip(places[::2], places[1::2], strict=True)]
        if max(ends) > path.stat().st_size:
            raise ValueError("est coupé : il manque la fin du fichier")
        file.seek(places[2])
        written = file.read(places[3])
    return _plain(_metadata(written, packed).get("attribution", ""))


def _metadata(written: bytes, packed: int) -> dict[str, object]:
    """What an archive says of itself; nothing when it is pressed in a way that Python does not read."""
    if packed not in (BARE, GZIP):
        return {}
    try:
        metadata = json.loads(gzip.decompress(written) if packed == GZIP else written)
    except (ValueError, OSError, EOFError, zlib.error):
        raise ValueError("est abîmé : ce qu’il dit de lui-même ne se lit pas") from None
    return metadata if isinstance(metadata, dict) else {}


def _plain(credit: object) -> str:
    """A credit as plain text: archives write it with links."""
    return unescape(sub(r"<[^>]*>", "", credit)).strip()[:LONGEST_CREDIT] if isinstance(credit, str) else ""
