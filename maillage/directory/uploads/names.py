"""The name of a file that was sent: what may be shown and given back of it."""

import re
import unicodedata

LONGEST = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_UNFIT = re.compile(r"[<>:\"|?*\x00-\x1f]+")


def cleaned(name: str, ending: str) -> str:
    """A name without folders, control or direction characters, of at most 120 characters, ended as its content is."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = " ".join(_UNFIT.sub(" ", plain).split()).strip(". ")
    stem = plain.rpartition(".")[0] or plain
    stem = stem.strip(". ")[: LONGEST - len(ending) - 1].strip(". ") or "document"
    return f"{'_' * bool(_RESERVED.fullmatch(stem))}{stem}.{ending}"
