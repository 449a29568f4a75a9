"""A workbook or a document of an office suite: an archive that holds what it says, no more, and nothing that acts."""

import re
import zipfile
import zlib
from io import BytesIO

from maillage.kernel.errors import UsageError

MOST_PARTS = 3_000
MOST_OPENED = 60_000_000
"""The bytes of all the parts, once opened."""
MOST_RATIO, RATIO_FROM = 200, 5_000_000
"""How many times a part may be heavier once opened, from that many bytes on."""
BROKEN = (
    "Ce fichier n’est pas un classeur ou un document entier. Ouvrez-le dans votre logiciel, enregistrez-le de nouveau, "
    "et renvoyez-le."
)
_BLOCK = 1 << 16
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
_PARTS = {
    "vbaproject": "des macros",
    "macrosheets/": "des macros",
    "activex/": "des contrôles ActiveX",
    "embeddings/": "un fichier inséré (OLE)",
    "oleobject": "un fichier inséré (OLE)",
    "externallinks/": "des liens vers d’autres classeurs",
}
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


def check(content: bytes) -> None:
    """Raises UsageError for an archive that is broken, a bomb, or holds anything active or from elsewhere."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_shape(content, parts)
            left = MOST_OPENED
            for part in parts:
                left -= _check_part(archive, part, left)
    except UsageError:
        raise
    # What is broken, cut, or written on purpose to break raises any of these.
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        raise UsageError(BROKEN) from None


def _check_shape(content: bytes, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise UsageError("Ce fichier a trop de parties pour un classeur ou un document. Enregistrez-le de nouveau.")
    first = min((part.header_offset for part in parts), default=-1)
    # What is before the first part, or after the last record, belongs to a file of another kind.
    ends = content.rfind(b"PK\x05\x06")
    comment = int.from_bytes(content[ends + 20 : ends + 22], "little")
    if first != 0 or ends < 0 or ends + 22 + comment != len(content) or comment:
        raise UsageError("Ce fichier est aussi d’une autre sorte. Enregistrez-le de nouveau dans votre logiciel.")
    names = [part.filename.casefold() for part in parts]
    unfit = any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names)
    if len(set(names)) != len(names) or unfit:
        raise UsageError(BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise UsageError("Ce fichier est protégé par un mot de passe. Ôtez la protection, et renvoyez-le.")
    for name in names:
        for mark, words in _PARTS.items():
            if mark in name:
                raise UsageError(_held(words))


def _held(words: str) -> str:
    return f"Ce fichier contient {words}. Enregistrez-le sans cela, en « .xlsx » ou « .docx », et renvoyez-le."


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The bytes of a part, counted as they come: what an archive says of itself may be false. Raises UsageError."""
    size, kept = 0, bytearray()
    looked = part.filename.casefold().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as source:
        while block := source.read(_BLOCK):
            if not size and block.startswith(_ARCHIVES):
                raise UsageError(_held("un autre fichier"))
            size += len(block)
            if size > left or (size > RATIO_FROM and size > MOST_RATIO * max(part.compress_size, 1)):
                raise UsageError("Ce fichier est démesuré une fois ouvert. Gardez les feuilles utiles, et renvoyez-le.")
            if looked and (len(kept) < _BLOCK or part.filename.endswith(".rels")):
                kept += block
    if looked:
        _check_markup(part.filename.casefold(), bytes(kept))
    return size


def _check_markup(name: str, text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UsageError(BROKEN)
    if name == "[content_types].xml" and re.search(rb"macroEnabled|vbaProject", text, re.IGNORECASE):
        raise UsageError(_held("des macros"))
    if name.endswith(".rels"):
        for relation in _OUTSIDE.findall(text):
            if not _LINK.search(relation):
                raise UsageError(_held("quelque chose qui est ailleurs que dans le fichier"))
