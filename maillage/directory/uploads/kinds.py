"""The kinds of files that may be sent, told by their content and never by their name."""

import zipfile
from enum import Enum
from io import BytesIO

OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN = {b"spreadsheetml.sheet.main+xml": "xlsx", b"wordprocessingml.document.main+xml": "docx"}
_CONTENTS = "[Content_Types].xml"
_LONGEST_CONTENTS = 1_000_000


class Kind(Enum):
    """A kind: its ending, its type for browsers, what people call it."""

    PDF = ("pdf", "application/pdf", "un PDF")
    JPEG = ("jpg", "image/jpeg", "une photo JPEG")
    PNG = ("png", "image/png", "une image PNG")
    XLSX = ("xlsx", f"{OFFICE}.spreadsheetml.sheet", "un classeur XLSX")
    DOCX = ("docx", f"{OFFICE}.wordprocessingml.document", "un document DOCX")
    CSV = ("csv", "text/csv", "un tableau CSV")

    @property
    def ending(self) -> str:
        """What ends its names, without a dot."""
        return self.value[0]

    @property
    def media(self) -> str:
        """Its type for browsers."""
        return self.value[1]

    @property
    def words(self) -> str:
        """What people call it: « un PDF »."""
        return self.value[2]


def told(content: bytes) -> Kind | None:
    """What a content is; None when it is none of these. Whether it is whole and harmless is asked next."""
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return Kind.CSV if _text(content) else None


def _office(content: bytes) -> Kind | None:
    """What an archive holds, by what it says of its own parts."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts, parts.open(_CONTENTS) as source:
            said = source.read(_LONGEST_CONTENTS)
    # What is broken or made to be slow raises any of these.
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    return next((Kind[ending.upper()] for main, ending in _MAIN.items() if main in said), None)


def _text(content: bytes) -> bool:
    """Whether a content is plain text: in UTF-16 when it says so, without a control character otherwise."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return not _marked(content.decode("utf-16")[:1000])
        except UnicodeDecodeError:
            return False
    controls = set(range(32)) - {9, 10, 11, 12, 13}
    return not controls & set(content) and not _marked(content[:1000].decode("utf-8", "replace"))


def _marked(start: str) -> bool:
    """Whether a text begins as a page or a picture: markup is no table."""
    return start.lstrip("\ufeff \t\r\n").startswith("<")
