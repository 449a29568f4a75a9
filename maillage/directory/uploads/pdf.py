"""A PDF: whole, alone in its file, without anything that acts or hides.

What acts is told by names (`/JavaScript`), in the file as it is and in the objects that it keeps compressed; a name may
be written in hexadecimal (`/J#61vaScript`). What cannot be looked into (a password, another compression) is refused.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from maillage.kernel.errors import UsageError

HEAD, TAIL, WITHIN = b"%PDF-", b"%%EOF", 1024
MOST_OPENED = 50_000_000
"""The bytes that the compressed objects of a document may hold."""
WHOLE = "Ce fichier n’est pas un PDF entier. Enregistrez-le de nouveau en PDF, et renvoyez-le."
ADVICE = "Imprimez-le « en PDF », et envoyez ce nouveau fichier."
_ACTIVE = {
    b"JavaScript": "un programme (JavaScript)",
    b"Launch": "une commande qui ouvre un autre programme",
    b"EmbeddedFile": "un fichier joint",
    b"EmbeddedFiles": "un fichier joint",
    b"RichMedia": "un contenu animé",
    b"Rendition": "un contenu animé",
    b"XFA": "un formulaire qui agit",
    b"SubmitForm": "un formulaire qui envoie des données",
    b"ImportData": "un formulaire qui lit des fichiers",
    b"GoToE": "un lien vers un fichier joint",
}
_NAME = re.compile(rb"/(" + b"|".join(_ACTIVE) + rb")(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_LONGEST_HEAD = 4000


def check(content: bytes) -> None:
    """Raises UsageError for anything but a whole, passive document."""
    if not content.startswith(HEAD) or TAIL not in content[-WITHIN:] or b"startxref" not in content:
        raise UsageError(WHOLE)
    if zipfile.is_zipfile(BytesIO(content)) or re.search(rb"<(html|script|svg)", content[:WITHIN], re.IGNORECASE):
        raise UsageError(f"Ce PDF est aussi un fichier d’une autre sorte. {ADVICE}")
    plain = _unescaped(content)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", plain):
        raise UsageError("Ce PDF est protégé par un mot de passe. Ôtez la protection, et renvoyez-le.")
    for part in (plain, *_objects(content)):
        active = _NAME.search(part)
        if active:
            raise UsageError(f"Ce PDF contient {_ACTIVE[active[1]]}. {ADVICE}")


def _unescaped(content: bytes) -> bytes:
    return _HEX.sub(lambda code: bytes([int(code[1], 16)]), content)


def _objects(content: bytes) -> Iterator[bytes]:
    """What the compressed objects hold. Raises UsageError for those that cannot be read, or are a bomb."""
    left = MOST_OPENED
    for start in _STREAM.finditer(content):
        head = content[max(0, start.start() - _LONGEST_HEAD) : start.start()]
        head = _unescaped(head[head.rfind(b"obj") + 3 :])
        if b"/ObjStm" not in head:
            continue
        filters = re.findall(rb"/([A-Za-z0-9]+)Decode", head)
        if filters not in ([], [b"Flate"]) or b"/Predictor" in head:
            raise UsageError(f"Ce PDF est écrit d’une façon que nous ne savons pas vérifier. {ADVICE}")
        if not filters:
            continue
        try:
            opened = zlib.decompressobj().decompress(content[start.end() :], left + 1)
        except zlib.error:
            raise UsageError(WHOLE) from None
        left -= len(opened)
        if left < 0:
            raise UsageError(f"Ce PDF est démesuré une fois ouvert. {ADVICE}")
        yield _unescaped(opened)
